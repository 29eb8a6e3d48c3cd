import Foundation
import Membership
import TenantStore
import Testing

@Suite("Days and schedules")
struct DayNumberTests {
  @Test func `the numbers are those of the calendar for four hundred years`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for value in stride(from: -50_000, through: 100_000, by: 37) {
      let date = Date(timeIntervalSince1970: Double(value) * 86_400)
      let day = CalendarDate(date, in: .gmt)
      #expect(DayNumber(day).value == value)
      let civil = DayNumber(value).civil
      #expect(CalendarDate(year: civil.year, month: civil.month, day: civil.day) == day)
    }
  }

  @Test(arguments: [
    ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"),
    ("2024-01-31", 2, "2024-03-31"), ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", 48, "2028-02-29"), ("2026-11-30", 3, "2027-02-28"),
    ("2026-12-15", 1, "2027-01-15"),
  ])
  func `a short month does not move those after it`(from: String, months: Int, to: String) throws {
    func day(_ text: String) throws -> DayNumber {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      return DayNumber(
        try #require(CalendarDate(year: parts[0], month: parts[1], day: parts[2]))
      )
    }
    #expect(try day(from).adding(months: months) == day(to))
  }
}
