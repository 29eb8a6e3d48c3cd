import Recommend
import Testing

@Suite("What an audience brings")
struct UpliftTests {
  @Test func `the interval of a difference is Newcombe's`() {
    // Newcombe (1998), table II, example a: 56 of 70 against 48 of 80, method 10.
    let uplift = Uplift(
      reached: .init(people: 70, buyers: 56),
      held: .init(people: 80, buyers: 48)
    )
    #expect(abs(uplift.difference - 0.2) < 1e-9)
    #expect(abs(uplift.bounds.lowerBound - 0.0524) < 1e-4)
    #expect(abs(uplift.bounds.upperBound - 0.3339) < 1e-4)
    #expect(uplift.isProven)
    #expect(abs(uplift.extraBuyers - 14) < 1e-9)
  }

  @Test func `a cost per buyer is told only where reaching people is proven to bring some`() throws
  {
    let proven = Uplift(
      reached: .init(people: 1_000, buyers: 200),
      held: .init(people: 1_000, buyers: 100)
    )
    let cost = try #require(proven.costPerBuyer(50_000))
    #expect(abs(cost.value - 500) < 1e-9)
    #expect(cost.bounds.contains(500) && cost.bounds.lowerBound > 300)
    #expect(proven.costPerBuyer(.nan) == nil && proven.costPerBuyer(-1) == nil)
    let chance = Uplift(
      reached: .init(people: 50, buyers: 6),
      held: .init(people: 50, buyers: 5)
    )
    #expect(!chance.isProven && chance.costPerBuyer(50_000) == nil)
  }

  @Test(arguments: [(0, 0, 0, 0), (0, 0, 10, 5), (10, 10, 10, 0), (5, 99, 5, -3)])
  func `odd groups give bounds within one`(people: Int, buyers: Int, others: Int, theirs: Int) {
    let uplift = Uplift(
      reached: .init(people: people, buyers: buyers),
      held: .init(people: others, buyers: theirs)
    )
    #expect((-1...1).contains(uplift.bounds.lowerBound))
    #expect((-1...1).contains(uplift.bounds.upperBound))
    #expect(uplift.bounds.contains(uplift.difference))
  }
}
