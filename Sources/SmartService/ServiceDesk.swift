/// Customer service of a merchant: what it knows, and what it answers.
///
/// ## Topics
/// ### Knowledge
/// - ``writeKnowledge(_:draftedBy:by:in:)``
/// - ``submitKnowledge(_:by:in:)``
/// - ``publishKnowledge(_:reviewer:due:by:in:)``
/// - ``withdrawKnowledge(_:by:in:)``
/// ### Answers
/// - ``answer(_:from:)``
public struct ServiceDesk: Sendable {
  /// What answering takes from beside it.
  public let ports: AnswerPorts
  let shelf: KnowledgeShelf

  /// Makes a desk; share one, because it keeps the indexes.
  ///
  /// - Parameters:
  ///   - ports: What answering takes from beside it.
  ///   - meanings: When the model of the ports, if there is one, reads the entries.
  public init(ports: AnswerPorts = AnswerPorts(), meanings: MeaningPlan = .before) {
    self.ports = ports
    shelf = KnowledgeShelf(meanings)
  }
}
