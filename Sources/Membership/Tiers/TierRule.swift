public import Foundation
internal import TenantStore

/// A tier that holds for a time.
public struct TierSpan: Hashable, Sendable {
  /// The tier by its place from 0, the lowest.
  public var level: Int
  /// When it began, in UTC; growth after this instant counts for keeping it.
  public var since: Date
  /// When it has to be kept, in UTC; nothing for the lowest.
  public var until: Date?

  /// Describes a span.
  public init(level: Int, since: Date, until: Date?) {
    self.level = level
    self.since = since
    self.until = until
  }
}

/// Where a member stands, and where the present period began.
public struct TierStanding: Hashable, Sendable {
  /// What holds.
  public var current: TierSpan
  /// What held when the last period ended; a refund within the present one is counted again from
  /// here, so that the tier is what it would be had the order never been.
  public var base: TierSpan

  /// Everybody begins in the lowest tier.
  public static func beginning(at start: Date) -> Self {
    let span = TierSpan(level: 0, since: start, until: nil)
    return Self(current: span, base: span)
  }
}

/// Growth that counts at an instant; a refund counts when its order did.
public struct GrowthChange: Hashable, Sendable {
  /// When it counts, in UTC.
  public var countedAt: Date
  /// The growth, negative for a refund.
  public var amount: Int64

  /// Describes a change.
  public init(countedAt: Date, amount: Int64) {
    self.countedAt = countedAt
    self.amount = amount
  }
}

/// One move of a member between tiers.
public struct TierMove: Hashable, Sendable {
  /// Why a member moved.
  public enum Reason: String, CaseIterable, Sendable {
    /// Growth led up.
    case reached
    /// Growth kept the tier for another period.
    case kept
    /// It did not, and the grace is over.
    case lapsed
    /// The growth that led up was taken back.
    case takenBack = "taken_back"
    /// A person gave the tier.
    case granted
  }

  /// The level before.
  public let from: Int
  /// The level after.
  public let to: Int
  /// Why.
  public let reason: Reason
  /// When it counts, in UTC.
  public let at: Date
}

/// When growth leads up, keeps a tier, or lets it go.
///
/// - Up: as soon as the growth of the window up to an instant reaches a tier's threshold.
/// - Kept: when the growth since the tier began, up to its end and then within the grace, reaches
///   the threshold for keeping; what led up to the tier does not count for that.
/// - Down: one tier when the grace ends without that; the lower tier then has a period of its own.
public struct TierRule: Sendable {
  private let levels: [TierSettings.Level]
  private let validityMonths: Int
  private let windowMonths: Int
  private let graceDays: Int
  private let calendar: Calendar

  /// Reads a merchant's settings; months are those of the zone.
  public init(_ settings: TierSettings, in zone: TimeZone) {
    levels = settings.levels
    validityMonths = settings.validityMonths ?? 12
    windowMonths = settings.windowMonths ?? validityMonths
    graceDays = settings.graceDays ?? 30
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  /// Takes a standing through all ends of periods up to an instant.
  public func advance(_ standing: inout TierStanding, to now: Date, _ growth: [GrowthChange])
    -> [TierMove]
  {
    var moves: [TierMove] = []
    while let until = standing.current.until, until <= now {
      let span = standing.current
      let deadline = self.deadline(of: until)
      if let kept = keptAt(span, until, min(now, deadline), growth) {
        begin(&standing, span.level, at: kept)
        moves.append(TierMove(from: span.level, to: span.level, reason: .kept, at: kept))
      } else if deadline <= now {
        begin(&standing, span.level - 1, at: deadline)
        moves.append(TierMove(from: span.level, to: span.level - 1, reason: .lapsed, at: deadline))
      } else {
        break
      }
    }
    return moves
  }

  /// Moves up where the growth up to an instant leads up.
  public func reach(_ standing: inout TierStanding, at now: Date, _ growth: [GrowthChange])
    -> TierMove?
  {
    let value = windowGrowth(at: now, growth)
    let level = levels.lastIndex { Int64($0.reach) <= value } ?? 0
    let from = standing.current.level
    guard level > from else { return nil }
    standing.current = TierSpan(level: level, since: now, until: end(from: now))
    return TierMove(from: from, to: level, reason: .reached, at: now)
  }

  /// Where a member stands when the present period is counted again from its beginning.
  public func replayed(_ standing: TierStanding, to now: Date, _ growth: [GrowthChange])
    -> TierStanding
  {
    var replayed = TierStanding(current: standing.base, base: standing.base)
    let instants = Set(growth.map(\.countedAt)).filter { $0 > standing.base.since && $0 <= now }
    for instant in instants.sorted() {
      _ = advance(&replayed, to: instant, growth)
      _ = reach(&replayed, at: instant, growth)
    }
    _ = advance(&replayed, to: now, growth)
    return replayed
  }

  /// Puts a member into a tier by hand, which begins a period of its own.
  public func grant(_ level: Int, to standing: inout TierStanding, at now: Date) -> TierMove {
    let from = standing.current.level
    begin(&standing, level, at: now)
    return TierMove(from: from, to: level, reason: .granted, at: now)
  }

  /// The growth that counts for reaching a tier at an instant.
  public func windowGrowth(at now: Date, _ growth: [GrowthChange]) -> Int64 {
    let start = calendar.date(byAdding: .month, value: -windowMonths, to: now) ?? now
    return Self.sum(growth, after: start, upTo: now)
  }

  /// The growth that counts for keeping the present tier.
  public func keepGrowth(of span: TierSpan, at now: Date, _ growth: [GrowthChange]) -> Int64 {
    Self.sum(growth, after: span.since, upTo: now)
  }

  /// When the grace of a period ends.
  public func deadline(of until: Date) -> Date {
    calendar.date(byAdding: .day, value: graceDays, to: until) ?? until
  }

  /// When a tier was kept: at its end, or at the instant of the grace in which the growth sufficed.
  private func keptAt(_ span: TierSpan, _ until: Date, _ last: Date, _ growth: [GrowthChange])
    -> Date?
  {
    let threshold = Int64(levels[min(span.level, levels.count - 1)].keep)
    if Self.sum(growth, after: span.since, upTo: until) >= threshold { return until }
    return growth.map(\.countedAt).filter { $0 > until && $0 <= last }.sorted()
      .first { Self.sum(growth, after: span.since, upTo: $0) >= threshold }
  }

  private func begin(_ standing: inout TierStanding, _ level: Int, at start: Date) {
    let until = level > 0 ? end(from: start) : nil
    standing.current = TierSpan(level: max(level, 0), since: start, until: until)
    standing.base = standing.current
  }

  private func end(from start: Date) -> Date? {
    calendar.date(byAdding: .month, value: validityMonths, to: start)
  }

  private static func sum(_ growth: [GrowthChange], after start: Date, upTo end: Date) -> Int64 {
    growth.reduce(0) { $1.countedAt > start && $1.countedAt <= end ? $0 + $1.amount : $0 }
  }
}
