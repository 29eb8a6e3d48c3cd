public import TenantStore

/// What a shop should order this week; asks nobody.
public struct ReplenishmentPlan: Hashable, Sendable {
  /// All articles at their places, the most urgent first.
  public let proposals: [OrderProposal]
  /// What all orders cost in minor units, as far as costs are known.
  public let cost: Int64

  /// A plan of a shop that has nothing to go by.
  public static let empty = Self([], [], terms: [], onWay: [], settings: SupplySettings())

  /// Plans orders.
  ///
  /// - Parameters:
  ///   - forecasts: The demand of each article at its places.
  ///   - shelf: What lies where now; what is not named lies nowhere and is no longer sold.
  ///   - terms: How articles are bought.
  ///   - onWay: What is on its way.
  ///   - settings: How the shop usually buys.
  ///   - budget: The most that orders may cost in minor units; nil for no limit.
  package init(
    _ forecasts: [SeriesForecast],
    _ shelf: [ShelfItem],
    terms: [SupplyTerms],
    onWay: [GoodsOnWay],
    settings: SupplySettings,
    budget: Int64? = nil
  ) {
    let items = Dictionary(shelf.map { (Key($0.article, $0.place), $0) }) { first, _ in first }
    let own = Dictionary(terms.map { ($0.article, $0) }) { first, _ in first }
    var coming: [Key: Int] = [:]
    for goods in onWay { coming[Key(goods.article, goods.place), default: 0] += goods.units }
    var policy = ReplenishmentPolicy()
    let prices = shelf.compactMap(\.price).filter { $0 > 0 }.map { Double($0) }
    if !prices.isEmpty { policy.typicalPrice = prices.reduce(0, +) / Double(prices.count) }
    let wanted = forecasts.compactMap { forecast -> OrderProposal? in
      let key = Key(forecast.article, forecast.place)
      guard let item = items[key] else { return nil }
      return Self.proposal(
        forecast,
        item,
        own[forecast.article] ?? SupplyTerms(article: forecast.article),
        coming[key] ?? 0,
        settings,
        policy
      )
    }
    let affordable = budget.map { Self.within($0, wanted) } ?? wanted
    proposals = affordable.sorted {
      ($0.urgency, $1.weight, $0.article, $0.place) < ($1.urgency, $0.weight, $1.article, $1.place)
    }
    cost = affordable.reduce(0) { $0 + ($1.cost ?? 0) }
  }

  private struct Key: Hashable {
    let article: String
    let place: String
    init(_ article: String, _ place: String) { (self.article, self.place) = (article, place) }
  }

  private static func proposal(
    _ forecast: SeriesForecast,
    _ item: ShelfItem,
    _ terms: SupplyTerms,
    _ coming: Int,
    _ settings: SupplySettings,
    _ policy: ReplenishmentPolicy
  ) -> OrderProposal {
    let lead = terms.leadDays ?? settings.leadDays
    let request = try? ReplenishmentRequest(
      history: forecast.history.map { Double($0) },
      onHand: Double(item.onHand),
      pipeline: Double(coming),
      leadTimeWeeks: (lead + 6) / 7,
      price: Double(item.price ?? 0),
      service: settings.aim
    )
    let covered = item.onHand + coming
    let target = request.map { Self.target($0, forecast, policy) } ?? 0
    let pack = terms.pack ?? 1
    let bare = max(0, target - covered)
    var limits: Set<OrderProposal.Limit> = []
    var quantity = (bare + pack - 1) / pack * pack
    if quantity != bare { limits.insert(.pack) }
    if let life = terms.shelfLifeDays, quantity > 0 {
      // What comes must be gone before it is too old; what lies there already is sold first.
      let sellable = Int(forecast.expected(days: lead + life)) - covered
      if sellable < quantity {
        quantity = max(0, sellable / pack * pack)
        limits.insert(.shelfLife)
      }
    }
    return OrderProposal(
      article: forecast.article,
      place: forecast.place,
      category: item.category,
      onHand: item.onHand,
      onTheWay: coming,
      leadDays: lead,
      pack: pack,
      shelfLifeDays: terms.shelfLifeDays,
      expected: forecast.expected(days: lead + 7),
      target: target,
      coverDays: Self.coverDays(forecast, covered),
      quantity: quantity,
      unitCost: terms.unitCost ?? item.price,
      limits: limits,
      urgency: Self.urgency(forecast, item.onHand, covered, lead, bare)
    )
  }

  /// The base stock, lifted by as much as the forecast sees more than the policy's own mean.
  ///
  /// The mean looks back and lags where demand grows; what lies below it is left alone, since too little
  /// costs more than too much.
  private static func target(
    _ request: ReplenishmentRequest,
    _ forecast: SeriesForecast,
    _ policy: ReplenishmentPolicy
  ) -> Int {
    let weeks = request.leadTimeWeeks + 1
    let mean = Double(weeks) * policy.weeklyDemand(request.history).mean
    let lift = max(0, forecast.expected(days: 7 * weeks) - mean)
    return Int((policy.baseStock(for: request) + lift - 1e-6).rounded(.up))
  }

  /// Whole days until what is covered is sold as expected; at most a year.
  private static func coverDays(_ forecast: SeriesForecast, _ covered: Int) -> Int? {
    guard let last = forecast.means.last, forecast.expected > 0 else { return nil }
    var left = Double(covered)
    for day in 0..<365 {
      left -= (forecast.means.indices.contains(day / 7) ? forecast.means[day / 7] : last) / 7
      if left < 0 { return day }
    }
    return 365
  }

  private static func urgency(
    _ forecast: SeriesForecast,
    _ onHand: Int,
    _ covered: Int,
    _ lead: Int,
    _ bare: Int
  ) -> OrderProposal.Urgency {
    guard bare > 0 else { return .enough }
    if onHand == 0, forecast.expected >= 1 { return .out }
    return Double(covered) < forecast.expected(days: lead) ? .late : .due
  }

  /// Spends a budget on what is missed soonest: a kind of urgency after the other, and where the money does
  /// not reach for all of a kind, the same share of each order in whole packs.
  private static func within(_ budget: Int64, _ wanted: [OrderProposal]) -> [OrderProposal] {
    var left = max(0, budget)
    var kept = wanted
    for urgency in OrderProposal.Urgency.allCases {
      let places = wanted.indices.filter {
        wanted[$0].urgency == urgency && (wanted[$0].cost ?? 0) > 0
      }
      let steps = Int64(256)
      func cost(_ step: Int64) -> Int64 {
        places.reduce(0) { $0 + (wanted[$1].share(step, of: steps).cost ?? 0) }
      }
      let step = (0...steps).last { cost($0) <= left } ?? 0
      for place in places where step < steps { kept[place] = wanted[place].share(step, of: steps) }
      left -= cost(step)
    }
    return kept
  }
}

extension OrderProposal {
  /// How much of the expected sales is not covered yet.
  fileprivate var weight: Double {
    expected > 0 ? max(0, expected - Double(onHand + onTheWay)) / expected : 0
  }

  /// So many parts of the order in whole packs, rounded down.
  fileprivate func share(_ step: Int64, of steps: Int64) -> Self {
    let packs = Int64(quantity / pack) * step / steps
    return cut(to: Int(packs) * pack)
  }

  private func cut(to quantity: Int) -> Self {
    Self(
      article: article,
      place: place,
      category: category,
      onHand: onHand,
      onTheWay: onTheWay,
      leadDays: leadDays,
      pack: pack,
      shelfLifeDays: shelfLifeDays,
      expected: expected,
      target: target,
      coverDays: coverDays,
      quantity: quantity,
      unitCost: unitCost,
      limits: quantity < self.quantity ? limits.union([.budget]) : limits,
      urgency: urgency
    )
  }
}

extension SupplyPlanner {
  /// What to order this week, by the latest forecasts and what lies there at this moment.
  ///
  /// - Parameters:
  ///   - budget: The most that orders may cost in minor units; nil for no limit.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: The plan with the reckoning that it goes by; nil before the first one.
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func plan(
    budget: Int64? = nil,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> (plan: ReplenishmentPlan, run: ForecastRun)? {
    let settings = try tenant.recommend.supply ?? SupplySettings()
    guard let run = try await querying.latestForecastRun() else { return nil }
    let forecasts = try await querying.forecasts(ForecastQuery(limit: 10_000), of: run.version)
    let plan = ReplenishmentPlan(
      forecasts,
      try await ports.shelf(nil, tenant, querying),
      terms: try await querying.supplyTerms(),
      onWay: try await querying.goodsOnWay(),
      settings: settings,
      budget: budget
    )
    return (plan, run)
  }
}
