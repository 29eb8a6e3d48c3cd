public import Foundation
public import TenantStore

/// What a customer does, and the service on its own.
extension ConversationDesk {
  /// Adds what a customer writes; after a resolved conversation a new one begins.
  ///
  /// - Returns: The conversation as it stands then; the service answers only in the state `bot`.
  /// - Throws: ``ConversationRefusal`` with the code `message_invalid`.
  public func write(
    _ text: String,
    session: SessionID,
    locale: String,
    in transaction: TenantTransaction
  ) async throws -> Conversation {
    let text = try Self.checked(text)
    let open = try await transaction.lockOpenConversation(of: session, locale: locale)
    _ = try await transaction.append(.customer, text, to: open.id)
    return try await held(open.id, in: transaction)
  }

  /// Adds the service's own answer, unless a person has taken over or the customer wrote on.
  ///
  /// - Parameters:
  ///   - text: What is said.
  ///   - payload: What is shown beside it: action, citations, buttons.
  ///   - id: The conversation.
  ///   - position: The place of the last message that the answer knows.
  ///   - transaction: Where it happens.
  /// - Returns: The place of the answer; nothing when it came too late and was dropped.
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found` or `message_invalid`.
  public func answer(
    _ text: String,
    payload: JSONValue,
    to id: ConversationID,
    after position: Int,
    in transaction: TenantTransaction
  ) async throws -> Int? {
    let text = try Self.checked(text)
    let conversation = try await held(id, in: transaction)
    guard conversation.state == .bot,
      try await transaction.lastCustomerPosition(of: id) <= position
    else { return nil }
    return try await transaction.append(.bot, text, payload: payload, to: id)
  }

  /// Hands a conversation to people.
  ///
  /// The customer is told, it stands in the queue, and the clock runs: all or nothing. Asking again
  /// makes it more urgent at most.
  ///
  /// - Parameters:
  ///   - id: The conversation.
  ///   - reason: Why.
  ///   - facts: What was understood, for the summary.
  ///   - payload: What is shown beside the notice.
  ///   - transaction: Where it happens.
  ///   - notice: What the customer is told, given by when a person answers; nothing when nobody
  ///     works within a year.
  /// - Returns: The hand-off.
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found` or
  ///   `conversation_over`.
  @discardableResult
  public func handOff(
    _ id: ConversationID,
    _ reason: HandOffReason,
    facts: [(String, String)] = [],
    payload: JSONValue = .null,
    in transaction: TenantTransaction,
    notice: (Date?) -> String
  ) async throws -> HandOff {
    let conversation = try await held(id, in: transaction)
    let due = dueMoment(transaction.environment.now())
    switch ConversationTransition.outcome(of: .handOff, in: conversation.state) {
    case .refused: throw ConversationRefusal(.over)
    case .moves(let state):
      try await queue(id, reason, facts: facts, in: transaction)
      _ = try await transaction.append(
        .bot,
        try Self.checked(notice(due)),
        payload: payload,
        to: id
      )
      try await transaction.move(id, to: state)
      try await transaction.emit(
        "service.handed_off",
        ["conversation": .string(id.description), "reason": .string(reason.rawValue)]
      )
    case .stays:
      if try await transaction.openHandOff(of: id) == nil {
        // A member of staff took it unasked, and there was nothing to wait for.
        try await queue(id, reason, facts: facts, in: transaction)
      }
      try await transaction.raiseHandOff(of: id, reason, dueAt: due)
      // Whoever waits for a person, or has one who does not look, is told of danger all the same.
      if reason == .redFlag {
        _ = try await transaction.append(
          .bot,
          try Self.checked(notice(due)),
          payload: payload,
          to: id
        )
      }
    }
    guard let handOff = try await transaction.openHandOff(of: id) else {
      throw TenantStoreError.emptyAnswer
    }
    return handOff
  }

  /// Notes what a customer thinks of a conversation, from 1, bad, to 5; the last word counts.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found`, also for a conversation
  ///   of somebody else, or `rating_invalid`.
  public func rate(
    _ id: ConversationID,
    _ rating: Int,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...5).contains(rating) else { throw ConversationRefusal(.ratingInvalid) }
    guard try await held(id, in: transaction).session == session else {
      throw ConversationRefusal(.notFound)
    }
    try await transaction.rate(id, rating)
  }

  /// Deletes all that a session has said and was told (PIPL, article 47); again changes nothing.
  ///
  /// - Returns: How many conversations there were.
  @discardableResult
  public static func erase(
    session: SessionID,
    by actor: Actor = .shopper,
    in transaction: TenantTransaction
  ) async throws -> Int {
    try await transaction.forgetCases(of: session)
    let count = try await transaction.deleteConversations(of: session)
    try await transaction.forgetConsultations(of: session)
    try await transaction.deleteViews(of: session)
    try await NutritionDiary.erase(session, in: transaction)
    try await ChildPlans.erase(session, in: transaction)
    try await transaction.deleteTele(of: session)
    if count > 0 {
      try await transaction.audit(
        "service.conversations_erased",
        of: session.description,
        by: actor,
        after: ["conversations": .integer(Int64(count))]
      )
    }
    return count
  }
}
