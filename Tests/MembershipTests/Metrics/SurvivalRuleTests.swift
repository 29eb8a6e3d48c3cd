import Membership
import Testing

@Suite("Survival")
struct SurvivalRuleTests {
  /// Weeks of remission under 6-MP (Freireich and others, 1963), the example that textbooks use; the
  /// shares are those that they print.
  @Test func `the textbook's patients have the textbook's curve`() {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    let living = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    let steps = SurvivalRule.curve(
      ended.map { Lifetime(days: $0, hasEnded: true, count: 1) }
        + living.map { Lifetime(days: $0, hasEnded: false, count: 1) }
    )
    #expect(steps.map(\.day) == [6, 7, 10, 13, 16, 22, 23])
    #expect(steps.map(\.atRisk) == [21, 17, 15, 12, 11, 7, 6])
    let shares = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    for (step, share) in zip(steps, shares) { #expect(abs(step.share - share) < 0.000_06) }
    #expect(SurvivalRule.median(of: steps) == 23)
    // Greenwood's error at 10 weeks is printed as 0.0963; on the log(-log) scale R prints .503 to .889.
    let third = steps[2].interval
    #expect(abs(third.lowerBound - 0.503) < 0.002 && abs(third.upperBound - 0.889) < 0.002)
    #expect(SurvivalRule.share(after: 5, on: steps) == 1)
  }

  @Test func `a curve falls, stays within its bounds, and does not need the order of its lives`() {
    for seed in 0..<50 {
      var random = SeededGenerator(state: UInt64(seed))
      let lives = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Lifetime(
          days: Int.random(in: 0...200, using: &random),
          hasEnded: Bool.random(using: &random),
          count: Int64.random(in: 1...5, using: &random)
        )
      }
      let steps = SurvivalRule.curve(lives)
      #expect(steps == SurvivalRule.curve(lives.shuffled(using: &random)))
      #expect(
        steps.reduce(0) { $0 + $1.ended } == lives.filter(\.hasEnded).reduce(0) { $0 + $1.count }
      )
      for (before, after) in zip(steps, steps.dropFirst()) { #expect(after.share < before.share) }
      for step in steps {
        #expect(step.share > -0.000_001 && step.interval.contains(step.share))
      }
    }
  }
}
