public import TenantStore

/// A civil day as the number of days since 1 January 1970, so that due days add and compare.
///
/// The arithmetic is that of the proleptic Gregorian calendar in whole numbers (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms"): a year begins in March, so that the leap day is
/// its last.
public struct DayNumber: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let value: Int

  /// The day with a number.
  public init(_ value: Int) { self.value = value }

  /// The number of a day.
  public init(_ date: CalendarDate) {
    self.init(year: date.year, month: date.month, day: date.day)
  }

  /// The number of a day whose month and day are in range.
  init(year: Int, month: Int, day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    value = era * 146_097 + dayOfEra - 719_468
  }

  /// The year, month and day.
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = value + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
  }

  /// The day so many days later.
  public static func + (day: Self, days: Int) -> Self { Self(day.value + days) }

  /// Earlier days are smaller.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  /// The same day of the month so many months later, or the month's last day where there is none.
  public func adding(months: Int) -> Self {
    let (year, month, day) = civil
    let index = year * 12 + month - 1 + months
    let (newYear, newMonth) = (index / 12, index % 12 + 1)
    return Self(year: newYear, month: newMonth, day: min(day, Self.days(in: newMonth, of: newYear)))
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
