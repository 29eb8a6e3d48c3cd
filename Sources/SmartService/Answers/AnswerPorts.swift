/// What answering takes from beside it; each port may be absent, and the answer says what was missing.
///
/// ```swift
/// var ports = AnswerPorts()
/// ports.triage = { question in triage.redFlag(in: question.turns) }
/// ports.embed = { text in encoder.embedding(of: text) }
/// ```
public struct AnswerPorts: Sendable {
  /// What a conversation was found to call for before any answer is looked for.
  public struct RedFlag: Hashable, Sendable, Codable {
    /// How soon.
    public let level: TriageLevel
    /// The rule that said so; `nil` when none did.
    public let ruleID: String?
    /// What the parent reads before anything else, in the conversation's language.
    public let action: String

    /// Describes what triage found.
    public init(level: TriageLevel, ruleID: String?, action: String = "") {
      self.level = level
      self.ruleID = ruleID
      self.action = action
    }

    /// Nothing was found, or nothing was looked for.
    public static let none = RedFlag(level: .none, ruleID: nil)
  }

  /// Triage of a whole conversation; of one whose last turn was heard, the gravest of all that may have
  /// been said, and of equals what was not told yet.
  ///
  /// `nil` when no triage is linked, and then no answer claims that a conversation is harmless.
  public var triage: (@Sendable (_ question: ServiceQuestion) -> RedFlag)?
  /// The embedding of a sentence, of unit length and always of the same dimension.
  ///
  /// `nil` when no model is installed; retrieval is then lexical.
  public var embed: (@Sendable (_ text: String) -> [Float])?

  /// The cosine that sentences without anything in common have under the model, below 1.
  ///
  /// Defaults to 0.75, that of multilingual-e5-small.
  public var unrelatedCosine = 0.75

  /// Works without triage and without a model.
  public init() {}
}
