/// What triage found in a conversation.
public struct TriageResult: Sendable {
  /// How soon somebody must be seen.
  public let level: TriageLevel
  /// The rule that fired; nil at level ``TriageLevel/none``.
  public let rule: TriageRule?
  /// The gravest rule that nothing before the newest message had raised; often the same.
  public let newest: TriageRule?
  /// The signs that were told as present, by name, in order.
  public let signs: [String]
  /// The child's age in days, from the profile or the text; nil where neither says it.
  public let ageDays: Int?
  /// The highest body temperature that was told, in °C.
  public let highestCelsius: Double?

  /// Name of the rule that fired.
  public var ruleID: String? { rule?.id }

  /// What to do, with the telephone numbers of a country.
  ///
  /// - Parameters:
  ///   - language: BCP 47 tag of the reader; one that is not of ``LanguageIdentifier/languages`` gives
  ///     English.
  ///   - country: ISO 3166-1 code of two letters of the reader; nil shows no number.
  /// - Returns: The action, or nil where no rule fired.
  public func action(language: String, country: String?) -> String? {
    rule?.action(language: language, country: country)
  }

  init(rule: TriageRule?, newest: TriageRule?, facts: TriageFacts) {
    level = rule?.level ?? .none
    self.rule = rule
    self.newest = newest
    signs = facts.signs.sorted()
    ageDays = facts.ageDays
    highestCelsius = facts.measures["temp"]?.max()
  }
}
