/// Tells from a conversation whether somebody must be seen, and how soon; always asked first.
///
/// Pure and without state. What it returns stands: no retrieval, language model or setting may lower it.
/// The rules are data (`Texts/triage/rules.tsv`), each with its source and the clinician who signed it;
/// the wordings by which people tell the signs stand beside it. It gives no diagnosis and no dose.
public enum Triage {
  /// The rules, in the order in which they are asked.
  public static var rules: [TriageRule] { ruleTable.rules }

  /// Assesses a conversation.
  ///
  /// The level is the highest that any message raised, with what was told before it: an age in one
  /// message and a fever in the next are read together. Under 1 ms for a message of usual length.
  /// - Parameters:
  ///   - conversation: The customer's messages, oldest first. Each is read with the 39 before it, up to
  ///     4,000 characters.
  ///   - childAgeDays: The age that the profile knows, in days from 0; an age in the text counts where
  ///     the profile has none or an older child.
  ///   - isPregnant: Whether the profile says that the customer is pregnant.
  ///   - isPostpartum: Whether the profile says that she gave birth within six weeks.
  /// - Returns: The level, the rule that raised it and what was told.
  public static func assess(
    conversation: [String],
    childAgeDays: Int? = nil,
    isPregnant: Bool = false,
    isPostpartum: Bool = false
  ) -> TriageResult {
    var course = TriageCourse(
      TriageFacts(childAgeDays: childAgeDays, isPregnant: isPregnant, isPostpartum: isPostpartum)
    )
    for message in conversation.dropLast() { course.add(message) }
    return course.result(endingWith: conversation.last)
  }

  /// Assesses a conversation for each of what may have been said last; what came before is read once.
  ///
  /// - Parameters:
  ///   - earlier: The customer's messages before the last, oldest first.
  ///   - alternatives: What the last message may have been.
  ///   - childAgeDays: As for ``assess(conversation:childAgeDays:isPregnant:isPostpartum:)``.
  /// - Returns: One result for each alternative.
  public static func assess(
    earlier: some Sequence<String>,
    alternatives: [String],
    childAgeDays: Int? = nil
  ) -> [TriageResult] {
    var course = TriageCourse(
      TriageFacts(childAgeDays: childAgeDays, isPregnant: false, isPostpartum: false)
    )
    for message in earlier { course.add(message) }
    return alternatives.map { course.result(endingWith: $0) }
  }

  /// What is wrong with the compiled tables; empty in a release.
  package static var problems: [String] {
    let known = Set(phrases.signs.map(\.name))
    let missing = rules.flatMap { rule in
      rule.condition.signs.subtracting(known).sorted().map { "\(rule.id): no sign is called \($0)" }
    }
    return phrases.problems + ruleTable.problems + missing
  }

  static let phrases = PhraseTable(
    files: EmbeddedText.files.keys.sorted()
      .filter {
        $0 == "Texts/understanding/markers.txt"
          || ($0.hasPrefix("Texts/triage/") && $0.hasSuffix(".txt"))
      }
      .map { (name: $0, lines: TextTable.lines($0)) }
  )

  static let matcher = SignMatcher(table: phrases)

  static let ruleTable = TriageRuleTable(lines: TextTable.lines("Texts/triage/rules.tsv"))
}

/// What a conversation has come to, message by message.
private struct TriageCourse {
  private var facts: TriageFacts
  private var transcript = Transcript(table: Triage.phrases)
  private var highest: TriageRule?

  init(_ facts: TriageFacts) { self.facts = facts }

  mutating func add(_ message: String) {
    transcript.add(message)
    facts.addNewest(of: transcript, matcher: Triage.matcher)
    for rule in Triage.ruleTable.rules where rule.level > (highest?.level ?? .none) {
      if rule.fires(for: facts) { highest = rule }
    }
  }

  func result(endingWith message: String?) -> TriageResult {
    guard let message else { return TriageResult(rule: nil, newest: nil, facts: facts) }
    var end = self
    end.add(message)
    var newest: TriageRule?
    for rule in Triage.ruleTable.rules where rule.level > (newest?.level ?? .none) {
      if rule.fires(for: end.facts), !rule.fires(for: facts) { newest = rule }
    }
    return TriageResult(rule: end.highest, newest: newest, facts: end.facts)
  }
}
