public import Foundation

/// At which instants something recurs in a time zone.
///
/// - A time of day that the clocks skip is the instant at which they go on.
/// - A time of day that comes twice is its first coming.
/// - A day that does not exist (Samoa had no 30 December 2011) has no slot.
/// - `hourly` follows the clocks: it comes in both hours that bear the same name.
public enum JobScheduleRule: Hashable, Sendable {
  /// Each day at a time of day.
  case daily(at: TimeOfDay)
  /// Each hour, so many minutes after it, 0 to 59.
  case hourly(minute: Int)
  /// Each week on a day at a time of day.
  case weekly(Weekday, at: TimeOfDay)
  /// Every so many minutes, at least 1, counted from 1970 in UTC.
  case every(minutes: Int)

  /// A day of the week.
  public enum Weekday: Int, CaseIterable, Sendable {
    /// Days in the order of ISO 8601.
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday
  }

  /// What a clock shows.
  public struct TimeOfDay: Hashable, Sendable {
    let seconds: Int

    /// A time, or nothing when no clock shows it.
    public init?(hour: Int, minute: Int) {
      guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
      seconds = hour * 3600 + minute * 60
    }

    /// A full hour, 0 to 23.
    public static func hour(_ hour: Int) -> Self { at(hour, 0) }

    /// A time that stands in the source; 0 to 23 and 0 to 59.
    public static func at(_ hour: Int, _ minute: Int) -> Self {
      guard let time = Self(hour: hour, minute: minute) else {
        preconditionFailure("\(hour):\(minute) is no time of day.")
      }
      return time
    }
  }

  /// The first slot after an instant.
  public func next(after instant: Date, in zone: TimeZone) -> Date {
    let start = Int(instant.timeIntervalSince1970.rounded(.down))
    return Date(timeIntervalSince1970: Double(next(after: start, WallClock(zone))))
  }

  /// The last slot that is not after an instant; nothing when there was none in the last fortnight.
  func latest(upTo instant: Date, in zone: TimeZone) -> Date? {
    let end = Int(instant.timeIntervalSince1970.rounded(.down))
    let clock = WallClock(zone)
    var slot = next(after: end - lookback, clock)
    guard slot <= end else { return nil }
    while true {
      let following = next(after: slot, clock)
      guard following <= end else { return Date(timeIntervalSince1970: Double(slot)) }
      slot = following
    }
  }

  private var lookback: Int {
    switch self {
    case .every(let minutes): max(1, minutes) * 60
    case .hourly: 3 * 3600
    case .daily: 3 * WallClock.day
    case .weekly: 15 * WallClock.day
    }
  }

  private func next(after instant: Int, _ clock: WallClock) -> Int {
    switch self {
    case .every(let minutes):
      let step = max(1, minutes) * 60
      return (instant.floorDivided(by: step) + 1) * step
    case .hourly(let minute):
      return clock.nextHourly(second: minute * 60, after: instant)
    case .daily(let time):
      return clock.next(after: instant) { _ in time.seconds }
    case .weekly(let weekday, let time):
      return clock.next(after: instant) { day in
        // 1 January 1970 was a Thursday.
        (day + 3).modulo(7) + 1 == weekday.rawValue ? time.seconds : nil
      }
    }
  }
}

/// What the clocks of a zone show, in whole seconds since 1970 on both sides.
struct WallClock {
  static let day = 86_400
  private let zone: TimeZone

  init(_ zone: TimeZone) { self.zone = zone }

  private func offset(at instant: Int) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
  }

  private func shown(at instant: Int) -> Int { instant + offset(at: instant) }

  /// The instant at which the clocks show a time, or go past it; nothing on a day that is skipped.
  func instant(showing wall: Int) -> Int? {
    let offsets = Set([wall - 2 * Self.day, wall, wall + 2 * Self.day].map(offset))
    let comings = offsets.map { wall - $0 }.filter { shown(at: $0) == wall }
    if let first = comings.min() { return first }
    guard let largest = offsets.max(), let least = offsets.min() else { return nil }
    var (before, after) = (wall - largest, wall - least)
    guard offset(at: after) - offset(at: before) < Self.day else { return nil }
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if shown(at: middle) >= wall { after = middle } else { before = middle }
    }
    return after
  }

  /// The first instant after another at which a day's own time comes; a day may have none.
  func next(after instant: Int, timeOfDay: (Int) -> Int?) -> Int {
    var day = shown(at: instant).floorDivided(by: Self.day) - 1
    while true {
      if let time = timeOfDay(day), let slot = self.instant(showing: day * Self.day + time),
        slot > instant
      {
        return slot
      }
      day += 1
    }
  }

  /// The first instant after another at which the clocks show so many seconds after an hour.
  func nextHourly(second: Int, after instant: Int) -> Int {
    var slot = instant
    repeat {
      let rest = (second - shown(at: slot)).modulo(3600)
      slot += rest == 0 ? 3600 : rest
    } while shown(at: slot).modulo(3600) != second
    return slot
  }
}

extension Int {
  fileprivate func floorDivided(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  fileprivate func modulo(_ divisor: Int) -> Int { self - floorDivided(by: divisor) * divisor }
}
