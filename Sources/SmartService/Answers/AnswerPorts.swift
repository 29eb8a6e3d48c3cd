/// What answering takes from beside it.
///
/// Triage is always there, built in where nobody brings another; no answer is given without it.
///
/// ```swift
/// var ports = AnswerPorts()
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

    /// Nothing was found.
    public static let none = RedFlag(level: .none, ruleID: nil)
  }

  /// Triage of a whole conversation; the built-in rules where nobody brings others.
  ///
  /// Of a conversation whose last turn was heard it tells the gravest of all that may have been said, and of
  /// equals what was not told yet.
  public var triage: @Sendable (_ question: ServiceQuestion) -> RedFlag
  /// The embedding of a sentence, of unit length and always of the same dimension.
  ///
  /// `nil` when no model is installed; retrieval is then lexical.
  public var embed: (@Sendable (_ text: String) -> [Float])?

  /// The cosine that sentences without anything in common have under the model, below 1.
  ///
  /// Defaults to 0.75, that of multilingual-e5-small.
  public var unrelatedCosine = 0.75

  /// The built-in triage and no model.
  public init() { triage = { Self.builtInTriage($0) } }
}
