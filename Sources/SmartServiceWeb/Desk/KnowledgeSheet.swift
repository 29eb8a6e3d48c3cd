internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// One entry at the desk: what is answered with, what is on its way, and the next step of it.
enum KnowledgeSheet {
  private static let parameter = RouteParameter.path(
    "slug",
    .string(1...80),
    "The entry's short name."
  )
  private static let path = "\(KnowledgePages.path)/{slug}"

  static let routes: [Route] = steps + FormatSection.routes(show, parameter)

  private static let steps: [Route] = [
    ServiceDeskWords.routes.page(path, "showKnowledge", .seeService, parameters: [parameter], show),
    form("submission", "submitKnowledge", .answerService) { slug, _, actor, transaction in
      try await ServiceDesk().submitKnowledge(slug, by: actor, in: transaction)
    },
    form("publication", "publishKnowledge", .decideKnowledge) { slug, request, actor, transaction in
      let reviewer = try request.form.required("reviewer")
      try await ServiceDesk().publishKnowledge(
        slug,
        reviewer: reviewer,
        due: try due(request),
        by: actor,
        in: transaction
      )
    },
    form("withdrawal", "withdrawKnowledge", .decideKnowledge) { slug, _, actor, transaction in
      try await ServiceDesk().withdrawKnowledge(slug, by: actor, in: transaction)
    },
  ]

  private typealias Change =
    @Sendable (String, TenantRequest, Actor, TenantTransaction) async throws -> Void

  private static func form(
    _ name: String,
    _ operation: String,
    _ permission: StaffPermission,
    _ change: @escaping Change
  ) -> Route {
    ServiceDeskWords.routes.form(
      "\(path)/\(name)",
      operation,
      permission,
      parameters: [parameter],
      once: true,
      show: show
    ) { request, actor, transaction in
      let slug = try request.path("slug")
      try await change(slug, request, actor, transaction)
      return request.url("\(KnowledgePages.path)/\(slug)")
    }
  }

  /// The day from which an entry is answered with no longer, at its beginning on the merchant's clocks.
  private static func due(_ request: TenantRequest) throws -> Date? {
    guard let text = request.form["due"] else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      CalendarDate(year: year, month: month, day: day) != nil
    else { throw request.form.refusal("due", "is no day") }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = request.tenant.timeZone
    let date = DateComponents(year: year, month: month, day: day)
    guard let moment = calendar.date(from: date), moment > request.now else {
      throw request.form.refusal("due", "is over")
    }
    return moment
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let slug = try request.path("slug")
    let versions = try await request.scope.knowledgeVersions(of: slug)
    guard let latest = versions.first else { throw WebRefusal(.notFound) }
    let texts = frame.texts
    let served = versions.first { $0.state == .published }
    var sections: [View] = []
    if let served { sections.append(section(served, frame, forms: servedForms(served, frame))) }
    if latest.version != served?.version {
      sections.append(section(latest, frame, forms: latestForms(latest, frame)))
    }
    let graph = try await request.scope.knowledgeGraph()
    if let known = RelatedView.section(slug, graph, frame) { sections.append(known) }
    sections.append(try await FormatSection.view(slug, frame))
    sections.append([
      "title": texts["service.knowledge.history"],
      "lines": versions.map { entry -> View in
        [
          "name": texts["service.knowledge.versionName", ["version": "\(entry.version)"]],
          "detail": [entry.reviewer, entry.reviewedAt.map(frame.time) ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " · "),
          "amount": standing(entry, frame),
        ]
      },
    ])
    let revise: View = [
      "href": request.url(KnowledgeDraftPage.path, ["slug": slug]),
      "name": texts["service.draft.revise"],
    ]
    return try frame.sheet(
      (served ?? latest).draft.question,
      sections,
      back: request.url(KnowledgePages.path),
      backName: texts["service.desk.knowledge"],
      links: frame.may(.answerService) ? [revise] : [],
      notice: notice
    )
  }

  private static func section(_ entry: KnowledgeEntry, _ frame: DeskFrame, forms: [DeskForm])
    -> View
  {
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("state", standing(entry, frame)), ("question", entry.draft.question),
      ("drafted", entry.draftedBy), ("reviewer", entry.reviewer),
      ("reviewed", entry.reviewedAt.map(frame.time) ?? ""),
      ("due", entry.dueAt.map(frame.time) ?? ""), ("source", entry.draft.source),
      ("ages", KnowledgeWords.ages(entry.draft.minAgeDays, entry.draft.maxAgeDays, texts)),
      ("language", entry.draft.language), ("topic", entry.draft.topic),
      ("similar", entry.draft.similar.joined(separator: " · ")),
    ]
    let number = entry.state == .published ? 0 : 10
    return [
      "title": texts["service.knowledge.versionName", ["version": "\(entry.version)"]],
      "text": entry.draft.answer,
      "facts": facts.filter { !$0.1.isEmpty }
        .map { View.fact(texts["service.knowledge.field.\($0.0)"], $0.1) },
      "forms": DeskForm.views(forms, frame, from: number),
    ]
  }

  private static func standing(_ entry: KnowledgeEntry, _ frame: DeskFrame) -> String {
    let isOverdue = entry.state == .published && !entry.isServed(at: frame.request.now)
    return frame.texts["service.knowledge.\(isOverdue ? "overdue" : entry.state.rawValue)"]
  }

  private static func servedForms(_ entry: KnowledgeEntry, _ frame: DeskFrame) -> [DeskForm] {
    guard frame.may(.decideKnowledge) else { return [] }
    return [
      DeskForm(
        path: "\(KnowledgePages.path)/\(entry.draft.slug)/withdrawal",
        submit: frame.texts["service.knowledge.withdraw"],
        hint: frame.texts["service.knowledge.withdrawHint"],
        isQuiet: true
      )
    ]
  }

  private static func latestForms(_ entry: KnowledgeEntry, _ frame: DeskFrame) -> [DeskForm] {
    let (texts, base) = (frame.texts, "\(KnowledgePages.path)/\(entry.draft.slug)")
    switch entry.state {
    case .draft where frame.may(.answerService):
      return [
        DeskForm(path: "\(base)/submission", submit: texts["service.knowledge.submit"])
      ]
    case .review where frame.may(.decideKnowledge):
      return [
        DeskForm(
          path: "\(base)/publication",
          submit: texts["service.knowledge.publish"],
          fields: [
            .init(
              name: "reviewer",
              label: texts["service.knowledge.reviewerLabel"],
              maximum: 120
            ),
            .init(
              name: "due",
              label: texts["service.knowledge.dueLabel"],
              type: "date",
              isRequired: false
            ),
          ],
          hint: texts["service.knowledge.publishHint"]
        )
      ]
    default: return []
    }
  }
}
