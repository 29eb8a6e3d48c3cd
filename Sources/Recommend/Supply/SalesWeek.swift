public import Foundation
public import TenantStore

/// Weeks from Monday to Sunday on the merchant's calendar, as numbers, so that a distance is a difference.
public struct SalesWeek: Hashable, Comparable, Sendable {
  /// Weeks since the one of 1970-01-01, which began on the Monday 1969-12-29.
  public let number: Int

  /// The week of that number.
  public init(_ number: Int) { self.number = number }

  /// The week of a day, counted since 1970-01-01.
  public init(ofDay day: Int) { number = Self.floor(day + 3, 7) }

  /// The last week that was over at an instant.
  public init(before instant: Date, in zone: TimeZone) {
    number = Self(ofDay: Self.day(of: instant, in: zone)).number - 1
  }

  /// Days since 1970-01-01 that the clocks of a zone show.
  public static func day(of instant: Date, in zone: TimeZone) -> Int {
    floor(
      Int(instant.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: instant),
      86_400
    )
  }

  /// The week's Monday as days since 1970-01-01.
  public var monday: Int { number * 7 - 3 }

  /// The week so many weeks later.
  public func later(by weeks: Int) -> Self { Self(number + weeks) }

  /// Earlier weeks are smaller.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// The day of the calendar, as ISO 8601 writes it.
  public static func date(of day: Int) -> CalendarDate {
    CalendarDate(Date(timeIntervalSince1970: Double(day) * 86_400), in: .gmt)
  }

  private static func floor(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }
}
