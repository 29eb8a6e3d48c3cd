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

  /// Everything of the rule but who signed it, as the table has it.
  let wording: String
  let firesAtUnknownAge: Bool
  let condition: TriageCondition

  /// What to do, with the telephone numbers of a country; in a language other than Chinese and English
  /// words that nobody has signed, often those of the level.
  ///
  /// - Parameters:
  ///   - language: BCP 47 tag of the reader; one that is not of ``LanguageIdentifier/languages`` gives
  ///     English.
  ///   - country: ISO 3166-1 code of two letters of the reader; nil shows no number.
  /// - Returns: The action.
  public func action(language: String, country: String?) -> String {
    let language = TriageWords.language(of: language)
    let own = language == "zh" ? actionZh : actionEn
    return EmergencyNumbers(country: country)
      .filling(TriageWords.action(of: self, in: language) ?? own, language: language)
  }

  func fires(for facts: TriageFacts) -> Bool {
    isMeant(at: facts) && condition.holds(for: facts)
  }

  private func isMeant(at facts: TriageFacts) -> Bool {
    guard let ageDays else { return true }
    guard let told = facts.ageDays else { return firesAtUnknownAge }
    return ageDays.contains(told)
      || facts.mayBeYounger && firesAtUnknownAge && ageDays.lowerBound <= told
  }
}
