import Foundation
import SmartService
import TenantStore
import Testing

@Suite("Working hours")
struct WorkingHoursTests {
  private static let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
  private static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

  private func hours(
    _ day: [String],
    weekend: [String] = [],
    holidays: [CalendarDate?] = [],
    in zone: TimeZone = shanghai
  ) -> WorkingHours {
    let (day, weekend) = (
      day.compactMap(WorkingHours.Shift.init), weekend.compactMap(WorkingHours.Shift.init)
    )
    return WorkingHours(
      week: Array(repeating: day, count: 5) + [weekend, weekend],
      holidays: Set(holidays.compactMap { $0 }),
      zone: zone
    )
  }

  private func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  @Test(arguments: [
    ("09:00-12:00", true), ("00:00-24:00", true), ("9:00-12:00", false), ("12:00-09:00", false),
    ("09:60-10:00", false), ("09:00-24:01", false), ("", false), ("10:00-10:00", false),
  ])
  func `a shift is read or refused`(_ text: String, _ isShift: Bool) {
    #expect((WorkingHours.Shift(text) != nil) == isShift)
  }

  /// 2026-11-27 is a Friday; Shanghai is eight hours ahead of UTC.
  @Test(arguments: [
    ("within a shift", 10, "2026-11-27T02:00:00Z", "2026-11-27T02:10:00Z"),
    ("over the noon break", 30, "2026-11-27T03:50:00Z", "2026-11-27T05:50:00Z"),
    ("to the last minute", 10, "2026-11-27T03:50:00Z", "2026-11-27T04:00:00Z"),
    ("over the weekend", 10, "2026-11-27T12:55:00Z", "2026-11-30T01:05:00Z"),
    ("from the night", 0, "2026-11-26T20:00:00Z", "2026-11-27T01:00:00Z"),
    ("with nothing to wait", 0, "2026-11-27T02:00:00Z", "2026-11-27T02:00:00Z"),
    ("from the end of a shift", 0, "2026-11-27T04:00:00Z", "2026-11-27T05:30:00Z"),
  ])
  func `minutes count only while somebody works`(
    _ name: String,
    _ minutes: Int,
    _ start: String,
    _ end: String
  ) throws {
    let split = hours(["09:00-12:00", "13:30-21:00"])
    let moment = WorkingHoursRule.moment(after: minutes, from: try instant(start), in: split)
    #expect(moment == (try instant(end)), "\(name)")
  }

  @Test func `nobody works on a holiday`() throws {
    let closed = hours(["09:00-18:00"], holidays: [CalendarDate(year: 2026, month: 11, day: 27)])
    let start = try instant("2026-11-27T02:00:00Z")
    #expect(
      WorkingHoursRule.moment(after: 5, from: start, in: closed)
        == (try instant("2026-11-30T01:05:00Z"))
    )
    #expect(!WorkingHoursRule.isOpen(at: start, in: closed))
  }

  @Test func `a shift over a change of the clocks lasts as long as it does`() throws {
    let night = hours(["00:00-06:00"], weekend: ["00:00-06:00"], in: Self.berlin)
    // Clocks go forward at 2 on 29 March 2026: the shift has five hours.
    #expect(
      WorkingHoursRule.moment(after: 300, from: try instant("2026-03-28T23:00:00Z"), in: night)
        == (try instant("2026-03-29T04:00:00Z"))
    )
    // They go back at 3 on 25 October 2026: seven hours.
    #expect(
      WorkingHoursRule.moment(after: 420, from: try instant("2026-10-24T22:00:00Z"), in: night)
        == (try instant("2026-10-25T05:00:00Z"))
    )
  }

  @Test func `without a shift nothing is ever due, and always is always`() throws {
    let start = try instant("2026-11-27T02:00:00Z")
    #expect(WorkingHoursRule.moment(after: 0, from: start, in: hours([])) == nil)
    let always = WorkingHours.always(in: Self.shanghai)
    for minutes in [0, 1, 600, 5_000] {
      #expect(
        WorkingHoursRule.moment(after: minutes, from: start, in: always)
          == start.addingTimeInterval(Double(minutes) * 60)
      )
    }
  }

  @Test func `shifts that overlap are one`() {
    let shifts = ["09:00-12:00", "11:00-13:00", "13:00-14:00"].compactMap(WorkingHours.Shift.init)
    let joined = WorkingHours(week: Array(repeating: shifts, count: 7), zone: .gmt)
    #expect(joined.week[0] == ["09:00-14:00"].compactMap(WorkingHours.Shift.init))
  }
}
