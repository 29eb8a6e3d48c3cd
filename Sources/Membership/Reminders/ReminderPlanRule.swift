public import TenantStore

/// What a family is to be reminded of, from the child's dates, doses and measurements alone.
public enum ReminderPlanRule {
  /// All reminders of a child that are not past, none while the family wants silence.
  ///
  /// - Parameters:
  ///   - child: The child.
  ///   - given: The doses that it got.
  ///   - growth: What was measured, by day.
  ///   - today: The day on which somebody plans.
  ///   - leadDays: How many days before it is due something is reminded of.
  ///   - market: ISO 3166 code; checks and vaccinations are those of China's programmes, for nobody
  ///     else.
  /// - Returns: Reminders with topics that are unique for the child.
  public static func plan(
    for child: Child,
    given: [GivenDose],
    growth: [GrowthEntry],
    today: CalendarDate,
    leadDays: Int,
    market: String
  ) -> [PlannedReminder] {
    guard child.quietSince == nil else { return [] }
    let hasProgramme = VaccinationCalendarRule.isFor(market: market)
    guard let birth = child.dates.birth else {
      return hasProgramme ? prenatal(child.dates, CivilDay(today), leadDays) : []
    }
    return (hasProgramme ? vaccinations(birth, given, today, leadDays) : [])
      + [size(child, growth, CivilDay(today), leadDays)].compactMap { $0 }
  }

  /// Checks of the pregnancy whose weeks are not over; none once it is two weeks past the due date.
  private static func prenatal(_ dates: ChildDates, _ today: CivilDay, _ lead: Int)
    -> [PlannedReminder]
  {
    guard let due = dates.dueDay else { return [] }
    let start = due.adding(days: -StageRule.pregnancyDays)
    return PrenatalCheck.china.compactMap { check in
      let (first, last) = (
        start.adding(days: check.fromWeek * 7), start.adding(days: check.toWeek * 7 + 6)
      )
      guard last >= today else { return nil }
      return planned("prenatal:\(check.code)", .prenatalCheck, first, today, lead)
    }
  }

  private static func vaccinations(
    _ birth: CalendarDate,
    _ given: [GivenDose],
    _ today: CalendarDate,
    _ lead: Int
  ) -> [PlannedReminder] {
    VaccinationCalendarRule.calendar(birth: birth, given: given, today: today).compactMap { line in
      // The birth doses are the hospital's.
      guard line.state != .given, line.state != .missed, line.dose.by > 0 else { return nil }
      guard line.dose.vaccine != "BCG" else { return nil }
      return planned(
        "vaccination:\(line.dose.vaccine):\(line.dose.dose)",
        .vaccination,
        CivilDay(line.day),
        CivilDay(today),
        lead
      )
    }
  }

  private static func size(
    _ child: Child,
    _ growth: [GrowthEntry],
    _ today: CivilDay,
    _ lead: Int
  ) -> PlannedReminder? {
    guard let change = SizeRule.nextChange(of: child, measured: growth, after: today) else {
      return nil
    }
    return planned("size:\(change.size)", .sizeChange, change.day, today, lead)
  }

  private static func planned(
    _ topic: String,
    _ kind: ReminderKind,
    _ due: CivilDay,
    _ today: CivilDay,
    _ lead: Int
  ) -> PlannedReminder {
    PlannedReminder(
      topic: topic,
      kind: kind,
      // What can be done already is due from now on, so that it is not taken for outdated.
      dueOn: max(today, due).date,
      sendOn: max(today, due.adding(days: -lead)).date
    )
  }
}

/// A check of the pregnancy.
public struct PrenatalCheck: Hashable, Sendable {
  /// The code, `glucose`.
  public let code: String
  /// Completed weeks of pregnancy from which on it is made.
  public let fromWeek: Int
  /// The last completed week in which it is made.
  public let toWeek: Int
  /// What families read.
  public let name: LocalizedText

  /// The checks of China's guideline; `Texts/Prenatal/china.csv` names the source.
  public static let china: [Self] =
    EmbeddedRows.of("Texts/Prenatal/china.csv", fields: 5).map { row in
      guard let from = Int(row[1]), let to = Int(row[2]) else {
        preconditionFailure("checks have weeks: \(row)")
      }
      return Self(
        code: row[0],
        fromWeek: from,
        toWeek: to,
        name: ShownText.of(zh: row[3], en: row[4])
      )
    }
}
