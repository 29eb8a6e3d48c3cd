import Recommend
import Testing

@Suite("Growth kits")
struct GrowthKitTests {
  private let slots = [
    GrowthKit.Slot(categories: ["food"]), GrowthKit.Slot(categories: ["toys"]),
    GrowthKit.Slot(categories: ["books"], isRequired: false),
  ]

  private func goods(_ items: [CatalogueItem]) -> [(item: CatalogueItem, score: Double)] {
    items.enumerated().map { ($1, Double(items.count - $0)) }
  }

  @Test func `a kit has the best of each slot that suits the age and the money`() throws {
    let kit = try #require(
      GrowthKit(
        slots,
        from: goods(nursery),
        for: Visitor(ages: [6]),
        owned: ["rice"],
        budget: 12_000
      )
    )
    #expect(kit.goods.map(\.item) == ["pear", "blocks"])
    #expect(kit.price == 11_800)
    let poor = GrowthKit(
      slots,
      from: goods(nursery),
      for: Visitor(ages: [6]),
      owned: [],
      budget: 6_500
    )
    #expect(poor?.goods.map(\.item) == ["pear", "ring"])
    #expect(
      GrowthKit(slots, from: goods(nursery), for: Visitor(ages: [6]), owned: [], budget: 3_000)
        == nil
    )
    #expect(
      GrowthKit(slots, from: goods(nursery), for: Visitor(ages: [40]), owned: [], budget: 99_999)
        == nil,
      "nothing that does not suit, whatever the money"
    )
    #expect(
      GrowthKit([], from: goods(nursery), for: Visitor(ages: [6]), owned: [], budget: 99_999)
        == nil
    )
  }

  /// Against every choice there is.
  @Test func `no other choice within the budget has a greater score`() throws {
    var random = SeededSource(state: 5)
    for _ in 0..<60 {
      let items = (0..<14).map { number in
        CatalogueItem(
          id: "i\(number)",
          category: ["food", "toys", "books"][number % 3],
          ages: AgeSpan(from: Int.random(in: 0..<8, using: &random), to: 12),
          price: Int64.random(in: 100...900, using: &random)
        )
      }
      let scored = items.map { (item: $0, score: Double(Int.random(in: 0..<50, using: &random))) }
      let owned: Set<String> = ["i\(Int.random(in: 0..<14, using: &random))"]
      let budget = Int64.random(in: 200...2_000, using: &random)
      let visitor = Visitor(ages: [6])
      let open = scored.filter { ($0.item.ages.from ?? 0) <= 6 && !owned.contains($0.item.id) }
      var best: Double?
      for food in open where food.item.category == "food" {
        for toy in open where toy.item.category == "toys" {
          let pair = (food.item.price ?? 0) + (toy.item.price ?? 0)
          if pair <= budget { best = max(best ?? 0, food.score + toy.score) }
          for book in open where book.item.category == "books" {
            guard pair + (book.item.price ?? 0) <= budget else { continue }
            best = max(best ?? 0, food.score + toy.score + book.score)
          }
        }
      }
      let kit = GrowthKit(slots, from: scored, for: visitor, owned: owned, budget: budget)
      let sum = kit.map { kit in
        kit.goods.reduce(0.0) { sum, good in
          sum + (scored.first { $0.item.id == good.item }?.score ?? 0)
        }
      }
      #expect(sum == best)
      #expect((kit?.price ?? 0) <= budget)
    }
  }

  @Test func `a restricted item, a sold out one and one without a price are in no kit`() {
    let slot = [GrowthKit.Slot(categories: ["milk", "care", "toys"])]
    let odd = [
      CatalogueItem(id: "free", category: "toys", ages: AgeSpan(from: 3, to: 12)),
      nursery[8], nursery[10], nursery[11],
    ]
    #expect(
      GrowthKit(slot, from: goods(odd), for: Visitor(ages: [6]), owned: [], budget: 99_999) == nil
    )
  }
}
