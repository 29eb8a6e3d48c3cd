import Foundation
import Membership
import TenantStore
import Testing

@Suite("Civil days as numbers")
struct CivilDayTests {
  @Test func `every day of five centuries is the one that Foundation counts`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for number in stride(from: -80_000, to: 100_000, by: 7) {
      let date = CalendarDate(Date(timeIntervalSince1970: Double(number) * 86_400), in: .gmt)
      #expect(CivilDay(number: number)?.date == date)
      #expect(CivilDay(date).number == number)
    }
  }

  @Test(arguments: [
    ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
    ("2026-08-31", 6, "2027-02-28"), ("2026-01-31", 1, "2026-02-28"),
    ("2026-12-15", 1, "2027-01-15"), ("2026-03-31", -1, "2026-02-28"),
    ("2000-01-31", -11, "1999-02-28"),
  ])
  func `a month that lacks the day gives its last`(from: String, months: Int, to: String) throws {
    #expect(CivilDay(try day(from)).adding(months: months).date == (try day(to)))
  }

  @Test func `a number outside the calendar is no day, and nothing is counted beyond its ends`()
    throws
  {
    let (first, last) = (try day("1583-01-01"), try day("9999-12-31"))
    #expect(CivilDay(number: CivilDay(first).number)?.date == first)
    #expect(CivilDay(number: CivilDay(last).number)?.date == last)
    for number in [CivilDay(first).number - 1, CivilDay(last).number + 1, .min, .max] {
      #expect(CivilDay(number: number) == nil)
    }
    for count in [1, 400, 5_000_000, Int.max] {
      #expect(CivilDay(last).adding(days: count).date == last)
      #expect(CivilDay(last).adding(months: count).date == last)
      #expect(CivilDay(first).adding(days: -count).date == first)
      #expect(CivilDay(first).adding(months: -count).date == first)
    }
  }

  @Test func `months are completed on the day that they lead to, and not before`() {
    var random = SeededGenerator(state: 7)
    for _ in 0..<20_000 {
      let start = CivilDay.epoch.adding(days: Int.random(in: 0...30_000, using: &random))
      let end = start.adding(days: Int.random(in: -3_000...3_000, using: &random))
      let months = start.completedMonths(on: end)
      #expect(start.adding(months: months) <= end)
      #expect(start.adding(months: months + 1) > end)
    }
  }
}
