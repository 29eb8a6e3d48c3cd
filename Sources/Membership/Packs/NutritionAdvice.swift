public import TenantStore

/// What is usual to eat in a third of pregnancy, by a public guideline; no advice for one person.
public struct NutritionAdvice: Hashable, Sendable {
  /// In which third of pregnancy.
  public let stage: ChildStage
  /// The short name, unique in the stage.
  public let code: String
  /// What families read.
  public let text: LocalizedText

  /// What the guideline for pregnant women of the Chinese Dietary Guidelines (2022) says, in short.
  public static let china: [Self] =
    EmbeddedRows.of("Texts/Nutrition/china.csv", fields: 4).map { row in
      guard let stage = ChildStage(rawValue: row[0]), stage.isPregnancy else {
        preconditionFailure("advice is for a stage of pregnancy: \(row)")
      }
      return Self(stage: stage, code: row[1], text: ShownText.of(zh: row[2], en: row[3]))
    }

  /// The advice for a child who is expected, on a day.
  ///
  /// - Parameters:
  ///   - child: The child.
  ///   - day: The day.
  /// - Returns: In the order of reading; nothing once the child is born, after 42 weeks, or in silence.
  public static func china(for child: Child, on day: CalendarDate) -> [Self] {
    guard let stage = child.stage(on: day) else { return [] }
    return china.filter { $0.stage == stage }
  }
}
