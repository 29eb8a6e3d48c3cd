import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What the merchant's knowledge names for an age", .tenantDatabase([RecommendModule.module]))
struct SuitedCategoryTests {
  @Test func `goods of a category that is named stand in the age's row with who says so`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": ["explorationShare": 0]])
    let mine = pair.mine.id
    let shop = Recommender(
      ports: .init(
        catalogue: { ids, _, _ in
          ids.map { ids in nursery.filter { ids.contains($0.id) } } ?? nursery
        },
        suited: { months, tenant, _ in
          guard tenant.id == mine, months == 6 else { return [] }
          return ["care", "milk"].map { SuitedCategory(category: $0, source: "WHO 2023") }
        }
      )
    )
    let row = try #require(
      try await pair.mine.rows(shop, for: Visitor(ages: [6]))[.forAge(months: 6)]
    )
    let cloth = try #require(row.entries.first { $0.item == "cloth" })
    #expect(cloth.reason == .advised(months: 6, source: "WHO 2023"), "it is made for any age")
    #expect(row.entries.contains { $0.item == "rice" && $0.reason == .age(months: 6) })
    #expect(!row.entries.contains { ["milk-1", "drops"].contains($0.item) }, "the law comes first")
    for (tenant, months) in [(pair.other, 6), (pair.mine, 7)] {
      let rows = try await tenant.rows(shop, for: Visitor(ages: [months]))
      #expect(!rows.items.contains("cloth"))
    }
  }
}
