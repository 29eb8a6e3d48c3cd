/// A line of the results: what was answered to one question.
public struct EvaluationResult: Hashable, Sendable, Encodable {
  /// The flag as the results name it.
  public struct Flag: Hashable, Sendable, Encodable {
    let level: TriageLevel
    let ruleId: String?

    private enum CodingKeys: CodingKey { case level, ruleId }

    /// Writes `null` where no rule fired.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(level, forKey: .level)
      try container.encode(ruleId, forKey: .ruleId)
    }
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

  private enum CodingKeys: CodingKey {
    case id, action, entryId, ranked, confidence, citations, redFlag
  }

  /// Writes all fields, `null` where no entry was meant.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(action, forKey: .action)
    try container.encode(entryId, forKey: .entryId)
    try container.encode(ranked, forKey: .ranked)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(citations, forKey: .citations)
    try container.encode(redFlag, forKey: .redFlag)
  }

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
