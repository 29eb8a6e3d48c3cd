internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What became of entries: how often they were read and watched, and what was bought after them.
enum ContentPage {
  static let path = "/desk/content"
  private static let spans = [7, 30, 90]

  static let route = ServiceDeskWords.routes.page(
    path,
    "showServiceContent",
    .seeService,
    parameters: [.query("days", .choice(spans.map(String.init)), "How many days back.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let days = request.query["days"].flatMap { Int($0) } ?? 30
    let found = try await request.scope.contentFigures(days: days)
    let content: View = [
      "filters": spans.map { span -> View in
        [
          "name": texts["service.insight.days", ["days": "\(span)"]], "isCurrent": span == days,
          "href": request.url(path, ["days": "\(span)"]),
        ]
      },
      "hasRows": !found.isEmpty,
      "rows": found.map { figures -> View in
        [
          "name": figures.question.isEmpty ? figures.slug : figures.question,
          "href": request.url("\(KnowledgePages.path)/\(figures.slug)"),
          "reads": "\(figures.reads)", "plays": "\(figures.plays)", "lives": "\(figures.lives)",
          "orders": "\(figures.orders)",
          "amount": texts.money(
            Money(minorUnits: figures.amountMinor, currency: request.tenant.currency)
          ),
        ]
      },
    ]
    return try frame.page(
      "service/desk_content",
      texts["service.desk.content"],
      content,
      notice: notice
    )
  }
}

/// The formats of an entry and its goods on its sheet.
enum FormatSection {
  private static let path = "\(KnowledgePages.path)/{slug}"

  /// The forms' routes, which lead back to the sheet.
  static func routes(_ show: @escaping DeskRoutes.Show, _ parameter: RouteParameter) -> [Route] {
    func form(
      _ name: String,
      _ operation: String,
      _ change:
        @escaping @Sendable (String, TenantRequest, Actor, TenantTransaction) async throws -> Void
    ) -> Route {
      ServiceDeskWords.routes.form(
        "\(path)/\(name)",
        operation,
        .answerService,
        parameters: [parameter],
        show: show
      ) { request, actor, transaction in
        let slug = try request.path("slug")
        try await change(slug, request, actor, transaction)
        return request.url("\(KnowledgePages.path)/\(slug)")
      }
    }
    return [
      form("video", "keepKnowledgeVideo") { slug, request, actor, transaction in
        guard let url = request.form["url"] else {
          return try await ContentDesk.remove(.video, of: slug, by: actor, in: transaction)
        }
        try await ContentDesk.keep(
          EntryFormat(.video, url: url),
          of: slug,
          by: actor,
          in: transaction
        )
      },
      form("live", "keepKnowledgeLive") { slug, request, actor, transaction in
        guard let url = request.form["url"] else {
          return try await ContentDesk.remove(.live, of: slug, by: actor, in: transaction)
        }
        try await ContentDesk.keep(
          EntryFormat(.live, url: url, startsAt: try moment(request)),
          of: slug,
          by: actor,
          in: transaction
        )
      },
      form("goods", "linkKnowledgeGoods") { slug, request, actor, transaction in
        let skus = (request.form["skus"] ?? "")
          .split { ",，、 \n\r\t".contains($0) }.map(String.init)
        try await ContentDesk.link(skus, to: slug, by: actor, in: transaction)
      },
    ]
  }

  /// The section; forms only for whoever writes entries.
  static func view(_ slug: String, _ frame: DeskFrame) async throws -> View {
    let (texts, base) = (frame.texts, "\(KnowledgePages.path)/\(slug)")
    let formats = try await frame.request.scope.formats(of: slug)
    let goods = try await frame.request.scope.linkedGoods(of: slug)
    var facts = formats.map { format -> View in
      let time = format.startsAt.map { " · \(frame.time($0))" } ?? ""
      return .fact(texts["service.content.kind.\(format.kind.rawValue)"], format.url + time)
    }
    if !goods.isEmpty {
      facts.append(.fact(texts["service.content.goodsLabel"], goods.joined(separator: ", ")))
    }
    func url(_ kind: ContentKind) -> DeskForm.Field {
      DeskForm.Field(
        name: "url",
        label: texts["service.content.\(kind.rawValue)Label"],
        kind: .text("url"),
        value: formats.first { $0.kind == kind }?.url ?? "",
        maximum: 500,
        isRequired: false
      )
    }
    let forms = [
      DeskForm(
        path: "\(base)/video",
        submit: texts["service.content.keepVideo"],
        fields: [url(.video)],
        isQuiet: true
      ),
      DeskForm(
        path: "\(base)/live",
        submit: texts["service.content.keepLive"],
        fields: [
          url(.live),
          DeskForm.Field(
            name: "at",
            label: texts["service.content.liveAt"],
            kind: .text("datetime-local"),
            isRequired: false
          ),
        ],
        isQuiet: true
      ),
      DeskForm(
        path: "\(base)/goods",
        submit: texts["service.content.keepGoods"],
        fields: [
          DeskForm.Field(
            name: "skus",
            label: texts["service.content.goodsLabel"],
            value: goods.joined(separator: ", "),
            maximum: 1_000,
            isRequired: false
          )
        ],
        hint: texts["service.content.goodsHint"],
        isQuiet: true
      ),
    ]
    return [
      "title": texts["service.content.formats"], "facts": facts,
      "forms": DeskForm.views(frame.may(.answerService) ? forms : [], frame, from: 20),
    ]
  }

  /// A date and a time of day on the merchant's clocks, as a browser sends them.
  private static func moment(_ request: TenantRequest) throws -> Date {
    let text = try request.form.required("at")
    let found = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d)?/)
    guard let found, let year = Int(found.1), let month = Int(found.2), let day = Int(found.3),
      let hour = Int(found.4), let minute = Int(found.5), hour < 24, minute < 60,
      CalendarDate(year: year, month: month, day: day) != nil
    else { throw request.form.refusal("at", "is no date with a time") }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = request.tenant.timeZone
    var parts = DateComponents(year: year, month: month, day: day)
    (parts.hour, parts.minute) = (hour, minute)
    guard let moment = calendar.date(from: parts) else {
      throw request.form.refusal("at", "is no date with a time")
    }
    return moment
  }
}
