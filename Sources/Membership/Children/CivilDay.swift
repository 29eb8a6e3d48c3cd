internal import Foundation
public import TenantStore

/// A civil day as a number, so that a million of them can be added to and compared in no time.
///
/// The proleptic Gregorian calendar is counted in eras of 400 years, which all have 146,097 days,
/// and in years that begin in March, so that the leap day is a year's last. It begins with 1583-01-01,
/// the first whole year of that calendar, and ends with 9999-12-31: there is no number for other days,
/// and what is counted beyond an end stays there.
public struct CivilDay: Hashable, Comparable, Sendable {
  /// Days after 1 January 1970; negative before it.
  public let number: Int

  /// The first and the last day of the calendar.
  static let calendar = -141_349...2_932_896

  /// The day with a number, or nothing when that is outside the calendar.
  public init?(number: Int) {
    guard Self.calendar.contains(number) else { return nil }
    self.number = number
  }

  /// The day with a number that was stored.
  ///
  /// - Throws: `TenantStoreError` when it is outside the calendar.
  init(stored number: Int) throws {
    guard let day = Self(number: number) else { throw TenantStoreError.emptyAnswer }
    self = day
  }

  /// The number of a day, or the end of the calendar that is nearest to it.
  public init(_ date: CalendarDate) {
    self.init(year: date.year, month: date.month, day: date.day)
  }

  /// The day with a number, or the end of the calendar that is nearest to it.
  private init(nearest number: Int) {
    self.number = min(max(number, Self.calendar.lowerBound), Self.calendar.upperBound)
  }

  private init(year: Int, month: Int, day: Int) {
    let marchYear = month > 2 ? year : year - 1
    let era = marchYear.floored(by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(nearest: era * 146_097 + dayOfEra - 719_468)
  }

  /// Earlier days are smaller.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// The day so many days later.
  public static func + (day: Self, days: Int) -> Self { day.adding(days: days) }

  /// The day so many days later, but none outside the calendar.
  public func adding(days: Int) -> Self {
    let (sum, isOver) = number.addingReportingOverflow(days)
    return Self(nearest: isOver ? (days < 0 ? .min : .max) : sum)
  }

  /// The day so many months later; a month that lacks the day gives its last.
  ///
  /// A child of 29 February completes a year on 28 February of a common year, and one of 31 August
  /// half a year on 28 February.
  public func adding(months: Int) -> Self {
    let (year, month, day) = parts
    // More months than the calendar has lead to its end, however many they are.
    let count = year * 12 + month - 1 + min(max(months, -120_000), 120_000)
    let (newYear, newMonth) = (count.floored(by: 12), count - count.floored(by: 12) * 12 + 1)
    return Self(
      year: newYear,
      month: newMonth,
      day: min(day, Self.length(ofMonth: newMonth, in: newYear))
    )
  }

  /// Whole months that are completed on a later day; negative before this day.
  public func completedMonths(on day: Self) -> Int {
    let (start, end) = (parts, day.parts)
    let months = (end.year - start.year) * 12 + end.month - start.month
    return adding(months: months) <= day ? months : months - 1
  }

  /// How many days later another day is.
  public func days(until day: Self) -> Int { day.number - number }

  /// The day with its year, month and day.
  public var date: CalendarDate {
    CalendarDate(Date(timeIntervalSince1970: Double(number) * 86_400), in: .gmt)
  }

  private var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = shifted.floored(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int {
  /// Divided and rounded down, also below zero.
  fileprivate func floored(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}
