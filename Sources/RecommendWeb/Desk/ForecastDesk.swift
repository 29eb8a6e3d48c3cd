internal import Foundation
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What the shop is expected to sell: a list of drawings, and one article with what to order of it.
struct ForecastDesk {
  static let path = "/desk/forecasts"
  static let itemPath = path + "/item"
  private static let pageLength = 12

  let planner: SupplyPlanner
  let ports: RecommendPagePorts

  private static let pages = DeskRoutes { refusal, texts in
    switch (refusal as? RecommendRefusal)?.code {
    case .supplyTermInvalid: texts["recommend.supply.refused.term"]
    case .goodsNotFound: texts["recommend.supply.refused.goods"]
    default: nil
    }
  }

  private static let article = RouteParameter.query("sku", .string(0...80), "The article's number.")

  var routes: [Route] {
    [
      Self.pages.page(
        Self.path,
        "listDeskForecasts",
        .seeStock,
        parameters: [
          .query("q", .string(0...40), "How the article's number begins."),
          .query("place", .string(0...80), "Only at this place."),
          .query("category", .string(0...80), "Only of this category."),
          .query("cursor", .string(0...400), "Where the page begins."),
        ],
        list
      ),
      Self.pages.form(Self.path + "/reckoning", "reckonForecastsAtDesk", .changeInsight, show: list)
      {
        request,
        actor,
        transaction in
        let job = try await planner.requestForecasts(in: transaction)
        try await transaction.audit("recommend.forecasts_asked", of: job.description, by: actor)
        return request.url(Self.path)
      },
      Self.pages.page(
        Self.itemPath,
        "showDeskForecast",
        .seeStock,
        parameters: [Self.article],
        item
      ),
      Self.pages.form(Self.path + "/terms", "setSupplyTermsAtDesk", .correctStock, show: item) {
        request,
        actor,
        transaction in
        let terms = try Self.terms(request)
        try await planner.setTerms(terms, by: actor, in: transaction)
        return request.url(Self.itemPath, ["sku": terms.article])
      },
      Self.pages.form(
        Self.path + "/goods",
        "noteGoodsOrderedAtDesk",
        .correctStock,
        once: true,
        show: item
      ) { request, actor, transaction in
        let (form, sku) = (request.form, try request.form.required("sku"))
        guard let units = try form.integer("units", in: 1...1_000_000),
          let days = try form.integer("days", in: 0...365)
        else { throw form.refusal("units", "is missing") }
        try await planner.noteOrdered(
          sku,
          to: try form.required("place"),
          units: units,
          inDays: days,
          request.tenant,
          by: actor,
          in: transaction
        )
        return request.url(Self.itemPath, ["sku": sku])
      },
      Self.pages.form(Self.path + "/arrivals", "closeGoodsAtDesk", .correctStock, show: item) {
        request,
        actor,
        transaction in
        guard let id = GoodsOnWayID(try request.form.required("goods")) else {
          throw request.form.refusal("goods", "is no such id")
        }
        try await planner.close(id, by: actor, in: transaction)
        return request.url(Self.itemPath, ["sku": try request.form.required("sku")])
      },
    ]
  }

  private static func terms(_ request: TenantRequest) throws -> SupplyTerms {
    let form = request.form
    var cost: Int64?
    if let text = form["unit_cost"], !text.isEmpty {
      guard let money = try? Money(decimal: text, currency: request.tenant.currency) else {
        throw form.refusal("unit_cost", "is no amount")
      }
      cost = money.minorUnits
    }
    return SupplyTerms(
      article: try form.required("sku"),
      leadDays: try form.integer("lead_days", in: 1...365),
      pack: try form.integer("pack", in: 1...10_000),
      shelfLifeDays: try form.integer("shelf_life_days", in: 1...3_650),
      unitCost: cost
    )
  }

  // MARK: The list

  private var list: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let texts = frame.texts
      guard let run = try await request.scope.latestForecastRun() else {
        let content: View = [
          "empty": texts["recommend.demand.none"],
          "overview": overview(nil, frame),
        ]
        return try frame.page(
          "recommend/forecasts",
          texts["recommend.demand.title"],
          content,
          notice: notice
        )
      }
      var query = ForecastQuery(limit: Self.pageLength + 1)
      query.article = request.query["q"]
      query.place = request.query["place"]
      query.category = request.query["category"]
      query.cursor = request.query["cursor"].flatMap { ForecastCursor($0) }
      let found = try await request.scope.forecasts(query, of: run.version)
      let shown = Array(found.prefix(Self.pageLength))
      let names = try await ports.articles(shown.map(\.article), request)
      let places = try await ports.places(request)
      let groups = try await request.scope.forecastGroups(of: run.version)
      let next = found.count > shown.count ? shown.last.map { ForecastCursor($0) } : nil
      let items = shown.enumerated().map { number, forecast -> View in
        let name = names[forecast.article]?.name ?? forecast.article
        return [
          "name": name,
          "href": request.url(Self.itemPath, ["sku": forecast.article]),
          "detail": "\(forecast.article) · \(places[forecast.place] ?? forecast.place)",
          "plot": ForecastPlot(
            id: "plot-\(number)",
            title: "\(name) · \(places[forecast.place] ?? forecast.place)",
            forecast: forecast,
            run: run,
            texts: texts
          ).view,
        ]
      }
      let content: View = [
        "overview": overview(run, frame),
        "filter": try await filter(query, groups, places, request),
        "items": items,
        "empty": items.isEmpty
          ? texts[run.series == 0 ? "recommend.demand.unsold" : "recommend.demand.nothing"] : nil,
        "next": next.map {
          request.url(
            Self.path,
            [
              "q": query.article, "place": query.place, "category": query.category,
              "cursor": $0.description,
            ]
          )
        },
      ]
      return try frame.page(
        "recommend/forecasts",
        texts["recommend.demand.title"],
        content,
        notice: notice
      )
    }
  }

  private func filter(
    _ query: ForecastQuery,
    _ groups: (places: [String], categories: [String]),
    _ places: [String: String],
    _ request: TenantRequest
  ) async throws -> View {
    let texts = request.texts
    let categories = try await ports.categories(request)
    let all = [(value: "", name: texts["recommend.filter.all"])]
    return [
      "action": request.url(Self.path, ["lang": nil]), "language": request.query["lang"],
      "search": [
        "name": "q", "label": texts["recommend.filter.article"], "type": "text", "maximum": "40",
        "value": query.article ?? "",
      ] as View,
      "selects": [
        DeskSelect.view(
          "place",
          texts["recommend.filter.place"],
          all + groups.places.map { ($0, places[$0] ?? $0) },
          chosen: query.place
        ),
        DeskSelect.view(
          "category",
          texts["recommend.filter.category"],
          all + groups.categories.filter { !$0.isEmpty }.map { ($0, categories[$0] ?? $0) },
          chosen: query.category
        ),
      ],
    ]
  }

  /// When it was reckoned, and how far it can be trusted.
  private func overview(_ run: ForecastRun?, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    let again = DeskForm(
      path: Self.path + "/reckoning",
      submit: texts["recommend.demand.again.title"],
      hint: texts["recommend.demand.again.hint"],
      isQuiet: true
    )
    let wording = DeskWording(frame: frame)
    var facts: [View] = []
    var text = texts["recommend.demand.untested"]
    if let run {
      facts = [
        .fact(texts["recommend.demand.made"], frame.time(run.madeAt)),
        .fact(texts["recommend.demand.through"], wording.day(run.lastWeek.monday + 6)),
        .fact(texts["recommend.demand.series"], "\(run.series)"),
        .fact(texts["recommend.demand.version"], "\(run.version)"),
      ]
      if let test = run.report.backtest {
        text = texts["recommend.demand.tested"]
        facts += [
          .fact(
            texts["recommend.demand.error.title"],
            texts[
              "recommend.demand.error.value",
              [
                "own": FrontierPlot.percent(test.error),
                "usual": FrontierPlot.percent(test.usualError),
              ]
            ]
          ),
          .fact(texts["recommend.demand.bias"], FrontierPlot.percent(test.bias)),
          .fact(texts["recommend.demand.within"], FrontierPlot.percent(test.withinBand)),
          .fact(texts["recommend.demand.below"], FrontierPlot.percent(test.belowHigh)),
        ]
      }
    }
    return [
      "title": texts["recommend.demand.trust"], "text": text, "facts": facts,
      "forms": frame.may(.changeInsight) ? DeskForm.views([again], frame) : [View](),
    ]
  }

  // MARK: One article

  private var item: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let sku = request.query["sku"] ?? request.form["sku"] ?? ""
      guard let (plan, run) = try await planner.plan(request.tenant, request.scope) else {
        throw RecommendRefusal(.modelNotFound, details: ["kind": "forecast"])
      }
      let forecasts = try await request.scope.forecasts(ofArticle: sku, of: run.version)
      guard !forecasts.isEmpty else {
        throw RecommendRefusal(.modelNotFound, details: ["kind": "forecast", "sku": .string(sku)])
      }
      let name = try await ports.articles([sku], request)[sku]?.name ?? sku
      let sheet = ArticleSheet(
        frame: frame,
        run: run,
        name: name,
        places: try await ports.places(request),
        terms: try await request.scope.supplyTerms(of: [sku]).first ?? SupplyTerms(article: sku),
        goods: try await request.scope.goodsOnWay(of: [sku])
      )
      let items = forecasts.enumerated().map { number, forecast in
        sheet.place(
          forecast,
          plan.proposals.first { $0.article == sku && $0.place == forecast.place },
          number
        )
      }
      let content: View = [
        "back": request.url(Self.path), "detail": sku, "items": items,
        "sections": [sheet.onWay(from: 20), sheet.buying],
      ]
      return try frame.page("recommend/article", name, content, notice: notice)
    }
  }
}
