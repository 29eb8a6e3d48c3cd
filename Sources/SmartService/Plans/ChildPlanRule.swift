public import TenantStore

/// What a step of a plan is about.
public enum PlanPart: String, CaseIterable, Sendable {
  /// What and how the child eats.
  case feeding
  /// How it sleeps.
  case sleep
  /// Vaccinations.
  case checks
  /// What it learns, and how one plays with it.
  case play
  /// What becomes dangerous.
  case safety

  /// The topic of the entries that belong to it.
  var topic: String {
    switch self {
    case .checks: "vaccines"
    case .play: "milestones"
    case .feeding, .sleep, .safety: rawValue
    }
  }

  /// Whether its ages count from the day on which birth was due.
  ///
  /// Feeding, sleep and development of a child that was born early follow its corrected age until two;
  /// vaccinations follow its birth (American Academy of Pediatrics).
  var isCorrected: Bool { self != .checks && self != .safety }
}

/// The child of a plan.
public struct PlannedChild: Hashable, Sendable {
  /// When it was born.
  public let birth: CalendarDate
  /// How many weeks before birth was due, 0 to 16.
  public let weeksEarly: Int

  /// Describes a child.
  public init(birth: CalendarDate, weeksEarly: Int = 0) {
    self.birth = birth
    self.weeksEarly = weeksEarly
  }
}

/// Something that begins to matter on a day.
public struct PlanStep: Hashable, Sendable {
  /// The day.
  public let day: CalendarDate
  /// What it is about.
  public let part: PlanPart
  /// The entry that tells it.
  public let entry: KnowledgeEntry
  /// The age in days at which it begins, as the entry has it.
  public let ageDays: Int
  /// Whether that is the corrected age of a child that was born early.
  public let isCorrected: Bool
}

/// When which published entry begins to matter for a child: from the birth and the ages of the entries alone,
/// so that a corrected birth, or another age of an entry, makes another plan.
public enum ChildPlanRule {
  /// So many days ahead steps are shown.
  public static let aheadDays = 90
  /// Until this age in days a child that was born early is counted by its corrected age.
  static let correctedUntil = 730
  /// What holds for longer than this is no step of a plan.
  static let longest = 800

  /// The steps whose days lie in a range, in order.
  ///
  /// - Parameters:
  ///   - entries: What is published, in one language.
  ///   - child: Whose plan it is.
  ///   - days: The first and the last day, both counted.
  /// - Returns: The steps; what matters from birth on is none.
  public static func steps(
    of entries: [KnowledgeEntry],
    for child: PlannedChild,
    in days: ClosedRange<CalendarDate>
  ) -> [PlanStep] {
    entries.compactMap { step(of: $0, for: child) }.filter { days.contains($0.day) }
      .sorted { ($0.day, $0.entry.draft.slug) < ($1.day, $1.entry.draft.slug) }
  }

  /// What begins in the next days, from the day after the given one.
  public static func coming(
    of entries: [KnowledgeEntry],
    for child: PlannedChild,
    after day: CalendarDate
  ) -> [PlanStep] {
    guard let first = CalendarDate(dayNumber: day.dayNumber + 1),
      let last = CalendarDate(dayNumber: day.dayNumber + aheadDays)
    else { return [] }
    return steps(of: entries, for: child, in: first...last)
  }

  /// What matters on a day already, of each part at most three, what began last first.
  public static func current(
    of entries: [KnowledgeEntry],
    for child: PlannedChild,
    on day: CalendarDate
  ) -> [PlanStep] {
    let begun = entries.compactMap { step(of: $0, for: child) }.filter { step in
      guard let last = step.entry.draft.maxAgeDays else { return false }
      return step.day <= day
        && day.dayNumber <= step.day.dayNumber + last - step.ageDays
        && last - step.ageDays <= longest
    }
    return PlanPart.allCases.flatMap { part in
      begun.filter { $0.part == part }
        .sorted { ($1.day, $0.entry.draft.slug) < ($0.day, $1.entry.draft.slug) }.prefix(3)
    }
  }

  private static func step(of entry: KnowledgeEntry, for child: PlannedChild) -> PlanStep? {
    guard let age = entry.draft.minAgeDays, age > 0,
      let part = PlanPart.allCases.first(where: { $0.topic == entry.draft.topic })
    else { return nil }
    let isCorrected = child.weeksEarly > 0 && part.isCorrected && age <= correctedUntil
    let later = isCorrected ? child.weeksEarly * 7 : 0
    guard let day = CalendarDate(dayNumber: child.birth.dayNumber + age + later) else { return nil }
    return PlanStep(day: day, part: part, entry: entry, ageDays: age, isCorrected: isCorrected)
  }
}
