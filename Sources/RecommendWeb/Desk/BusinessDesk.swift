internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What the business brings: channels with their cost, what money is earned with, and how the shop is used;
/// behind it what channels cost, as the merchant enters it.
struct BusinessDesk {
  static let path = "/desk/business"
  static let costsPath = path + "/costs"
  /// How many months are shown, the running one among them.
  private static let shown = 6

  let recommender: Recommender

  private static let words: DeskRoutes.Words = { refusal, texts in
    guard let refusal = refusal as? RecommendRefusal, refusal.code == .channelCostInvalid,
      case .string(let field)? = refusal.details["field"]
    else { return nil }
    return texts["recommend.business.refused.\(field)"]
  }

  var routes: [Route] {
    let pages = DeskRoutes(Self.words)
    return [
      pages.page(Self.path, "showDeskBusiness", .seeInsight, show),
      pages.page(Self.costsPath, "showDeskChannelCosts", .seeInsight, Self.showCosts),
      pages.form(
        Self.costsPath,
        "setDeskChannelCost",
        .changeInsight,
        show: Self.showCosts
      ) { request, actor, transaction in
        try await recommender.setCost(
          try Self.amount(request),
          of: try request.form.required("channel"),
          in: try Self.month(request),
          by: actor,
          in: transaction
        )
        return request.url(Self.costsPath)
      },
    ]
  }

  /// The months that are shown; the running one is the last.
  private static func months(_ request: TenantRequest) throws -> InsightMonths {
    let last = BirthMonth.number(of: request.now, in: request.tenant.timeZone)
    guard let months = InsightMonths(first: last - shown + 1, last: last) else {
      throw WebRefusal(.notFound)
    }
    return months
  }

  private static func month(_ request: TenantRequest) throws -> Int {
    let text = try request.form.required("month")
    guard let month = InsightMonths(text, text)?.first else {
      throw RecommendRefusal(.channelCostInvalid, details: ["field": "month"])
    }
    return month
  }

  private static func amount(_ request: TenantRequest) throws -> Int64 {
    let text = try request.form.required("amount")
    guard let money = try? Money(decimal: text, currency: request.tenant.currency) else {
      throw RecommendRefusal(.channelCostInvalid, details: ["field": "amount"])
    }
    return money.minorUnits
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let months = try Self.months(request)
      let (tenant, scope) = (request.tenant, request.scope)
      let board = BusinessBoard(frame: frame, months: months)
      let sections = [
        board.channels(try await scope.channelFigures(months, in: tenant.timeZone)),
        board.services(
          try await scope.serviceFigures(months, in: tenant.timeZone),
          try await recommender.partnerServices(tenant, scope)
        ),
        board.revenue(try await recommender.revenueMix(months, tenant, scope)),
        board.engagement(try await recommender.engagement(months, tenant, scope)),
      ]
      let content: View = [
        "lead": frame.texts[
          "recommend.business.lead",
          ["from": InsightMonths.text(months.first), "to": InsightMonths.text(months.last)]
        ],
        "sections": sections,
      ]
      return try frame.page(
        "recommend/board",
        frame.texts["recommend.business.title"],
        content,
        notice: notice
      )
    }
  }

  private static let showCosts: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let months = try months(request)
    let costs = try await request.scope.channelCosts(months)
    let sheet = CostSheet(frame: frame, months: months)
    return try frame.sheet(
      frame.texts["recommend.business.costs.title"],
      (frame.may(.changeInsight) ? [sheet.entry] : []) + [sheet.list(costs)],
      back: request.url(path),
      backName: frame.texts["recommend.business.title"],
      notice: notice
    )
  }
}

/// What channels cost, with the form that says it.
struct CostSheet {
  let frame: DeskFrame
  let months: InsightMonths

  private var texts: LocalTexts { frame.texts }

  var entry: View {
    let form = DeskForm(
      path: BusinessDesk.costsPath,
      submit: texts["recommend.business.costs.submit"],
      fields: [
        .init(name: "channel", label: texts["recommend.business.costs.channel"], maximum: 81),
        .init(
          name: "month",
          label: texts["recommend.business.costs.month"],
          value: InsightMonths.text(months.last),
          maximum: 7
        ),
        .init(name: "amount", label: texts["recommend.business.costs.amount"], maximum: 16),
      ],
      hint: texts["recommend.business.costs.hint"]
    )
    return [
      "title": texts["recommend.business.costs.new"],
      "text": texts["recommend.business.costs.text"], "forms": DeskForm.views([form], frame),
    ]
  }

  func list(_ costs: [ChannelCost]) -> View {
    let wording = DeskWording(frame: frame)
    return [
      "title": texts["recommend.business.costs.known"],
      "text": costs.isEmpty ? texts["recommend.business.costs.none"] : nil,
      "lines": costs.map {
        [
          "name": $0.channel, "detail": InsightMonths.text($0.month),
          "amount": wording.money($0.amount),
        ] as View
      },
    ]
  }
}
