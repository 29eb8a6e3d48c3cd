import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Growth kits among rows", .tenantDatabase([RecommendModule.module]))
struct GrowthKitRowTests {
  @Test func `a shop that plans kits proposes one for the child's age, of what the child has not`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: [
      "recommend": [
        "growthKit": [
          "budget": 12_000,
          "slots": [
            ["categories": ["food"], "isRequired": true],
            ["categories": ["toys"], "isRequired": true],
          ],
        ]
      ]
    ]).mine
    let shop = Recommender.selling([mine.id: nursery])
    let rows = try await mine.rows(shop, for: Visitor(ages: [6]))
    let kit = try #require(rows[.growthKit(months: 6, price: 11_800)])
    #expect(kit.entries.map(\.item) == ["pear", "blocks"])
    #expect(Set(rows.items).count == rows.items.count, "nothing stands in two rows")

    let ada = mine.newPerson()
    try await mine.tell([.purchase(item: "blocks", quantity: 1, amount: 9_900)], by: ada)
    let again = try await mine.rows(shop, for: Visitor(person: ada, ages: [6]))
    let other = again.first {
      if case .growthKit = $0.subject { true } else { false }
    }
    // What is proposed in rows before it may leave too little for a kit.
    #expect(other?.entries.contains { $0.item == "blocks" } != true)
    #expect(
      try await mine.rows(shop, for: Visitor()).allSatisfy {
        if case .growthKit = $0.subject { false } else { true }
      },
      "no age, no kit"
    )
    let plain = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let without = try await plain.rows(
      Recommender.selling([plain.id: nursery]),
      for: Visitor(ages: [6])
    )
    #expect(
      without.allSatisfy { if case .growthKit = $0.subject { false } else { true } }
    )
  }
}
