import Foundation
import Recommend
import TenantStore
import Testing

@Suite("What to order this week")
struct ReplenishmentPlanTests {
  private let steady = [Int](repeating: 10, count: 30)

  private func forecast(_ article: String, _ history: [Int], mean: Double) -> SeriesForecast {
    SeriesForecast(
      article: article,
      place: "shop",
      category: "food",
      history: history,
      means: [Double](repeating: mean, count: 8),
      quantiles: []
    )
  }

  private func item(_ article: String, _ onHand: Int, price: Int64? = 1_000) -> ShelfItem {
    ShelfItem(article: article, place: "shop", category: "food", onHand: onHand, price: price)
  }

  private func plan(
    _ forecasts: [SeriesForecast],
    _ shelf: [ShelfItem],
    terms: [SupplyTerms] = [],
    budget: Int64? = nil
  ) -> ReplenishmentPlan {
    ReplenishmentPlan(
      forecasts,
      shelf,
      terms: terms,
      onWay: [],
      settings: SupplySettings(leadTimeDays: 14, service: 0.95),
      budget: budget
    )
  }

  @Test(arguments: [
    (0, OrderProposal.Urgency.out), (15, .late), (24, .due), (505, .enough),
  ])
  func `what is missed sooner is more urgent`(_ onHand: Int, _ urgency: OrderProposal.Urgency)
    throws
  {
    let made = plan([forecast("a", steady, mean: 10)], [item("a", onHand)])
    let proposal = try #require(made.proposals.first)
    #expect(proposal.urgency == urgency)
    #expect((proposal.quantity > 0) == (urgency != .enough))
    #expect(proposal.onHand + proposal.quantity >= proposal.target || urgency == .enough)
    #expect(
      abs(proposal.expected - 30) < 1e-9,
      "two weeks of lead time and one until the next order"
    )
    #expect(proposal.target > 30, "more than the mean is held")
    #expect(proposal.coverDays == min(365, onHand * 7 / 10))
  }

  @Test func `where demand grows, as much more is held as is foretold`() throws {
    let (calm, grown) = (
      try #require(plan([forecast("a", steady, mean: 10)], [item("a", 0)]).proposals.first),
      try #require(plan([forecast("a", steady, mean: 25)], [item("a", 0)]).proposals.first)
    )
    #expect(grown.target == calm.target + 45, "15 more in each of three weeks")
    let fallen = plan([forecast("a", steady, mean: 1)], [item("a", 0)]).proposals.first
    #expect(fallen?.target == calm.target)
  }

  @Test func `packs round up, and a short life cuts what would go off`() throws {
    let forecasts = [forecast("a", steady, mean: 10)]
    let packed = plan(forecasts, [item("a", 0)], terms: [SupplyTerms(article: "a", pack: 24)])
    let whole = try #require(packed.proposals.first)
    #expect(whole.quantity % 24 == 0 && whole.limits == [.pack])
    let fresh = SupplyTerms(article: "a", leadDays: 7, pack: 6, shelfLifeDays: 5)
    let cut = try #require(plan(forecasts, [item("a", 2)], terms: [fresh]).proposals.first)
    // Twelve days of 10 a week are 17 pieces, of which two lie there: two packs.
    #expect(cut.quantity == 12 && cut.limits.contains(.shelfLife))
  }

  @Test func `an article that lies nowhere is not ordered, and one without sales is enough`() {
    let made = plan(
      [forecast("gone", steady, mean: 10), forecast("idle", [0, 0, 0], mean: 0)],
      [item("idle", 3)]
    )
    #expect(made.proposals.map(\.article) == ["idle"])
    #expect(made.proposals[0].urgency == .enough && made.proposals[0].coverDays == nil)
  }

  @Test
  func `a budget is never passed, goes to the urgent first, and more of it never orders less`() {
    var random = SmallRandom(seed: 5)
    for _ in 0..<40 {
      let names = (0..<8).map { "a\($0)" }
      let forecasts = names.map { name in
        forecast(name, (0..<30).map { _ in random.next(12) }, mean: Double(random.next(12)))
      }
      let shelf = names.map { item($0, random.next(40), price: Int64(100 + random.next(3_000))) }
      let terms = names.map { SupplyTerms(article: $0, pack: 1 + random.next(12)) }
      let free = plan(forecasts, shelf, terms: terms)
      var spent: Int64 = -1
      for budget in [0, free.cost / 3, free.cost / 2, free.cost] {
        let made = plan(forecasts, shelf, terms: terms, budget: budget)
        #expect(made.cost <= budget)
        #expect(made.cost >= spent || budget == free.cost)
        spent = made.cost
        for proposal in made.proposals {
          #expect(proposal.quantity % proposal.pack == 0)
          let wanted = free.proposals.first { $0.article == proposal.article }
          #expect(proposal.quantity <= wanted?.quantity ?? 0)
          #expect(
            proposal.limits.contains(.budget) == (proposal.quantity < wanted?.quantity ?? 0)
          )
        }
      }
      #expect(plan(forecasts, shelf, terms: terms, budget: free.cost).proposals == free.proposals)
    }
  }

  @Test func `the list to send has what is to be ordered, and no formula`() throws {
    let made = plan(
      [forecast("=1+1", steady, mean: 10), forecast("b", steady, mean: 10)],
      [item("=1+1", 0), item("b", 900)]
    )
    let text = String(
      decoding: made.orderList(names: ["=1+1": "米粉, 大"], in: try #require(Currency(code: "CNY"))),
      as: UTF8.self
    )
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains("sku,name,location,order,pack"))
    #expect(lines[1].hasPrefix("'=1+1,\"米粉, 大\",shop,"))
    #expect(lines[1].contains(",out,"))
  }
}

@Suite("Stock against stock-outs")
struct StockFrontierTests {
  @Test(arguments: [0, 1, 3])
  func `more service holds more stock and lacks less often`(_ lead: Int) {
    var random = SmallRandom(seed: 17)
    let series = (0..<60).map { number in
      (
        units: (0..<50).map { _ in Double(random.next(2 + number % 9)) },
        price: Double(500 + random.next(4_000))
      )
    }
    let points = StockFrontier(series, leadWeeks: lead).points()
    let curve = points.filter { $0.service != nil }
    #expect(points.count == StockFrontier.services.count + 1 && points.last?.service == nil)
    for (lean, full) in zip(curve, curve.dropFirst()) {
      #expect(lean.weeks <= full.weeks && lean.stockOuts >= full.stockOuts)
    }
    #expect(points.allSatisfy { (0...1).contains($0.stockOuts) && $0.weeks >= 0 })
    #expect(StockFrontier(series, leadWeeks: lead).points() == points, "the same each time")
  }

  @Test func `a past that is too short draws nothing`() {
    #expect(StockFrontier([], leadWeeks: 2).points().isEmpty)
    #expect(StockFrontier([([1, 2, 3], 100)], leadWeeks: 2).points().isEmpty)
    #expect(
      StockFrontier([([Double](repeating: 0, count: 40), 100)], leadWeeks: 2).points().isEmpty
    )
  }
}
