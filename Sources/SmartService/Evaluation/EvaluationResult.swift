/// A line of the results: what was answered to one question.
public struct EvaluationResult: Hashable, Sendable, Encodable {
  /// The flag as the results name it.
  public struct Flag: Hashable, Sendable, Encodable {
    let level: AnswerPorts.RedFlag.Level
    let ruleId: String?
  }

  /// The question's name.
  public let id: String
  /// What was done.
  public let action: ServiceAction
  /// The entry that was meant.
  public let entryId: String?
  /// The best five.
  public let ranked: [String]
  /// How likely the entry is right, 0 to 1.
  public let confidence: Double
  /// The sources of the text.
  public let citations: [KnowledgeCitation]
  /// What triage said.
  public let redFlag: Flag

  /// Describes an answer.
  public init(_ query: EvaluationQuery, _ answer: ServiceAnswer) {
    id = query.id
    action = answer.action
    entryId = answer.entry
    ranked = answer.ranked
    confidence = (answer.confidence * 1e6).rounded() / 1e6
    citations = answer.citations
    redFlag = Flag(level: answer.redFlag.level, ruleId: answer.redFlag.ruleID)
  }
}
