/// A rule of the triage table: which signs at which age mean which level, by which guideline.
public struct TriageRule: Sendable {
  /// The stable name, such as `fever.under3months`.
  public let id: String
  /// How soon somebody must be seen where the rule fires.
  public let level: TriageLevel
  /// The ages at which it fires, in days; nil where it fires at any.
  public let ageDays: ClosedRange<Int>?
  /// The condition in words and numbers, for the clinician who signs.
  public let threshold: String
  /// The guidelines it was written from.
  public let source: String
  /// Who signed the rule; nil while no clinician has.
  public let signedOffBy: String?
  /// What to do, in Chinese; `{emergency}`, `{police}` and `{mental}` stand for telephone numbers.
  public let actionZh: String
  /// What to do, in English, with the same placeholders.
  public let actionEn: String

  let firesAtUnknownAge: Bool
  let condition: TriageCondition

  func fires(for facts: TriageFacts) -> Bool {
    if let ageDays {
      guard facts.ageDays.map(ageDays.contains) ?? firesAtUnknownAge else { return false }
    }
    return condition.holds(for: facts)
  }
}
