import Recommend
import Testing

@Suite("Completing baskets")
struct BasketCompletionTests {
  /// Bread 0 goes with butter 1, nappies 2 with wipes 3; household 7 always takes tea 4.
  static func completion() throws -> BasketCompletion {
    var baskets: [[Int]] = []
    var households: [Int?] = []
    for day in 0..<40 {
      baskets += [[0, 1], [2, 3, 3], [4]]
      households += [1, day.isMultiple(of: 2) ? nil : 2, 7]
    }
    let log = try BasketLog(
      baskets: baskets,
      households: households,
      days: (0..<120).map { $0 / 3 },
      productCount: 6
    )
    return BasketCompletion(log, partners: .init(ridge: 1))
  }

  @Test func `what was bought with it comes first, and nothing that is in the basket`() throws {
    let completion = try Self.completion()

    for (product, partner) in [(0, 1), (1, 0), (2, 3), (3, 2)] {
      let list = completion.propose(with: [product], household: nil, count: 10).map(\.item)
      #expect(list.first == partner)
      #expect(!list.contains(product))
    }
  }

  @Test func `a household's habit is proposed to it alone`() throws {
    let completion = try Self.completion()

    #expect(completion.propose(with: [], household: 7, count: 1).map(\.item) == [4])
    #expect(completion.habits.habits(of: 7).map(\.product) == [4])
    #expect(completion.habits.habits(of: 99) == [])
  }

  @Test func `products that nobody knows say nothing`() throws {
    let completion = try Self.completion()

    let known = completion.propose(with: [0], household: nil, count: 3)
    #expect(completion.propose(with: [0, 5, 777], household: 1_000, count: 3) == known)
  }

  @Test func `a habit fades when a household stops`() throws {
    let log = try BasketLog(
      baskets: [[0], [0], [1], [1]],
      households: [1, 1, 1, 1],
      days: [0, 1, 300, 301],
      productCount: 2
    )

    let habits = HouseholdHabits(log).habits(of: 1)

    #expect(habits.map(\.product) == [1, 0])
    #expect(habits.allSatisfy { $0.rate > 0 && $0.rate < 1 })
  }

  @Test func `no baskets, no proposals`() throws {
    let log = try BasketLog(baskets: [], households: [], days: [], productCount: 0)

    #expect(BasketCompletion(log).propose(with: [1], household: 1, count: 5) == [])
  }
}
