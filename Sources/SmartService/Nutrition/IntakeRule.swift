public import TenantStore

/// What was noted of one day.
public struct IntakeDay: Hashable, Sendable {
  /// The day.
  public let day: CalendarDate
  /// How much of each item, in the item's unit; above 0.
  public let amounts: [String: Double]
  /// What was eaten, in words; at most ``NutritionDiary/wordLimit`` characters.
  public let words: String

  /// Describes a day.
  public init(day: CalendarDate, amounts: [String: Double], words: String = "") {
    self.day = day
    self.amounts = amounts
    self.words = words
  }
}

/// How what was noted in a week stands to what is usual.
public struct IntakeComparison: Hashable, Sendable {
  /// How it stands.
  public enum Verdict: String, CaseIterable, Sendable {
    /// Fewer than three days have the item: nothing is said.
    case unknown
    /// Less than what is usual was noted.
    case short
    /// As much as is usual was noted.
    case reached
  }

  /// What is usual.
  public let reference: ReferenceIntake
  /// The mean of the days that have the item; 0 where none has.
  public let mean: Double
  /// How many days have it.
  public let days: Int
  /// How it stands.
  public let verdict: Verdict
}

/// Compares a week with what is usual: arithmetic, and never a diagnosis.
public enum IntakeRule {
  /// From so many days on a mean says something.
  public static let daysWanted = 3

  /// So many weeks before a third of pregnancy begins, what changes with it is told.
  public static let weeksAhead = 3

  /// What is usual from the next third on and is not usual now, told some weeks before.
  ///
  /// - Parameters:
  ///   - week: The gestational week.
  ///   - references: What is usual.
  /// - Returns: The week in which the third begins, and its references that differ; nothing where none
  ///   begins soon, or nothing changes.
  public static func coming(inWeek week: Int, _ references: [ReferenceIntake])
    -> (week: Int, changes: [ReferenceIntake])?
  {
    let now = GestationalAge.third(ofWeek: week).rawValue
    let ahead = (week + 1)...(week + weeksAhead)
    guard let start = ahead.first(where: { GestationalAge.third(ofWeek: $0).rawValue != now })
    else { return nil }
    let next = GestationalAge.third(ofWeek: start).rawValue
    let usual = Dictionary(
      references.filter { $0.third == now }.map { ($0.item, $0.amount) },
      uniquingKeysWith: { first, _ in first }
    )
    let changes = references.filter { $0.third == next && $0.amount != usual[$0.item] }
    return changes.isEmpty ? nil : (start, changes)
  }

  /// Compares the days of a gestational week.
  ///
  /// - Parameters:
  ///   - days: What was noted, each day once.
  ///   - week: The gestational week; days of other weeks are left out.
  ///   - due: When birth is due.
  ///   - references: What is usual.
  /// - Returns: A line for each reference of the week's third, in their order.
  public static func comparisons(
    _ days: [IntakeDay],
    inWeek week: Int,
    due: CalendarDate,
    _ references: [ReferenceIntake]
  ) -> [IntakeComparison] {
    let third = GestationalAge.third(ofWeek: week).rawValue
    let counted = days.filter { GestationalAge.week(on: $0.day, due: due) == week }
    return references.filter { $0.third == third }.map { reference in
      let amounts = counted.compactMap { $0.amounts[reference.item] }
      let mean = amounts.isEmpty ? 0 : amounts.reduce(0, +) / Double(amounts.count)
      let verdict: IntakeComparison.Verdict =
        amounts.count < daysWanted ? .unknown : mean < reference.amount ? .short : .reached
      return IntakeComparison(
        reference: reference,
        mean: mean,
        days: amounts.count,
        verdict: verdict
      )
    }
  }
}
