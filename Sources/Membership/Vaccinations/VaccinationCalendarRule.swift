public import TenantStore

/// A dose that a child got.
public struct GivenDose: Hashable, Sendable {
  /// The vaccine's code.
  public let vaccine: String
  /// Which dose of it.
  public let dose: Int
  /// When it was given.
  public let day: CalendarDate

  /// Notes a dose.
  public init(vaccine: String, dose: Int, day: CalendarDate) {
    self.vaccine = vaccine
    self.dose = dose
    self.day = day
  }
}

/// A line of a child's calendar.
public struct CalendarDose: Hashable, Sendable {
  /// Where a dose stands on a day.
  public enum State: String, CaseIterable, Sendable {
    /// It was given.
    case given
    /// It is not time yet.
    case upcoming
    /// It can be given.
    case due
    /// It should have been given, and still can be.
    case overdue
    /// The child is too old for it.
    case missed
  }

  /// The dose.
  public let dose: ProgrammeDose
  /// When it was given, or from when it can be: of age, and long enough after the dose before.
  public let day: CalendarDate
  /// The last day on which it is in time.
  public let by: CalendarDate
  /// Where it stands.
  public let state: State
}

/// When doses of a programme are due for one child.
///
/// Ages count from birth, also for preterm children. A dose that is late moves those after it, each by
/// its least interval; a dose that was given keeps its day, whatever the programme says.
public enum VaccinationCalendarRule {
  /// Whether the calendar is the one that holds in a market, by its ISO 3166 code: China's alone.
  public static func isFor(market: String) -> Bool { market == "CN" }

  /// The calendar of a child on a day, by day.
  ///
  /// - Parameters:
  ///   - birth: The day of birth.
  ///   - given: The doses that the child got.
  ///   - today: The day on which somebody looks.
  ///   - programme: Which doses there are.
  /// - Returns: A line for each dose that is for children born on that day.
  public static func calendar(
    birth: CalendarDate,
    given: [GivenDose],
    today: CalendarDate,
    programme: VaccinationProgramme = .china
  ) -> [CalendarDose] {
    let (birthDay, now) = (CivilDay(birth), CivilDay(today))
    let doses = Dictionary(grouping: programme.doses(forBirth: birth), by: \.vaccine)
    let lines = doses.values.flatMap { doses -> [CalendarDose] in
      var before: CivilDay?
      return doses.sorted { $0.dose < $1.dose }.map { dose in
        let own = given.first { $0.vaccine == dose.vaccine && $0.dose == dose.dose }
        let line = line(dose, own.map { CivilDay($0.day) }, after: before, birthDay, now)
        // Whatever was not given cannot be given before today.
        before = line.state == .given ? line.day : max(line.day, now)
        return CalendarDose(
          dose: dose,
          day: line.day.date,
          by: line.by.date,
          state: line.state
        )
      }
    }
    return lines.sorted {
      ($0.day, $0.dose.vaccine, $0.dose.dose) < ($1.day, $1.dose.vaccine, $1.dose.dose)
    }
  }

  private static func line(
    _ dose: ProgrammeDose,
    _ given: CivilDay?,
    after before: CivilDay?,
    _ birth: CivilDay,
    _ today: CivilDay
  ) -> (day: CivilDay, by: CivilDay, state: CalendarDose.State) {
    let ofAge = birth.adding(months: dose.from)
    let earliest = max(ofAge, before?.adding(days: dose.interval) ?? ofAge)
    // The day before the birthday of months; the birth dose is for the first day and the next.
    let inTime =
      dose.by == 0 ? birth.adding(days: 1) : birth.adding(months: dose.by).adding(days: -1)
    let by = max(inTime, earliest)
    if let given { return (given, by, .given) }
    if let until = dose.until, max(earliest, today) >= birth.adding(months: until) {
      return (earliest, by, .missed)
    }
    if today < earliest { return (earliest, by, .upcoming) }
    return (earliest, by, today <= by ? .due : .overdue)
  }
}
