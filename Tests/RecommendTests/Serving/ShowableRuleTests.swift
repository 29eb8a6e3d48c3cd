import Recommend
import Testing

@Suite("What may be shown")
struct ShowableRuleTests {
  @Test(
    arguments: [
      (CatalogueItem(id: "a"), Visitor(), true),
      (CatalogueItem(id: "a", isAvailable: false), Visitor(), false),
      (CatalogueItem(id: "a", ages: AgeSpan(from: 6, to: 12)), Visitor(), true),
      (CatalogueItem(id: "a", ages: AgeSpan(from: 6, to: 12)), Visitor(ages: [5]), false),
      (CatalogueItem(id: "a", ages: AgeSpan(from: 6, to: 12)), Visitor(ages: [6]), true),
      (CatalogueItem(id: "a", ages: AgeSpan(from: 6, to: 12)), Visitor(ages: [12]), false),
      (CatalogueItem(id: "a", ages: AgeSpan(from: 6, to: 12)), Visitor(ages: [30, 7]), true),
      (CatalogueItem(id: "a", ages: AgeSpan(from: nil, to: 0)), Visitor(ages: [-3]), true),
      (CatalogueItem(id: "a", allergens: ["egg"]), Visitor(allergies: ["egg"]), false),
      (CatalogueItem(id: "a", allergens: ["egg"]), Visitor(allergies: ["nut"]), true),
      (CatalogueItem(id: "a", restriction: .medicine), Visitor(ages: [40]), false),
      (milk(from: 0), Visitor(), false), (milk(from: 0), Visitor(ages: [3]), false),
      (milk(from: 6), Visitor(ages: [14]), false), (milk(from: nil), Visitor(ages: [14]), false),
      (milk(from: 12), Visitor(), false), (milk(from: 12), Visitor(ages: [14]), true),
      (milk(from: 12), Visitor(ages: [14, 2]), false),
    ] as [(CatalogueItem, Visitor, Bool)]
  )
  func `age, allergies, stock and the law decide`(
    item: CatalogueItem,
    visitor: Visitor,
    isShown: Bool
  ) {
    #expect(ShowableRule.isShowable(item, to: visitor) == isShown)
  }

  @Test func `nothing that suits no child is shown, whatever the numbers`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let from = Int.random(in: -9...70, using: &random)
      let item = CatalogueItem(
        id: "a",
        ages: AgeSpan(from: from, to: from + Int.random(in: 1...40, using: &random))
      )
      let ages = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Int.random(in: -9...80, using: &random)
      }
      let suits = ages.contains { from <= $0 && $0 < (item.ages.to ?? 0) }
      #expect(ShowableRule.isShowable(item, to: Visitor(ages: ages)) == suits)
    }
  }
}

private func milk(from: Int?) -> CatalogueItem {
  CatalogueItem(
    id: "milk",
    ages: AgeSpan(from: from, to: nil),
    restriction: .breastMilkSubstitute
  )
}
