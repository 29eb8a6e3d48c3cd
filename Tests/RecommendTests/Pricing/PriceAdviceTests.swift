import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Advice on prices", .tenantDatabase([RecommendModule.module]))
struct PriceAdviceTests {
  /// Twelve weeks in which some items were cheaper every other week, and sold far better then.
  private func sell(_ tenant: TestTenant) async throws {
    for week in 0..<12 {
      let isCheap = week % 2 == 1
      let person = tenant.newPerson()
      let lines: [(item: String, price: Int64)] = [
        ("blocks", isCheap ? 7_900 : 9_900), ("milk-1", isCheap ? 23_900 : 29_900),
        ("rice", 3_900),
      ]
      let units = isCheap ? 60 : 20
      try await tenant.tell(
        lines.map { .purchase(item: $0.item, quantity: units, amount: $0.price * Int64(units)) },
        by: person
      )
      tenant.clock.advance(by: 7 * 86_400)
    }
  }

  @Test func `a price that pays is proposed within the shop's limits, of what may be promoted`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: [
      "recommend": [
        "pricing": [
          "usualMargin": .number(0.4),
          "limits": ["marginFloor": .number(0.2), "dailyChange": .number(0.05), "step": 100],
        ]
      ]
    ])
    let shop = Recommender.selling([pair.mine.id: nursery, pair.other.id: nursery])
    try await sell(pair.mine)
    let advice = try await shop.priceAdvice(pair.mine.snapshot, pair.mine.scope)
    #expect(advice.map(\.item) == ["blocks", "milk-1"], "rice was sold at one price only")
    let blocks = try #require(advice.first)
    #expect(blocks.elasticity.bounds.upperBound < -2)
    let proposal = try #require(blocks.proposal)
    #expect(proposal.price >= 9_405 && proposal.price < 9_900 && proposal.price % 100 == 0)
    #expect(advice.last?.proposal == nil, "formula gets no promotion price")
    #expect(try await shop.priceAdvice(pair.other.snapshot, pair.other.scope).isEmpty)
  }

  @Test func `without a policy elasticities are told and nothing is proposed`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    try await sell(mine)
    let advice = try await shop.priceAdvice(mine.snapshot, mine.scope)
    #expect(!advice.isEmpty && advice.allSatisfy { $0.proposal == nil })
  }
}
