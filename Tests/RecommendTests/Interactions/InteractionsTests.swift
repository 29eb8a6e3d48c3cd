import Recommend
import Testing

@Suite("Interactions")
struct InteractionsTests {
  @Test func `a pair that is told twice counts once, and rows rise`() throws {
    let pairs = [(user: 1, item: 2), (0, 1), (1, 0), (1, 2), (0, 1)]

    let interactions = try Interactions(pairs: pairs, userCount: 3, itemCount: 3)

    #expect((0..<3).map { Array(interactions.byUser[$0]) } == [[1], [0, 2], []])
    #expect((0..<3).map { Array(interactions.byItem[$0]) } == [[1], [0], [1]])
    #expect(interactions.pairCount == 3)
    #expect(interactions.activeUserCount == 2)
  }

  @Test(arguments: [(user: 2, item: 0), (user: 0, item: 3), (user: -1, item: 0)])
  func `a pair beyond the counts is named`(pair: (user: Int, item: Int)) {
    let pairs = [(user: 0, item: 0), pair]

    #expect(throws: InteractionsError.outOfRange(pair: 1, user: pair.user, item: pair.item)) {
      try Interactions(pairs: pairs, userCount: 2, itemCount: 3)
    }
  }

  @Test func `nothing at all is a matrix too`() throws {
    let interactions = try Interactions(pairs: [], userCount: 0, itemCount: 0)

    #expect(interactions.pairCount == 0)
  }
}
