public import Foundation
internal import TenantStore

/// How an expert's time is booked and paid, under `modules.service.experts[].consultation`.
///
/// ```yaml
/// consultation: {sku: TALK-LIN-20, minutes: 20, aheadDays: 14, noticeMinutes: 120, holdMinutes: 30}
/// ```
public struct ConsultationSettings: Codable, Hashable, Sendable {
  /// The shop's own number of what is paid; its price is the shop's.
  public var sku: String
  /// How long a talk takes, 10 to 120 minutes.
  public var minutes: Int
  /// How many days ahead it can be booked, 1 to 60.
  ///
  /// Defaults to 14.
  public var aheadDays: Int?
  /// How many minutes before it begins it can still be booked, 0 to 10,080.
  ///
  /// Defaults to 120.
  public var noticeMinutes: Int?
  /// For how many minutes a time is held for whoever pays, 5 to 2,880.
  ///
  /// Defaults to 30.
  public var holdMinutes: Int?

  /// Describes how time is booked.
  public init(sku: String, minutes: Int) {
    self.sku = sku
    self.minutes = minutes
  }

  /// Everything that is wrong with the values.
  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    if !(1...80).contains(sku.unicodeScalars.count) {
      problems.append(SettingsProblem(path: ["sku"], message: "must have 1 to 80 characters"))
    }
    for (name, value, range) in [
      ("minutes", minutes, 10...120), ("aheadDays", aheadDays ?? 14, 1...60),
      ("noticeMinutes", noticeMinutes ?? 120, 0...10_080),
      ("holdMinutes", holdMinutes ?? 30, 5...2_880),
    ] where !range.contains(value) {
      problems.append(
        SettingsProblem(path: [name], message: "must be \(range.lowerBound) to \(range.upperBound)")
      )
    }
    return problems
  }
}

/// Which times of an expert can be booked.
public enum ConsultationSlotRule {
  /// The times from now on, in order, that lie whole in the expert's hours and that nobody has.
  ///
  /// - Parameters:
  ///   - now: The moment, in UTC.
  ///   - settings: How time is booked.
  ///   - hours: When the expert works.
  ///   - taken: When times begin that somebody has.
  ///   - limit: At most so many.
  /// - Returns: When they begin, in UTC; one behind the other within a shift.
  public static func free(
    at now: Date,
    _ settings: ConsultationSettings,
    hours: WorkingHours,
    taken: Set<Date>,
    limit: Int = 500
  ) -> [Date] {
    let length = TimeInterval(settings.minutes * 60)
    let first = now.addingTimeInterval(TimeInterval((settings.noticeMinutes ?? 120) * 60))
    let end = now.addingTimeInterval(TimeInterval((settings.aheadDays ?? 14) * 86_400))
    var found: [Date] = []
    for shift in WorkingHoursRule.shifts(from: first, in: hours) {
      guard shift.lowerBound < end, found.count < limit else { break }
      var start = shift.lowerBound
      while start.addingTimeInterval(length) <= shift.upperBound, start < end, found.count < limit {
        if start >= first, !taken.contains(start) { found.append(start) }
        start.addTimeInterval(length)
      }
    }
    return found
  }
}
