/// Customer service of a merchant: what it knows, and what it answers.
///
/// ## Topics
/// ### Knowledge
/// - ``writeKnowledge(_:by:in:)``
/// - ``submitKnowledge(_:by:in:)``
/// - ``publishKnowledge(_:reviewer:due:by:in:)``
/// - ``withdrawKnowledge(_:by:in:)``
/// ### Answers
/// - ``answer(_:from:)``
public struct ServiceDesk: Sendable {
  /// What answering takes from beside it.
  public let ports: AnswerPorts
  let shelf = KnowledgeShelf()

  /// Makes a desk; share one, because it keeps the indexes.
  public init(ports: AnswerPorts = AnswerPorts()) { self.ports = ports }
}
