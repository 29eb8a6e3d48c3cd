internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What to order this week: the list with its reasons, the file to send, and what stock buys.
struct ReplenishmentDesk {
  static let path = "/desk/replenishment"
  private static let pageLength = 25

  let planner: SupplyPlanner
  let ports: RecommendPagePorts

  private static let parameters: [RouteParameter] = [
    .query(
      "budget",
      .string(0...20),
      "The most that orders may cost, in the currency's main unit."
    ),
    .query("place", .string(0...80), "Only for this place."),
    .query("state", .string(0...20), "Only what is that urgent; what is to be ordered without it."),
    .query("page", .integer(1...10_000), "Which page, from 1."),
  ]

  var routes: [Route] {
    [
      DeskRoutes().page(
        Self.path,
        "listReplenishment",
        .seeStock,
        parameters: Self.parameters,
        list
      ),
      DeskRoutes().page(
        Self.path + "/orders.csv",
        "exportReplenishment",
        .seeStock,
        parameters: Array(Self.parameters.prefix(2)),
        file
      ),
    ]
  }

  /// What the address asks for.
  private struct Wish {
    let budget: Int64?
    let budgetText: String
    let isBudgetWrong: Bool
    let place: String?
    let state: String?
    let page: Int

    init(_ request: TenantRequest) throws {
      budgetText = request.query["budget"] ?? ""
      let money = try? Money(decimal: budgetText, currency: request.tenant.currency)
      budget = money.map { max(0, $0.minorUnits) }
      isBudgetWrong = !budgetText.isEmpty && money == nil
      place = request.query["place"]
      state = request.query["state"]
      page = try request.query.integer("page", in: 1...10_000) ?? 1
    }

    func isWanted(_ proposal: OrderProposal) -> Bool {
      guard (place ?? proposal.place) == proposal.place else { return false }
      return state.map { $0 == "all" || $0 == "\(proposal.urgency)" }
        ?? (proposal.urgency != .enough)
    }
  }

  private var list: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let texts = frame.texts
      let title = texts["recommend.supply.title"]
      let wish = try Wish(request)
      guard
        let (plan, run) = try await planner.plan(
          budget: wish.budget,
          request.tenant,
          request.scope
        )
      else {
        let empty: View = ["empty": texts["recommend.supply.none"]]
        return try frame.page("recommend/replenishment", title, empty, notice: notice)
      }
      let wanted = plan.proposals.filter(wish.isWanted)
      let start = min((wish.page - 1) * Self.pageLength, wanted.count)
      let shown = Array(wanted[start...].prefix(Self.pageLength))
      let names = try await ports.articles(shown.map(\.article), request)
      let places = try await ports.places(request)
      let wording = DeskWording(frame: frame)
      let rows = shown.map { proposal -> View in
        [
          "href": request.url(ForecastDesk.itemPath, ["sku": proposal.article]),
          "name": names[proposal.article]?.name ?? proposal.article,
          "state": wording.urgency(proposal.urgency),
          "detail": detail(proposal, places, wording, texts),
          "amount": amount(proposal, wording, texts),
        ]
      }
      let content: View = [
        "overview": overview(plan, run, wish, frame), "filter": filter(plan, wish, places, request),
        "rows": rows, "hasRows": !rows.isEmpty,
        "none": rows.isEmpty ? texts["recommend.supply.enough"] : nil,
        "next": start + shown.count < wanted.count
          ? request.url(
            Self.path,
            [
              "budget": wish.budgetText, "place": wish.place, "state": wish.state,
              "page": "\(wish.page + 1)",
            ]
          ) : nil,
        "frontier": FrontierPlot(
          points: run.report.frontier,
          aim: try request.tenant.recommend.service,
          texts: texts
        ).view,
      ]
      return try frame.page(
        "recommend/replenishment",
        title,
        content,
        notice: notice ?? (wish.isBudgetWrong ? texts["recommend.supply.budget.wrong"] : nil)
      )
    }
  }

  private func detail(
    _ proposal: OrderProposal,
    _ places: [String: String],
    _ wording: DeskWording,
    _ texts: LocalTexts
  ) -> String {
    let stock = texts[
      "recommend.supply.stock",
      ["onHand": "\(proposal.onHand)", "onTheWay": "\(proposal.onTheWay)"]
    ]
    return [
      "\(proposal.article) · \(places[proposal.place] ?? proposal.place) · \(stock)",
      wording.why(proposal),
    ].joined(separator: " ")
  }

  private func amount(_ proposal: OrderProposal, _ wording: DeskWording, _ texts: LocalTexts)
    -> String
  {
    let pieces = texts["recommend.supply.amount", ["count": "\(proposal.quantity)"]]
    return proposal.cost.map { "\(pieces) · \(wording.money($0))" } ?? pieces
  }

  private func overview(
    _ plan: ReplenishmentPlan,
    _ run: ForecastRun,
    _ wish: Wish,
    _ frame: DeskFrame
  ) -> View {
    let (texts, wording) = (frame.texts, DeskWording(frame: frame))
    let counts = Dictionary(grouping: plan.proposals, by: \.urgency).mapValues(\.count)
    let orders = plan.proposals.filter { $0.quantity > 0 }
    return [
      "title": texts["recommend.supply.overview.title"],
      "text": texts[
        "recommend.supply.overview.text",
        ["time": frame.time(run.madeAt), "day": wording.day(run.lastWeek.monday + 6)]
      ],
      "facts": [
        View.fact(texts["recommend.supply.orders"], "\(orders.count)"),
        .fact(
          texts["recommend.supply.pieces"],
          "\(orders.reduce(0) { $0 + $1.quantity })"
        ), .fact(texts["recommend.supply.cost"], wording.money(plan.cost)),
      ]
        + OrderProposal.Urgency.allCases.map {
          View.fact(wording.urgency($0), "\(counts[$0] ?? 0)")
        },
      "file": frame.request.url(
        Self.path + "/orders.csv",
        ["budget": wish.budgetText.isEmpty ? nil : wish.budgetText, "place": wish.place]
      ),
    ]
  }

  private func filter(
    _ plan: ReplenishmentPlan,
    _ wish: Wish,
    _ places: [String: String],
    _ request: TenantRequest
  ) -> View {
    let texts = request.texts
    let known = Set(plan.proposals.map(\.place)).sorted()
    let states = OrderProposal.Urgency.allCases.map {
      (value: "\($0)", name: texts["recommend.supply.urgency.\($0)"])
    }
    return [
      "action": request.url(Self.path, ["lang": nil]), "language": request.query["lang"],
      "search": [
        "name": "budget",
        "label": texts[
          "recommend.supply.budget.title",
          ["currency": request.tenant.currency.symbol]
        ],
        "type": "text", "maximum": "20", "value": wish.budgetText,
      ] as View,
      "selects": [
        DeskSelect.view(
          "place",
          texts["recommend.filter.place"],
          [("", texts["recommend.filter.all"])] + known.map { ($0, places[$0] ?? $0) },
          chosen: wish.place
        ),
        DeskSelect.view(
          "state",
          texts["recommend.supply.state"],
          [("", texts["recommend.supply.toOrder"])] + states
            + [("all", texts["recommend.filter.all"])],
          chosen: wish.state
        ),
      ],
    ]
  }

  private var file: DeskRoutes.Show {
    { request, _ in
      // Whoever is not signed in is sent to do so.
      _ = try await DeskFrame.load(request)
      let wish = try Wish(request)
      let plan = try await planner.plan(budget: wish.budget, request.tenant, request.scope)?.plan
      let articles = Set(plan?.proposals.filter { $0.quantity > 0 }.map(\.article) ?? []).sorted()
      let names = try await ports.articles(articles, request).mapValues(\.name)
      let bytes = (plan ?? .empty).orderList(
        names: names,
        in: request.tenant.currency,
        place: wish.place
      )
      let name = "attachment; filename=\"orders-\(request.tenant.slug).csv\""
      return Reply.bytes(bytes, contentType: "text/csv; charset=utf-8", caching: .personal)
        .adding(HTTPField(name: .contentDisposition, value: name))
    }
  }
}
