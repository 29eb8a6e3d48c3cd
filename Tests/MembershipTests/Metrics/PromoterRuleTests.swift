import Membership
import Testing

@Suite("Net promoter score")
struct PromoterRuleTests {
  @Test(arguments: [
    ([10, 9, 8, 7, 6, 0], 0), ([10, 10, 9], 100), ([0, 6], -100), ([7, 8], 0), ([9, 9, 6], 33),
  ])
  func `is promoters less detractors in per cent`(scores: [Int], net: Int) {
    let counts = scores.map { ScoreCount(score: $0, count: 1) }
    let score = PromoterRule.scores(counts)[nil]
    #expect(score?.net == net && score?.answers == Int64(scores.count))
  }

  @Test func `nobody's is nothing, and reasons are counted apart`() {
    #expect(PromoterRule.scores([]).isEmpty && PromoterScore().net == nil)
    let scores = PromoterRule.scores([
      ScoreCount(score: 9, count: 3), ScoreCount(reason: .price, score: 3, count: 2),
    ])
    #expect(scores[nil]?.net == 100 && scores[.price]?.net == -100 && scores[.quality] == nil)
  }
}
