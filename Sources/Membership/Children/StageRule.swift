public import TenantStore

/// Which stage a child is in on a day, and when the next one begins.
///
/// 1. A pregnancy lasts 280 days from the first day of the last period to the due date.
/// 2. A child born before 37 weeks are completed is preterm: until two years after birth its age is
///    corrected, that is, counted from the due date.
/// 3. Stages follow each other without a gap; a day belongs to the stage that begins on it.
/// 4. The corrected age delays turns up to a year of age only, so that no turn lies where the
///    correction ends.
public enum StageRule {
  /// Days of a pregnancy up to the due date.
  static let pregnancyDays = 280
  /// A child that is born so many days before the due date, or more, is preterm.
  static let pretermDays = 22
  /// Months of age at which the correction ends.
  static let correctionMonths = 24

  /// The stage on a day; nothing before the pregnancy began.
  public static func stage(of dates: ChildDates, on day: CalendarDate) -> ChildStage? {
    stage(of: turns(of: dates), on: CivilDay(day))
  }

  /// How far pregnancy or childhood has come on a day; nothing before it began.
  ///
  /// A corrected age counts from the due date of a preterm child, as for development and growth;
  /// another from birth, as for vaccinations.
  public static func age(of dates: ChildDates, on day: CalendarDate, isCorrected: Bool)
    -> ChildAge?
  {
    let today = CivilDay(day)
    if let birth = dates.birthDay, birth <= today {
      let start = isCorrected ? correctedBirth(of: dates, on: today) ?? birth : birth
      guard start <= today else { return .born(months: 0, days: 0) }
      let months = start.completedMonths(on: today)
      return .born(months: months, days: start.adding(months: months).days(until: today))
    }
    guard let due = dates.dueDay else { return nil }
    let days = due.adding(days: -pregnancyDays).days(until: today)
    return days < 0 ? nil : .pregnancy(weeks: days / 7, days: days % 7)
  }

  /// Whole months of age on a day, corrected for a preterm birth; negative before the child is due.
  static func months(of dates: ChildDates, on day: CivilDay) -> Int? {
    guard let birth = dates.birthDay, birth <= day else {
      return dates.dueDay.map { min($0.completedMonths(on: day), -1) }
    }
    return (correctedBirth(of: dates, on: day) ?? birth).completedMonths(on: day)
  }

  /// Completed weeks and days of pregnancy at birth; nothing without both dates.
  public static func gestation(of dates: ChildDates) -> (weeks: Int, days: Int)? {
    guard let due = dates.dueDay, let birth = dates.birthDay else { return nil }
    let days = pregnancyDays + due.days(until: birth)
    return (days / 7, days % 7)
  }

  /// Whether the child was born before 37 completed weeks.
  public static func isPreterm(_ dates: ChildDates) -> Bool {
    guard let due = dates.dueDay, let birth = dates.birthDay else { return false }
    return birth.days(until: due) >= pretermDays
  }

  /// From which day a child's age counts on a day: the due date of a preterm child up to two years.
  static func correctedBirth(of dates: ChildDates, on day: CivilDay) -> CivilDay? {
    guard let birth = dates.birthDay else { return nil }
    guard isPreterm(dates), let due = dates.dueDay,
      day < birth.adding(months: correctionMonths)
    else { return birth }
    return due
  }

  /// The stages of a child with their first days, in order.
  static func turns(of dates: ChildDates) -> [(day: CivilDay, stage: ChildStage)] {
    guard let birth = dates.birthDay else {
      guard let due = dates.dueDay else { return [] }
      let start = due.adding(days: -pregnancyDays)
      return [
        (start, .earlyPregnancy), (start.adding(days: 14 * 7), .middlePregnancy),
        (start.adding(days: 28 * 7), .latePregnancy),
        (start.adding(days: 42 * 7 + 1), .unconfirmed),
      ]
    }
    let start = isPreterm(dates) ? dates.dueDay ?? birth : birth
    return [
      (birth, .newborn), (start.adding(days: 28), .infant), (start.adding(months: 6), .weaning),
      (start.adding(months: 12), .toddler), (birth.adding(months: 36), .preschool),
      (birth.adding(months: 72), .school),
    ]
  }

  /// The day on which the first stage begins.
  static func firstTurn(of dates: ChildDates) -> CivilDay? { turns(of: dates).first?.day }

  /// The day after another on which the next stage begins; nothing after the last.
  static func nextTurn(of turns: [(day: CivilDay, stage: ChildStage)], after day: CivilDay)
    -> CivilDay?
  {
    turns.first { $0.day > day }?.day
  }

  static func stage(of turns: [(day: CivilDay, stage: ChildStage)], on day: CivilDay)
    -> ChildStage?
  {
    turns.last { $0.day <= day }?.stage
  }
}
