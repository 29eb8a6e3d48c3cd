import Foundation
import Recommend
import TenantStore
import Testing

@Suite("Sales by week")
struct DemandSeriesTests {
  @Test(arguments: [
    (-4, -1, -10), (-3, 0, -3), (0, 0, -3), (3, 0, -3), (4, 1, 4), (20_787, 2_970, 20_787),
    (20_793, 2_970, 20_787),
  ])
  func `a week begins on a Monday`(_ day: Int, _ week: Int, _ monday: Int) {
    #expect(SalesWeek(ofDay: day).number == week)
    #expect(SalesWeek(ofDay: day).monday == monday)
  }

  @Test func `the last full week is the merchant's, not that of Greenwich`() throws {
    // Sunday 2026-11-29, 17:00 UTC: in Shanghai it is Monday already.
    let instant = try Date("2026-11-29T17:00:00Z", strategy: .iso8601)
    let shanghai = try #require(TimeZone(identifier: "Asia/Shanghai"))
    let here = SalesWeek(before: instant, in: .gmt)
    let there = SalesWeek(before: instant, in: shanghai)
    #expect(SalesWeek.date(of: here.monday).description == "2026-11-16")
    #expect(SalesWeek.date(of: there.monday).description == "2026-11-23")
    #expect(there == here.later(by: 1))
  }

  @Test func `weeks without a sale count as none, and what came after the last week does not`() {
    let last = SalesWeek(10)
    func sale(_ article: String, _ week: Int, _ units: Int, day: Int = 0) -> SoldUnits {
      SoldUnits(article: article, place: "shop", day: SalesWeek(week).monday + day, units: units)
    }
    let series = DemandSeries.series(
      of: [
        sale("b", 9, 4), sale("a", 7, 2), sale("a", 7, 3, day: 6), sale("a", 9, 1),
        sale("a", 11, 50), sale("c", 11, 1), sale("b", 10, 0),
      ],
      through: last
    )
    #expect(series.map(\.article) == ["a", "b"])
    #expect(series.map(\.units) == [[5, 0, 1, 0], [4, 0]])
  }

  @Test func `all that was sold until the last week is in the series, in any order`() {
    var random = SmallRandom(seed: 11)
    for _ in 0..<50 {
      let sold = (0..<80).map { _ in
        SoldUnits(
          article: "\(random.next(4))",
          place: "\(random.next(2))",
          day: random.next(200),
          units: 1 + random.next(5)
        )
      }
      let last = SalesWeek(ofDay: random.next(200))
      let series = DemandSeries.series(of: sold, through: last)
      let wanted = sold.filter { SalesWeek(ofDay: $0.day) <= last }.reduce(0) { $0 + $1.units }
      #expect(series.reduce(0) { $0 + $1.units.reduce(0, +) } == Double(wanted))
      #expect(DemandSeries.series(of: sold.reversed(), through: last) == series)
      #expect(series.allSatisfy { $0.units[0] > 0 })
    }
  }
}
