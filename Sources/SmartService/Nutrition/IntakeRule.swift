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
