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
      #expect(CivilDay(number: number).date == date)
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

  @Test func `months are completed on the day that they lead to, and not before`() {
    var random = SeededGenerator(state: 7)
    for _ in 0..<20_000 {
      let start = CivilDay(number: Int.random(in: 0...30_000, using: &random))
      let end = start.adding(days: Int.random(in: -3_000...3_000, using: &random))
      let months = start.completedMonths(on: end)
      #expect(start.adding(months: months) <= end)
      #expect(start.adding(months: months + 1) > end)
    }
  }
}
