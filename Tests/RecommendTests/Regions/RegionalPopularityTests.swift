import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What is popular in a region", .tenantDatabase([RecommendModule.module]))
struct RegionalPopularityTests {
  private let regions = [
    ShopRegion(code: "id", locales: ["id"], requires: ["halal"], like: ["my"]),
    ShopRegion(code: "my", locales: ["ms"], requires: ["halal"]),
    ShopRegion(code: "jp", locales: ["ja"]),
  ]

  private func order(_ scores: [String: Double]?) -> [String] {
    (scores ?? [:]).sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
  }

  @Test func `a region without data goes by those like it, one with much goes by itself`() {
    let taken: [String: [String: Double]] = [
      "my": ["dates": 40, "rice": 20], "jp": ["rice": 90, "tea": 80],
    ]
    let scores = RegionalPopularity.scores(taken, elsewhere: ["cloth": 10], regions)
    #expect(order(scores["id"]).first == "dates", "as those do who are like it")
    #expect(order(scores["jp"]).prefix(2) == ["rice", "tea"])
    #expect(Set(order(scores["id"])) == ["dates", "rice", "tea", "cloth"])
    var own = taken
    own["id"] = ["tea": 500, "dates": 1]
    #expect(order(RegionalPopularity.scores(own, elsewhere: [:], regions)["id"]).first == "tea")
    #expect(RegionalPopularity.scores([:], elsewhere: [:], regions)["id"] == [:])
    #expect(RegionalPopularity.likeness(regions[0], regions[1]) == 1)
    #expect(
      RegionalPopularity.likeness(regions[1], regions[0])
        > RegionalPopularity.likeness(regions[2], regions[0])
    )
  }

  @Test
  func `whoever takes an item never pushes it down there, and what nobody took is not scored`() {
    var random = SystemRandomNumberGenerator()
    let items = (0..<6).map { "item-\($0)" }
    func some() -> [String: Double] {
      let chosen = items.filter { _ in Bool.random(using: &random) }
      return Dictionary(
        uniqueKeysWithValues: chosen.map { ($0, Double.random(in: 0.1...99, using: &random)) }
      )
    }
    for _ in 0..<2_000 {
      var taken = ["id": some(), "my": some(), "jp": some()]
      let elsewhere = some()
      let before = RegionalPopularity.scores(taken, elsewhere: elsewhere, regions)
      let all = Set(taken.values.flatMap(\.keys) + elsewhere.keys)
      let region = ["id", "my", "jp"].randomElement(using: &random) ?? "id"
      #expect(Set((before[region] ?? [:]).keys) == all)
      #expect((before[region] ?? [:]).values.allSatisfy { $0 > 0 && $0.isFinite })
      let lucky = items.randomElement(using: &random) ?? ""
      taken[region, default: [:]][lucky, default: 0] += 1
      let after = RegionalPopularity.scores(taken, elsewhere: elsewhere, regions)
      for item in items where item != lucky {
        let (old, new) = (before[region] ?? [:], after[region] ?? [:])
        let lead = (old[lucky] ?? 0) - (old[item] ?? 0)
        #expect((new[lucky] ?? 0) - (new[item] ?? 0) >= lead)
      }
    }
  }

  @Test func `each language sees what its market takes, and a market without buyers borrows`()
    async throws
  {
    let settings: [String: JSONValue] = [
      "recommend": [
        "requirements": ["halal": ["food"]],
        "regions": [
          ["code": "id", "locales": ["id"], "requires": ["halal"], "like": ["my"]],
          ["code": "my", "locales": ["ms"], "requires": ["halal"]],
          ["code": "jp", "locales": ["ja"]],
        ],
      ]
    ]
    let pair = try await TenantPair.fresh(settings: settings)
    let (mine, other) = (pair.mine, pair.other)
    var goods = nursery
    goods.append(
      CatalogueItem(
        id: "dates",
        category: "food",
        ages: AgeSpan(from: 6, to: 12),
        price: 900,
        labels: ItemLabels(traits: ["halal"])
      )
    )
    let shop = Recommender.selling([mine.id: goods, other.id: goods])
    let now = mine.database.environment.now()
    func bought(_ item: String, _ region: String?, _ count: Int) -> [Signal] {
      (0..<count).map { _ in
        Signal(
          id: .make(in: mine.database.environment),
          person: mine.newPerson(),
          action: .purchase(item: item, quantity: 1, amount: 900),
          occurredAt: now,
          region: region
        )
      }
    }
    let signals =
      bought("rattle", "my", 9) + bought("ring", "jp", 30) + bought("blocks", nil, 5)
      + bought("pear", "jp", 40)
    try await mine.transaction { _ = try await $0.take(signals) }
    try await mine.train(shop)
    func popular(_ locale: String?, _ tenant: TestTenant) async throws -> [String] {
      let rows = try await tenant.rows(
        shop,
        for: Visitor(ages: [6], locale: locale),
        RowContext(count: 3)
      )
      return rows[.forAge(months: 6)]?.proven ?? []
    }
    #expect(try await popular("ja", mine).prefix(2) == ["pear", "ring"])
    #expect(try await popular("ms", mine).first == "rattle")
    let borrowed = try await popular("id", mine)
    #expect(
      borrowed.first == "rattle" && !borrowed.contains("pear"),
      "no food without a certificate"
    )
    #expect(try await popular(nil, mine).first == "pear")
    let theirs = try await other.rows(shop, for: Visitor(ages: [6], locale: "id"))
    #expect(theirs[.popular] == nil, "nobody took anything there")
    #expect(!theirs.items.contains("pear") && theirs.items.contains("dates"))
  }
}
