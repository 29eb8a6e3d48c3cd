internal import Foundation
internal import TenantStore

extension MembershipSettings {
  /// When and how often families are written to.
  public struct Reminders: Hashable, Sendable, Codable {
    /// Days before something is due at which its reminder is sent, 0 to 30; 3 when absent.
    public var leadDays: Int?
    /// The hour of the merchant's day from which on reminders are sent, 6 to 20; 9 when absent.
    public var fromHour: Int?
    /// The hour from which on none is sent any more, after `fromHour`, at most 22; 20 when absent.
    public var untilHour: Int?
    /// The most reminders of one family on a day, 1 to 10; 2 when absent.
    public var perDay: Int?
    /// The most reminders of one family in seven days, 1 to 30; 5 when absent.
    public var perWeek: Int?
    /// What families use up and are reminded to buy again; nothing when absent.
    public var restock: [Restock]?

    /// The usual times.
    public init() {}
  }

  /// What holds where the merchant says nothing.
  var pace: ReminderPace {
    ReminderPace(
      leadDays: reminders?.leadDays ?? 3,
      fromHour: reminders?.fromHour ?? 9,
      untilHour: reminders?.untilHour ?? 20,
      perDay: reminders?.perDay ?? 2,
      perWeek: reminders?.perWeek ?? 5
    )
  }

  /// What is wrong with the times of reminders.
  var reminderProblems: [SettingsProblem] {
    let limits: [(String, Int?, ClosedRange<Int>)] = [
      ("leadDays", reminders?.leadDays, 0...30), ("fromHour", reminders?.fromHour, 6...20),
      ("untilHour", reminders?.untilHour, 7...22), ("perDay", reminders?.perDay, 1...10),
      ("perWeek", reminders?.perWeek, 1...30),
    ]
    var problems = limits.compactMap { key, value, range in
      value.map(range.contains) ?? true
        ? nil
        : SettingsProblem(
          path: ["reminders", key],
          message: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        )
    }
    if pace.fromHour >= pace.untilHour {
      problems.append(
        SettingsProblem(path: ["reminders", "untilHour"], message: "must be after fromHour")
      )
    }
    return problems
  }
}

/// When and how often one family is written to.
package struct ReminderPace: Hashable, Sendable {
  package var leadDays: Int
  package var fromHour: Int
  package var untilHour: Int
  package var perDay: Int
  package var perWeek: Int

  package init(leadDays: Int, fromHour: Int, untilHour: Int, perDay: Int, perWeek: Int) {
    self.leadDays = leadDays
    self.fromHour = fromHour
    self.untilHour = untilHour
    self.perDay = perDay
    self.perWeek = perWeek
  }

  /// The first instant at or after another that lies outside of the quiet hours.
  func awake(at instant: Date, in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let hour = calendar.component(.hour, from: instant)
    if (fromHour..<untilHour).contains(hour) { return instant }
    return calendar.nextDate(
      after: instant,
      matching: DateComponents(hour: fromHour, minute: 0, second: 0),
      matchingPolicy: .nextTime
    ) ?? instant
  }

  /// When the sending hours of a day begin.
  func opening(of day: CalendarDate, in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = DateComponents(year: day.year, month: day.month, day: day.day, hour: fromHour)
    return calendar.date(from: parts) ?? .distantFuture
  }
}
