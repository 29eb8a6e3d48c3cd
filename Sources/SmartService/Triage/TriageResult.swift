/// What triage found in a conversation.
public struct TriageResult: Sendable {
  /// How soon somebody must be seen.
  public let level: TriageLevel
  /// The rule that fired; nil at level ``TriageLevel/none``.
  public let rule: TriageRule?
  /// The signs that were told as present, by name, in order.
  public let signs: [String]
  /// The child's age in days, from the profile or the text; nil where neither says it.
  public let ageDays: Int?
  /// The highest body temperature that was told, in °C.
  public let highestCelsius: Double?

  /// Name of the rule that fired.
  public var ruleID: String? { rule?.id }

  init(rule: TriageRule?, facts: TriageFacts) {
    level = rule?.level ?? .none
    self.rule = rule
    signs = facts.signs.sorted()
    ageDays = facts.ageDays
    highestCelsius = facts.measures["temp"]?.max()
  }
}
