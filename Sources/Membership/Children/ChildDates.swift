public import TenantStore

/// The two dates that decide everything about a child; at least one is there.
public struct ChildDates: Hashable, Sendable {
  let dueDay: CivilDay?
  let birthDay: CivilDay?

  /// When the birth is or was due, 280 days after the last period began.
  public var due: CalendarDate? { dueDay?.date }
  /// When the child was born.
  public var birth: CalendarDate? { birthDay?.date }

  /// An expected child.
  init(due: CalendarDate) { self.init(dueDay: CivilDay(due), birthDay: nil) }

  /// Whatever is stored; nothing without any date.
  ///
  /// - Throws: `TenantStoreError` when a number is outside the calendar.
  init?(dueNumber: Int?, birthNumber: Int?) throws {
    guard dueNumber != nil || birthNumber != nil else { return nil }
    self.init(
      dueDay: try dueNumber.map { try CivilDay(stored: $0) },
      birthDay: try birthNumber.map { try CivilDay(stored: $0) }
    )
  }

  init(dueDay: CivilDay?, birthDay: CivilDay?) {
    self.dueDay = dueDay
    self.birthDay = birthDay
  }
}

/// How far a pregnancy or a childhood has come.
public enum ChildAge: Hashable, Sendable {
  /// Completed weeks of pregnancy and days of the next, 0 to 6.
  case pregnancy(weeks: Int, days: Int)
  /// Completed months and days of the next, since birth.
  case born(months: Int, days: Int)
}
