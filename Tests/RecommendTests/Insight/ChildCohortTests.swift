import Recommend
import Testing

@Suite("Cohorts and trends")
struct ChildCohortTests {
  @Test(arguments: [
    (-1, ChildCohort.expected), (0, .underSix), (5, .underSix), (6, .underTwelve),
    (11, .underTwelve), (12, .underTwentyFour), (23, .underTwentyFour), (24, .underThirtySix),
    (35, .underThirtySix), (36, .older),
  ])
  func `an age in months has one cohort`(months: Int, cohort: ChildCohort) {
    #expect(ChildCohort(months: months) == cohort)
  }

  @Test func `what was said counts, and the youngest child`() {
    let toys = [(month: 100, ages: AgeSpan(from: 36, to: 72))]
    #expect(ChildCohort(born: [60, 98], bought: toys, at: 100) == .underSix)
    #expect(ChildCohort(born: [60], bought: toys, at: 100) == .older)
  }

  @Test func `the latest and narrowest purchase tells an age that grows`() {
    let bought = [
      (month: 90, ages: AgeSpan(from: 0, to: 3)), (month: 96, ages: AgeSpan(from: 0, to: 36)),
      (month: 96, ages: AgeSpan(from: 6, to: 9)), (month: 99, ages: AgeSpan.any),
    ]
    #expect(ChildCohort(born: [], bought: bought, at: 100) == .underTwelve)
    #expect(ChildCohort(born: [], bought: bought, at: 101) == .underTwentyFour)
    #expect(ChildCohort(born: [], bought: [], at: 100) == .unknown)
    #expect(ChildCohort(born: [], bought: [(99, .any)], at: 100) == .unknown)
  }

  @Test func `a trend is told only where it is more than noise`() throws {
    let rising = try #require(CategoryTrend([200, 260, 310, 380, 420, 500], variance: 400))
    #expect(rising.direction == .rising && abs(rising.slope - 59) < 3)
    #expect(rising.nextBounds.contains(550))
    let falling = try #require(CategoryTrend([500, 430, 380, 300], variance: 400))
    #expect(falling.direction == .falling)
    let noise = try #require(CategoryTrend([30, -12, 41, 8], variance: 900))
    #expect(noise.direction == .steady && noise.nextBounds.lowerBound == 0)
    #expect(CategoryTrend([1, 2], variance: 1) == nil)
  }

  @Test func `intervals hold the truth about as often as they say`() throws {
    var source = SeededSource(state: 9)
    let curve = DiscreteGaussian(variance: 600)
    var held = 0
    for _ in 0..<500 {
      let counts = (0..<6).map { 300 + 10 * $0 + curve.draw(using: &source) }
      let trend = try #require(CategoryTrend(counts, variance: 600))
      if trend.slopeBounds.contains(10) { held += 1 }
    }
    #expect(held > 430, "at least nine in ten of 500: the interval also allows for who comes")
  }

  @Test func `months are read and written as ISO 8601 writes them`() {
    #expect(InsightMonths("2026-07", "2026-09")?.count == 3)
    #expect(InsightMonths("2026-07", "2026-07").map { InsightMonths.text($0.first) } == "2026-07")
    #expect(InsightMonths("2025-12", "2026-01").map { InsightMonths.text($0.last) } == "2026-01")
    for wrong in [
      ("2026-09", "2026-07"), ("2026-13", "2026-13"), ("2026-7", "2026-09"), ("", ""),
      ("2020-01", "2026-01"), ("26-01", "26-02"),
    ] {
      #expect(InsightMonths(wrong.0, wrong.1) == nil, "\(wrong)")
    }
  }
}
