public import Foundation

/// A civil day of the proleptic Gregorian calendar, without a time or a zone.
///
/// Births, order dates and validity are days in the tenant's time zone, never instants.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// The year, for example 2026.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  /// Creates a day, or nothing when no such day exists.
  public init?(year: Int, month: Int, day: Int) {
    let parts = DateComponents(year: year, month: month, day: day)
    guard
      let date = Self.gregorian(.gmt).date(from: parts),
      Self(date, in: .gmt) == Self(uncheckedYear: year, month: month, day: day)
    else { return nil }
    self.init(uncheckedYear: year, month: month, day: day)
  }

  /// The day that the clocks of a time zone show at an instant.
  public init(_ instant: Date, in zone: TimeZone) {
    let parts = Self.gregorian(zone).dateComponents([.year, .month, .day], from: instant)
    self.init(uncheckedYear: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1)
  }

  private init(uncheckedYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Earlier days are smaller.
  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func gregorian(_ zone: TimeZone) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The day as ISO 8601 writes it, `2026-11-22`.
  public var description: String {
    let parts = [(year, 4), (month, 2), (day, 2)]
    return parts.map { String(repeating: "0", count: max(0, $1 - "\($0)".count)) + "\($0)" }
      .joined(separator: "-")
  }
}
