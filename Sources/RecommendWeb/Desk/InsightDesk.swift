internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Reports for brands: what may still be told this year, the two questions, and for whom each was asked.
struct InsightDesk {
  static let path = "/desk/insight"

  let recommender: Recommender
  let ports: RecommendPagePorts

  private static let words: DeskRoutes.Words = { refusal, texts in
    guard let refusal = refusal as? RecommendRefusal else { return nil }
    switch refusal.code {
    case .insightBudgetSpent: return texts["recommend.insight.refused.spent"]
    case .insightQuestionInvalid:
      guard case .string(let field)? = refusal.details["field"] else { return nil }
      return texts["recommend.insight.refused.\(field)"]
    default: return nil
    }
  }

  var routes: [Route] {
    let pages = DeskRoutes(Self.words)
    return [
      pages.page(Self.path, "showDeskInsight", .seeInsight, Self.show),
      pages.form(
        "\(Self.path)/questions/{kind}",
        "askDeskInsight",
        .changeInsight,
        parameters: [
          .path("kind", .choice(InsightQuestion.Kind.allCases.map(\.rawValue)), "The table.")
        ],
        show: Self.show
      ) { request, actor, transaction in
        let question = try Self.question(request)
        let report = try await recommender.insight(
          question,
          for: try request.form.required("brand"),
          by: actor,
          request.tenant,
          in: transaction
        )
        return request.url("\(Self.path)/\(report.id)")
      },
      pages.page(
        "\(Self.path)/{report}",
        "showDeskInsightReport",
        .seeInsight,
        parameters: [.path("report", .id(InsightReportID.self), "The report.")]
      ) { request, notice in
        let frame = try await DeskFrame.load(request)
        guard let id = InsightReportID(try request.path("report")),
          let report = try await request.scope.insightReport(id)
        else { throw WebRefusal(.notFound) }
        let sheet = InsightSheet(frame: frame, categories: try await ports.categories(request))
        return try frame.sheet(
          frame.texts["recommend.insight.kind.\(report.question.kind.rawValue).title"],
          sheet.sections(of: report),
          back: request.url(Self.path),
          backName: frame.texts["recommend.insight.title"],
          notice: notice
        )
      },
    ]
  }

  /// The question that a form asks.
  private static func question(_ request: TenantRequest) throws -> InsightQuestion {
    guard let kind = InsightQuestion.Kind(rawValue: try request.path("kind")) else {
      throw WebRefusal(.notFound)
    }
    let (first, last) = (try request.form.required("from"), try request.form.required("to"))
    guard let months = InsightMonths(first, last) else {
      throw RecommendRefusal(.insightQuestionInvalid, details: ["field": "months"])
    }
    guard let epsilon = Double(request.form["epsilon"] ?? "1") else {
      throw RecommendRefusal(.insightQuestionInvalid, details: ["field": "epsilon"])
    }
    return try InsightQuestion(kind, months, epsilon: epsilon)
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let budget = try await request.scope.insightBudget(request.tenant)
    let uses = try await request.scope.insightUses()
    let sheet = InsightSheet(frame: frame, categories: [:])
    return try frame.sheet(
      frame.texts["recommend.insight.title"],
      [sheet.budget(budget)] + InsightQuestion.Kind.allCases.map(sheet.question)
        + [sheet.log(uses)],
      notice: notice
    )
  }
}
