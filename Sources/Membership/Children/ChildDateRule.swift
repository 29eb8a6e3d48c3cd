public import TenantStore

/// Why a date of a child cannot be.
public enum ImpossibleDate: String, Error, Hashable, CaseIterable, Sendable {
  /// The text is no day as `YYYY-MM-DD`, or the month has no such day, as 29 February 2026.
  case notADay = "not_a_day"
  /// The birth lies after today.
  case birthInFuture = "birth_in_future"
  /// The child is grown: 18 years or more.
  case birthTooLongAgo = "birth_too_long_ago"
  /// The pregnancy would be over 42 weeks: the due date lies more than 14 days back.
  case dueTooLongAgo = "due_too_long_ago"
  /// The due date lies more than 300 days ahead.
  case dueTooFarAhead = "due_too_far_ahead"
  /// The birth lies more than 18 weeks before the due date or 4 weeks after it.
  case birthFarFromDue = "birth_far_from_due"
}

/// Which dates of a child are possible.
public enum ChildDateRule {
  /// Reads a day as `YYYY-MM-DD`.
  ///
  /// - Throws: ``ImpossibleDate/notADay``.
  public static func day(_ text: String) throws(ImpossibleDate) -> CalendarDate {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0,
      let date = CalendarDate(year: year, month: month, day: day)
    else { throw .notADay }
    return date
  }

  /// The dates of a child who is expected.
  ///
  /// - Throws: ``ImpossibleDate``.
  public static func expected(due: CalendarDate, today: CalendarDate) throws(ImpossibleDate)
    -> ChildDates
  {
    let ahead = CivilDay(today).days(until: CivilDay(due))
    if ahead < -14 { throw .dueTooLongAgo }
    if ahead > 300 { throw .dueTooFarAhead }
    return ChildDates(due: due)
  }

  /// The dates of a child who is born, with the due date where it is known.
  ///
  /// - Throws: ``ImpossibleDate``.
  public static func born(
    on birth: CalendarDate,
    due: CalendarDate?,
    today: CalendarDate
  ) throws(ImpossibleDate) -> ChildDates {
    let (birthDay, todayDay) = (CivilDay(birth), CivilDay(today))
    if birthDay > todayDay { throw .birthInFuture }
    if birthDay.completedMonths(on: todayDay) >= 18 * 12 { throw .birthTooLongAgo }
    if let due, !(-28...126).contains(birthDay.days(until: CivilDay(due))) {
      throw .birthFarFromDue
    }
    return ChildDates(dueDay: due.map { CivilDay($0) }, birthDay: birthDay)
  }
}
