import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Good value among rows", .tenantDatabase([RecommendModule.module]))
struct ValueRowTests {
  private let goods: [CatalogueItem] =
    ["pear", "plum", "apple", "grape"].map {
      CatalogueItem(id: $0, category: "puree", ages: AgeSpan(from: 6, to: 12), price: 1_900)
    }
    + ["milk-1", "milk-2", "milk-3"].map {
      CatalogueItem(
        id: $0,
        category: "formula",
        ages: AgeSpan(from: $0 == "milk-3" ? 12 : 0, to: nil),
        price: 29_900,
        restriction: .breastMilkSubstitute
      )
    }

  private func recommender(_ tenants: [TenantID]) -> Recommender {
    let goods = goods
    return Recommender(
      ports: .init(
        catalogue: { ids, tenant, _ in
          guard tenants.contains(tenant.id) else { return [] }
          return ids.map { ids in goods.filter { ids.contains($0.id) } } ?? goods
        },
        quality: { ids, _, _ in
          ids.map { id in
            GoodsQuality(
              item: id,
              reviews: id == "grape" ? 0 : 40,
              stars: id == "grape" ? nil : 4.5,
              sold: 100,
              offers: [.init(price: id == "plum" ? 950 : 1_900, content: [.mass: 100])]
            )
          }
        }
      )
    )
  }

  @Test func `a page says what comparable goods give for their price, the same to whoever looks`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: [
      "recommend": ["value": ["categories": ["puree": "mass", "formula": "mass"]]]
    ])
    let (mine, shop) = (pair.mine, recommender([pair.mine.id]))
    let page = RowContext(page: "pear")
    let rows = try await mine.rows(shop, for: Visitor(ages: [6]), page)
    let row = try #require(
      rows.first { if case .goodValue = $0.subject { true } else { false } }
    )
    #expect(row.entries.map(\.item) == ["plum", "apple"], "of the grape nothing is known")
    guard case .goodValue(let own?) = row.subject,
      case .value(let best)? = row.entries.first?.reason
    else {
      Issue.record("\(row)")
      return
    }
    #expect(own.item == "pear" && own.index == 100 && best.index == 200 && best.unitPrice == 950)
    #expect(Set(rows.items).count == rows.items.count, "nothing stands in two rows")
    let scores = try await shop.values(beside: "pear", mine.snapshot, mine.scope)
    #expect(scores.map(\.item) == ["plum", "apple", "grape", "pear"])
    #expect(scores.first == best)
    let ada = mine.newPerson()
    try await mine.tell([.view(item: "apple")], by: ada)
    let hers = try await mine.rows(shop, for: Visitor(person: ada, ages: [6]), page)
    #expect(hers.contains(row), "no price and no score is a person's own")

    for milk in ["milk-1", "milk-2", "milk-3"] {
      #expect(try await shop.values(beside: milk, mine.snapshot, mine.scope) == [])
      let shown = try await mine.rows(shop, for: Visitor(ages: [14]), RowContext(page: milk))
      #expect(
        !shown.contains { if case .goodValue = $0.subject { true } else { false } },
        "what stands for breast milk is not compared, whatever the settings say"
      )
    }
    #expect(try await shop.values(beside: "pear", pair.other.snapshot, pair.other.scope) == [])
    let plain = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let without = try await plain.rows(recommender([plain.id]), for: Visitor(ages: [6]), page)
    #expect(!without.contains { if case .goodValue = $0.subject { true } else { false } })
  }
}
