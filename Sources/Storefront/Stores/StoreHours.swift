public import Foundation
public import TenantStore

extension StorefrontSettings {
  /// When a store is open on some days of the week.
  public struct StoreHours: Hashable, Sendable, Codable {
    /// Days of the week, 1 for Monday to 7 for Sunday.
    public var days: [Int]
    /// From when on, `09:30` of the shop's clocks.
    public var from: String
    /// Until when, `21:00`.
    public var until: String

    /// Names hours.
    public init(days: [Int], from: String, until: String) {
      self.days = days
      self.from = from
      self.until = until
    }
  }
}

/// When a store is open and may be visited.
public enum StoreHoursRule {
  /// How many days ahead a visit is booked at most.
  public static let daysAhead = 14

  /// The minutes of the day that `09:30` stands for; nothing when it is no time.
  public static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isNumber) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...24).contains(hour), (0..<60).contains(minute), hour < 24 || minute == 0
    else { return nil }
    return hour * 60 + minute
  }

  /// Whether hours make sense: days of the week, and an end after the beginning.
  public static func isSound(_ hours: StorefrontSettings.StoreHours) -> Bool {
    guard let from = minutes(hours.from), let until = minutes(hours.until), from < until else {
      return false
    }
    return !hours.days.isEmpty && hours.days.allSatisfy((1...7).contains)
  }

  /// Whether a store is open at an instant.
  public static func isOpen(
    _ hours: [StorefrontSettings.StoreHours],
    at instant: Date,
    in zone: TimeZone
  ) -> Bool {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.weekday, .hour, .minute], from: instant)
    let now = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
    return spans(hours, onWeekday: weekday(parts.weekday)).contains { $0.contains(now) }
  }

  /// The instants at which visits of a day begin: every full hour from the opening on that ends
  /// before the store closes, without those that have begun.
  public static func visits(
    _ hours: [StorefrontSettings.StoreHours],
    on day: CalendarDate,
    after now: Date,
    in zone: TimeZone
  ) -> [Date] {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = zone
    let start = day.start(in: zone)
    let weekday = weekday(calendar.component(.weekday, from: start))
    let begins = spans(hours, onWeekday: weekday).flatMap { span in
      stride(from: span.lowerBound, through: span.upperBound - 60, by: 60)
    }
    return Set(begins).sorted().compactMap { minutes in
      // A day on which clocks change has no such time, or has it twice; the calendar decides.
      calendar.date(
        bySettingHour: minutes / 60,
        minute: minutes % 60,
        second: 0,
        of: start
      )
    }
    .filter { $0 > now }
  }

  private static func spans(_ hours: [StorefrontSettings.StoreHours], onWeekday weekday: Int)
    -> [Range<Int>]
  {
    hours.filter { $0.days.contains(weekday) }.compactMap { hours in
      guard let from = minutes(hours.from), let until = minutes(hours.until), from < until else {
        return nil
      }
      return from..<until
    }
  }

  /// Foundation's Sunday is 1; ISO 8601's Monday is.
  private static func weekday(_ weekday: Int?) -> Int { ((weekday ?? 1) + 5) % 7 + 1 }
}
