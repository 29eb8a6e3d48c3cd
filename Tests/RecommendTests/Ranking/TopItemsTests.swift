import Recommend
import Testing

@Suite("Best items")
struct TopItemsTests {
  @Test(arguments: [0, 1, 5, 50, 60])
  func `the best come first, the lower number before an equal one`(limit: Int) {
    var random = Dice(seed: UInt64(limit))
    let scores = (0..<50).map { _ in Float(Int.random(in: 0..<9, using: &random)) }

    var best = TopItems(limit: limit)
    for (item, score) in scores.enumerated().shuffled(using: &random) { best.offer(item, score) }

    let sorted = scores.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
    #expect(best.ordered.map(\.item) == sorted.prefix(limit).map(\.offset))
  }
}
