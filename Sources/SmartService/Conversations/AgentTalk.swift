internal import Foundation
public import TenantStore

/// What members of staff do, by their logins.
extension ConversationDesk {
  /// Takes a conversation; of two at once one has it.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found`,
  ///   `conversation_over`, or `conversation_taken` (`owner`).
  @discardableResult
  public func take(_ id: ConversationID, by login: String, in transaction: TenantTransaction)
    async throws -> Conversation
  {
    let conversation = try await held(id, in: transaction)
    switch ConversationTransition.outcome(of: .take, in: conversation.state) {
    case .refused: throw ConversationRefusal(.over)
    case .stays: try Self.check(conversation, isOf: login)
    case .moves(let state):
      try await transaction.move(id, to: state, owner: login)
      try await note("taken", id, by: login, in: transaction)
    }
    return try await held(id, in: transaction)
  }

  /// Answers as a person; whoever answers has taken the conversation.
  ///
  /// - Returns: The place of the message.
  /// - Throws: As ``take(_:by:in:)``, and `message_invalid`.
  @discardableResult
  public func answer(
    _ text: String,
    to id: ConversationID,
    by login: String,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let text = try Self.checked(text)
    try await take(id, by: login, in: transaction)
    try await transaction.noteAnswer(of: id)
    return try await transaction.append(.agent, text, login: login, to: id)
  }

  /// Wants one of the staff for a conversation that waits; anybody may take it all the same, so that
  /// nobody waits for who is away.
  ///
  /// Wanting again, or where nobody is waited for, changes nothing.
  /// - Parameters:
  ///   - login: Who is wanted.
  ///   - id: The conversation.
  ///   - transaction: Where it happens.
  /// - Returns: Whether this call wanted the person.
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found`.
  @discardableResult
  public static func want(
    _ login: String,
    for id: ConversationID,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard try await transaction.lockConversation(id) != nil else {
      throw ConversationRefusal(.notFound)
    }
    guard try await transaction.wantAgent(login, for: id) else { return false }
    try await transaction.audit(
      "service.agent_wanted",
      of: id.description,
      by: .system,
      after: ["agent": .string(login)]
    )
    return true
  }

  /// Puts a conversation that waits further ahead among those that wait for the same reason, as if its
  /// customer had waited longer; by when an answer is due stays.
  ///
  /// Whoever has waited longer by more than that still comes first, and danger is not put behind or before
  /// danger. Once more, or by no more than before, changes nothing.
  /// - Parameters:
  ///   - id: The conversation.
  ///   - minutes: By how much, 0 to 240.
  ///   - transaction: Where it happens.
  /// - Returns: Whether this call put it further ahead.
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found`.
  @discardableResult
  public static func favour(
    _ id: ConversationID,
    by minutes: Int,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard minutes > 0 else { return false }
    guard try await transaction.lockConversation(id) != nil else {
      throw ConversationRefusal(.notFound)
    }
    return try await transaction.favour(id, by: min(minutes, 240))
  }

  /// Notes something for colleagues; the customer never sees it.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found` or `message_invalid`.
  @discardableResult
  public func note(
    _ text: String,
    on id: ConversationID,
    by login: String,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let text = try Self.checked(text)
    _ = try await held(id, in: transaction)
    return try await transaction.append(.note, text, login: login, to: id)
  }

  /// Lets go of a conversation, gives it back to the service, or ends it.
  ///
  /// Doing it again changes nothing.
  /// - Parameters:
  ///   - event: `release`, `giveToBot` or `resolve`.
  ///   - id: The conversation.
  ///   - login: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``ConversationRefusal`` with the code `conversation_not_found`,
  ///   `conversation_over`, or `conversation_taken` (`owner`).
  /// - Returns: The conversation as it stands then.
  @discardableResult
  public func change(
    _ event: ConversationEvent,
    _ id: ConversationID,
    by login: String,
    in transaction: TenantTransaction
  ) async throws -> Conversation {
    let conversation = try await held(id, in: transaction)
    try Self.check(conversation, isOf: login)
    switch ConversationTransition.outcome(of: event, in: conversation.state) {
    case .refused: throw ConversationRefusal(.over)
    case .stays: break
    case .moves(let state):
      try await transaction.move(id, to: state, owner: state == .person ? login : nil)
      let earlier = try await transaction.openHandOff(of: id)
      if state != .person { try await transaction.endHandOff(of: id) }
      if state == .queued {
        // The customer waits anew, and the clock begins anew.
        try await queue(
          id,
          earlier?.reason ?? .asked,
          agent: earlier?.agent,
          minutesAhead: earlier?.minutesAhead ?? 0,
          in: transaction
        )
      }
      try await note(event.rawValue, id, by: login, in: transaction)
    }
    return try await held(id, in: transaction)
  }

  private static func check(_ conversation: Conversation, isOf login: String)
    throws(ConversationRefusal)
  {
    guard let owner = conversation.owner, owner != login else { return }
    throw ConversationRefusal(.taken, details: ["owner": .string(owner)])
  }

  private func note(
    _ event: String,
    _ id: ConversationID,
    by login: String,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.audit(
      "service.conversation_\(event)",
      of: id.description,
      by: .staff(login)
    )
  }
}

extension JobKind {
  /// Tells of conversations in which no person answered in time.
  static let handOffDeadlines = Self(
    name: "service.hand_off_deadlines",
    timeLimit: .seconds(300)
  ) { context in
    for id in try await context.scope.lateHandOffs() {
      try Task.checkCancellation()
      try await context.transaction { transaction in
        guard try await transaction.noteOverdue(id) else { return }
        try await transaction.emit(
          "service.hand_off_overdue",
          ["hand_off": .string(id.description)]
        )
      }
    }
  }
}
