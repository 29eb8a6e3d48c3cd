public import Foundation
public import TenantStore

/// When people answer: any number of shifts a day, in the shop's time zone.
///
/// A shift ends on the day on which it begins; a night shift is two of them.
public struct WorkingHours: Hashable, Sendable {
  /// A part of a day, in minutes after midnight; `from` counts, `to` does not.
  public struct Shift: Hashable, Sendable {
    /// When it begins, 0 to 1,439.
    public let from: Int
    /// When it ends, 1 to 1,440.
    public let to: Int

    /// Creates a shift, or nothing when it would not last.
    public init?(from: Int, to: Int) {
      guard (0..<1_440).contains(from), (1...1_440).contains(to), from < to else { return nil }
      self.from = from
      self.to = to
    }

    /// Reads `09:00-12:30`; `24:00` ends a day.
    public init?(_ text: String) {
      guard let parts = text.wholeMatch(of: /(\d\d):(\d\d)\s*[-–]\s*(\d\d):(\d\d)/),
        let numbers = [parts.1, parts.2, parts.3, parts.4].map({ Int($0) }) as? [Int],
        numbers[1] < 60, numbers[3] < 60
      else { return nil }
      self.init(from: numbers[0] * 60 + numbers[1], to: numbers[2] * 60 + numbers[3])
    }
  }

  /// The shifts of a week: seven days from Monday, each in order and without overlap.
  public let week: [[Shift]]
  /// The days on which nobody works.
  public let holidays: Set<CalendarDate>
  /// The zone in which the shifts are meant.
  public let zone: TimeZone

  /// Somebody is always there.
  public static func always(in zone: TimeZone) -> Self {
    let day = Shift(from: 0, to: 1_440).map { [$0] } ?? []
    return Self(week: Array(repeating: day, count: 7), holidays: [], zone: zone)
  }

  /// Gathers the shifts; what overlaps is joined.
  public init(week: [[Shift]], holidays: Set<CalendarDate> = [], zone: TimeZone) {
    precondition(week.count == 7, "a week has seven days")
    self.week = week.map(Self.joined)
    self.holidays = holidays
    self.zone = zone
  }

  private static func joined(_ shifts: [Shift]) -> [Shift] {
    shifts.sorted { ($0.from, $0.to) < ($1.from, $1.to) }.reduce(into: []) { joined, shift in
      guard let last = joined.last, shift.from <= last.to else { return joined.append(shift) }
      if let whole = Shift(from: last.from, to: max(last.to, shift.to)) {
        joined[joined.count - 1] = whole
      }
    }
  }
}

/// Counts time while somebody works.
///
/// Clock changes are counted as they happen: a shift over the night on which clocks go forward lasts
/// an hour less, one over the night on which they go back an hour more.
public enum WorkingHoursRule {
  /// How many days ahead a shift is looked for.
  static let horizon = 366

  /// When so many working minutes are over.
  ///
  /// - Parameters:
  ///   - minutes: At least 0; with 0 it is the next moment at which somebody works.
  ///   - start: From when they count, in UTC.
  ///   - hours: When somebody works.
  /// - Returns: The moment in UTC, or nothing when nobody works that long within a year.
  public static func moment(after minutes: Int, from start: Date, in hours: WorkingHours) -> Date? {
    var left = TimeInterval(max(0, minutes)) * 60
    for shift in shifts(from: start, in: hours) {
      let begin = max(shift.lowerBound, start)
      let length = shift.upperBound.timeIntervalSince(begin)
      if left < length || (left == length && minutes > 0) { return begin.addingTimeInterval(left) }
      left -= length
    }
    return nil
  }

  /// Whether somebody works at a moment.
  public static func isOpen(at moment: Date, in hours: WorkingHours) -> Bool {
    self.moment(after: 0, from: moment, in: hours) == moment
  }

  /// The shifts that end after a moment, as instants, in order.
  static func shifts(from start: Date, in hours: WorkingHours)
    -> some Sequence<Range<Date>>
  {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = hours.zone
    let midnight = calendar.startOfDay(for: start)
    // The day before may hold the rest of a shift only in zones that skip midnight.
    return (0...horizon).lazy.flatMap { offset -> [Range<Date>] in
      guard let day = calendar.date(byAdding: .day, value: offset, to: midnight) else { return [] }
      let date = CalendarDate(day, in: hours.zone)
      guard !hours.holidays.contains(date) else { return [] }
      let weekday = (calendar.component(.weekday, from: day) + 5) % 7
      return hours.week[weekday].compactMap { shift in
        guard let from = instant(shift.from, of: date, calendar),
          let to = instant(shift.to, of: date, calendar), from < to, to > start
        else { return nil }
        return from..<to
      }
    }
  }

  /// The instant at which the clocks of a day show so many minutes; the later one where they skip it.
  private static func instant(_ minutes: Int, of day: CalendarDate, _ calendar: Calendar) -> Date? {
    var parts = DateComponents(year: day.year, month: day.month, day: day.day)
    parts.hour = minutes / 60
    parts.minute = minutes % 60
    return calendar.date(from: parts)
  }
}
