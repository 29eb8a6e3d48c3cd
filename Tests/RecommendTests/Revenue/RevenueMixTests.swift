import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

/// A document of a tenant that says nothing.
private let document = TenantDocument(
  tenant: "a",
  name: LocalizedText([:]),
  hosts: [],
  locales: [],
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  market: "CN",
  modules: [:]
)

@Suite("What a tenant earns money with", .tenantDatabase([RecommendModule.module]))
struct RevenueMixTests {
  private let lines = [
    SoldLine(month: 1, kind: nil, categories: ["wipes", "care"], paid: 600, refunded: 100),
    SoldLine(month: 1, kind: nil, categories: ["warmers", "smart"], paid: 300, refunded: 0),
    SoldLine(month: 2, kind: .membership, categories: ["smart"], paid: 200, refunded: 0),
    SoldLine(month: 2, kind: .freight, categories: [], paid: 10, refunded: 0),
    SoldLine(month: 2, kind: .loose, categories: [], paid: 0, refunded: 10),
  ]

  @Test func `what is known goes before the category, and a category before its parent`() {
    let mix = RevenueMix(lines, kinds: ["smart": .technology, "warmers": .scenario])
    let kept = mix.total.mapValues(\.kept)
    #expect(
      kept == [.goods: 500, .scenario: 300, .membership: 200, .freight: 10, .loose: -10]
    )
    #expect(mix.kept == 1_000 && mix.share(of: .goods) == 0.5)
    #expect(mix.months[1]?[.goods]?.refunded == 100 && mix.months[2]?[.goods] == nil)
  }

  @Test func `the sums hold whatever is a kind of what`() {
    for kinds: [String: RevenueKind] in [[:], ["care": .services], ["smart": .goods]] {
      let mix = RevenueMix(lines, kinds: kinds)
      #expect(mix.total.values.reduce(0) { $0 + $1.paid } == 1_110)
      #expect(mix.total.values.reduce(0) { $0 + $1.refunded } == 110)
    }
    #expect(RevenueMix([], kinds: [:]).share(of: .goods) == nil)
  }

  @Test func `a tenant's settings say what a category is, and only what a category can be`()
    async throws
  {
    let pair = try await TenantPair.fresh(
      settings: ["recommend": ["revenue": ["smart": "technology"]]]
    )
    let lines = lines
    let shop = Recommender(ports: .init(sold: { _, _, _ in lines }))
    let months = try #require(InsightMonths(first: 1, last: 2))
    let mix = try await shop.revenueMix(months, pair.mine.snapshot, pair.mine.scope)
    #expect(mix.total[.technology]?.kept == 300)
    var settings = RecommendSettings()
    settings.revenue = ["smart": .freight]
    #expect(
      settings.problems(in: document).map(\.path) == [["revenue", "smart"]]
    )
  }
}
