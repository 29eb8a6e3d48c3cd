package import Foundation
internal import TenantStore

/// How often offers go out to one family.
package enum OfferPaceRule {
  /// The most offers in seven days, whatever campaigns a family is in.
  package static let perWeek = 2

  /// Until when an offer waits: for the end of quiet hours, then for a day on which no other offer and
  /// fewer messages than the family's pace went out, then for a week with fewer offers.
  ///
  /// - Parameters:
  ///   - offers: When offers went out to the family lately, in UTC.
  ///   - reminders: When reminders did.
  ///   - now: The present.
  ///   - pace: When and how often the family is written to.
  ///   - zone: The merchant's time zone.
  /// - Returns: Nothing when it may go now.
  package static func wait(
    offers: [Date],
    reminders: [Date],
    now: Date,
    pace: ReminderPace,
    zone: TimeZone
  ) -> Date? {
    let awake = pace.awake(at: now, in: zone)
    guard awake <= now else { return awake }
    let today = CalendarDate(now, in: zone)
    func isToday(_ instant: Date) -> Bool { CalendarDate(instant, in: zone) == today }
    let isFull =
      offers.contains(where: isToday)
      || reminders.count(where: isToday) >= pace.perDay
      || offers.count { $0 > now - 7 * 86_400 } >= perWeek
    return isFull ? pace.opening(of: CivilDay(today).adding(days: 1).date, in: zone) : nil
  }
}
