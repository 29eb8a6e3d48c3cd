import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

extension SupplyPlanner {
  /// A planner whose shops sold and hold what the test says.
  static func of(_ sold: [TenantID: [SoldUnits]], shelf: [ShelfItem] = []) -> Self {
    SupplyPlanner(
      ports: Ports(
        sales: { day, tenant, _ in (sold[tenant.id] ?? []).filter { $0.day >= day } },
        shelf: { articles, _, _ in shelf.filter { articles?.contains($0.article) ?? true } }
      )
    )
  }
}

extension TestTenant {
  /// Units a week for an article, the last full week last.
  func weekly(_ article: String, _ units: [Int], place: String = "shop") -> [SoldUnits] {
    let last = SalesWeek(before: database.environment.now(), in: snapshot.timeZone)
    return units.enumerated().filter { $1 > 0 }.map { number, count in
      SoldUnits(
        article: article,
        place: place,
        day: last.later(by: number + 1 - units.count).monday + number % 7,
        units: count
      )
    }
  }

  func reckon(_ planner: SupplyPlanner) async throws {
    try await transaction { _ = try await planner.requestForecasts(in: $0) }
    try await work(RecommendModule.module(Recommender(), supply: planner))
  }
}

@Suite("Forecasts of a shop", .tenantDatabase([RecommendModule.module]))
struct SupplyPlannerTests {
  private let weeks = (0..<40).map { 8 + $0 % 5 }

  private func pair() async throws -> TenantPair {
    try await TenantPair.fresh(settings: ["recommend": [:]])
  }

  @Test func `each week is foretold once by itself, and again when somebody asks`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let planner = SupplyPlanner.of([mine.id: mine.weekly("rice", weeks)])
    let module = RecommendModule.module(Recommender(), supply: planner)
    for _ in 0..<2 {
      try await mine.work(module) { $0.name == "recommend.forecast" }
    }
    let first = try #require(try await mine.scope.latestForecastRun())
    #expect(first.version == 1 && first.series == 1, "the second night has nothing new to say")
    try await mine.reckon(planner)
    #expect(try await mine.scope.latestForecastRun()?.version == 2)
    mine.clock.advance(by: 7 * 86_400)
    try await mine.work(module) { $0.name == "recommend.forecast" }
    let third = try #require(try await mine.scope.latestForecastRun())
    #expect(third.version == 3 && third.lastWeek == first.lastWeek.later(by: 1))
    for _ in 0..<6 { try await mine.reckon(planner) }
    #expect(try await mine.scope.forecastRuns().map(\.version) == [9, 8, 7, 6, 5, 4])
    #expect(try await pair.other.scope.latestForecastRun() == nil)
  }

  @Test func `forecasts follow the sales, their bands hold them, and past sales count too`()
    async throws
  {
    let mine = try await pair().mine
    let planner = SupplyPlanner.of([mine.id: mine.weekly("rice", Array(weeks.suffix(20)))])
    // What was sold before the shop came here ends where its own orders begin.
    let before = mine.weekly("rice", Array(weeks.prefix(20)) + [Int](repeating: 0, count: 20))
    for _ in 0..<2 {
      try await mine.transaction { try await planner.recordPastSales(before, in: $0) }
    }
    try await mine.reckon(planner)
    let run = try #require(try await mine.scope.latestForecastRun())
    let forecast = try #require(
      try await mine.scope.forecasts(ForecastQuery(), of: run.version).first
    )
    #expect(forecast.history == weeks, "a day that is told twice counts once")
    #expect(forecast.means.count == run.horizon && forecast.quantiles.count == run.horizon)
    for (mean, levels) in zip(forecast.means, forecast.quantiles) {
      #expect((8...12).contains(mean), "\(mean)")
      #expect(levels == levels.sorted() && levels.count == SeriesForecast.levels.count)
    }
    let test = try #require(run.report.backtest)
    #expect(abs(test.bias) < 0.3 && test.withinBand >= 0.75, "\(test)")
    #expect(run.report.frontier.count == 6)
  }

  @Test func `lists are walked to their end, and filters hold`() async throws {
    let mine = try await pair().mine
    let sold = (0..<7).flatMap { number in
      mine.weekly(
        "a\(number)",
        weeks.map { $0 + number },
        place: number % 2 == 0 ? "shop" : "store"
      )
    }
    try await mine.reckon(.of([mine.id: sold]))
    var (query, seen) = (ForecastQuery(limit: 3), [SeriesForecast]())
    while true {
      let page = try await mine.scope.forecasts(query, of: 1)
      seen += page
      guard page.count == 3, let last = page.last else { break }
      query.cursor = ForecastCursor(ForecastCursor(last).description)
      #expect(query.cursor != nil)
    }
    #expect(seen.count == 7 && Set(seen.map(\.article)).count == 7)
    #expect(seen.map(\.expected) == seen.map(\.expected).sorted(by: >))
    var some = ForecastQuery()
    some.place = "store"
    #expect(
      try await mine.scope.forecasts(some, of: 1).map(\.place) == ["store", "store", "store"]
    )
    some.article = "a3"
    #expect(try await mine.scope.forecasts(some, of: 1).map(\.article) == ["a3"])
    #expect(try await mine.scope.forecastGroups(of: 1).places == ["shop", "store"])
    for text in ["", "x", "zz~a", "~~", "7ff0000000000000~a~b"] {
      #expect(ForecastCursor(text) == nil, "\(text)")
    }
  }

  @Test func `goods on their way and terms change the plan; goods come once`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let shelf = [
      ShelfItem(article: "rice", place: "shop", category: "food", onHand: 4, price: 3_900)
    ]
    let planner = SupplyPlanner.of([mine.id: mine.weekly("rice", weeks)], shelf: shelf)
    #expect(try await planner.plan(mine.snapshot, mine.scope) == nil)
    try await mine.reckon(planner)
    func proposal() async throws -> OrderProposal {
      let found = try await planner.plan(mine.snapshot, mine.scope)
      guard let first = found?.plan.proposals.first else { throw RecommendRefusal(.modelNotFound) }
      return first
    }
    let bare = try await proposal()
    #expect(bare.quantity > 0 && bare.onTheWay == 0 && bare.unitCost == 3_900)
    let (tenant, actor) = (mine.snapshot, Actor.admin("test"))
    let goods = try await mine.transaction {
      try await planner.setTerms(
        SupplyTerms(article: "rice", leadDays: 28, pack: 12, unitCost: 2_000),
        by: actor,
        in: $0
      )
      return try await planner.noteOrdered(
        "rice",
        to: "shop",
        units: 24,
        inDays: 9,
        tenant,
        by: actor,
        in: $0
      )
    }
    let told = try await proposal()
    #expect(told.onTheWay == 24 && told.leadDays == 28 && told.unitCost == 2_000)
    #expect(told.quantity % 12 == 0 && told.target > bare.target)
    try await mine.transaction { try await planner.close(goods, by: actor, in: $0) }
    #expect(try await proposal().onTheWay == 0)
    await #expect(throws: RecommendRefusal(.goodsNotFound)) {
      try await mine.transaction { try await planner.close(goods, by: actor, in: $0) }
    }
    await #expect(throws: RecommendRefusal.self) {
      try await mine.transaction {
        try await planner.setTerms(SupplyTerms(article: "rice", pack: 0), by: actor, in: $0)
      }
    }
    await #expect(throws: RecommendRefusal.self) {
      try await mine.transaction {
        let wrong = SoldUnits(article: "rice", place: "", day: 9, units: 1)
        try await planner.recordPastSales([wrong], in: $0)
      }
    }
  }
}
