import Membership
import Testing

@Suite("Cohorts")
struct CohortRuleTests {
  private let cells = [
    CohortMonth(cohort: 24_309, month: 24_309, members: 4, revenue: 40_000),
    CohortMonth(cohort: 24_309, month: 24_310, members: 2, revenue: 10_000),
    CohortMonth(cohort: 24_309, month: 24_311, members: 1, revenue: 5_000),
    CohortMonth(cohort: 24_310, month: 24_310, members: 6, revenue: 30_000),
    CohortMonth(cohort: 24_310, month: 24_311, members: 3, revenue: 12_000),
    CohortMonth(cohort: 24_311, month: 24_311, members: 9, revenue: 90_000),
  ]

  @Test func `a cohort has a place for each month, and sums what was paid`() {
    let cohorts = CohortRule.cohorts(cells, through: 24_311)
    #expect(cohorts.map(\.name) == ["2025-10", "2025-11", "2025-12"])
    #expect(cohorts.map(\.members) == [[4, 2, 1], [6, 3], [9]])
    #expect(cohorts.map(\.revenue) == [[40_000, 50_000, 55_000], [30_000, 42_000], [90_000]])
  }

  @Test func `shares weigh each member the same and leave out months that are not over`() {
    let cohorts = CohortRule.cohorts(cells, through: 24_311)
    // Month 0 of both older cohorts; month 1 of the oldest alone; the present month of none.
    #expect(CohortRule.retention(cohorts) == [1, 0.5])
    #expect(CohortRule.lifetimeValue(cohorts) == [7_000, 12_500])
    #expect(CohortRule.retention([]) == [])
  }

  @Test func `what is measured is bounded, whatever the orders`() {
    for seed in 0..<20 {
      var random = SeededGenerator(state: UInt64(seed))
      let last = 24_320
      var cells: [CohortMonth] = []
      for cohort in (last - 8)...last where Int.random(in: 0..<3, using: &random) > 0 {
        let size = Int64.random(in: 1...50, using: &random)
        cells.append(CohortMonth(cohort: cohort, month: cohort, members: size, revenue: size * 100))
        for month in stride(from: cohort + 1, through: last, by: 1) {
          let members = Int64.random(in: 0...size, using: &random)
          guard members > 0 else { continue }
          cells.append(
            CohortMonth(cohort: cohort, month: month, members: members, revenue: members * 100)
          )
        }
      }
      let cohorts = CohortRule.cohorts(cells.shuffled(using: &random), through: last)
      #expect(
        cohorts.map(\.size).reduce(0, +)
          == cells.filter { $0.cohort == $0.month }
          .reduce(0) { $0 + $1.members }
      )
      #expect(CohortRule.retention(cohorts).allSatisfy { (0...1).contains($0) })
      for cohort in cohorts { #expect(cohort.revenue == cohort.revenue.sorted()) }
    }
  }
}
