internal import Foundation
internal import TenantStore

extension TenantTransaction {
  /// Locks the open conversation of a session until the transaction ends, opening one when there is
  /// none.
  func lockOpenConversation(of session: SessionID, locale: String) async throws -> Conversation {
    let now = environment.now()
    let found: Conversation? = try await optional(
      """
      INSERT INTO service.conversation AS c
        (tenant_id, id, session_id, state, locale, opened_at, updated_at)
      VALUES (\(tenant), \(ConversationID.make(in: environment)), \(session), 'bot', \(locale),
        \(now), \(now))
      ON CONFLICT (tenant_id, session_id) WHERE state <> 'resolved'
      DO UPDATE SET updated_at = greatest(c.updated_at, excluded.updated_at)
      RETURNING \(QueryPart.conversation)
      """
    )
    guard let found else { throw TenantStoreError.emptyAnswer }
    return found
  }

  /// Locks a conversation until the transaction ends.
  func lockConversation(_ id: ConversationID) async throws -> Conversation? {
    try await optional(
      """
      SELECT \(QueryPart.conversation) FROM service.conversation c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id) FOR UPDATE
      """
    )
  }

  /// Adds a message to a locked conversation and gives its place.
  func append(
    _ author: MessageAuthor,
    _ text: String,
    login: String? = nil,
    payload: JSONValue = .null,
    to id: ConversationID
  ) async throws -> Int {
    let position: Int? = try await value(
      """
      WITH counted AS (
        UPDATE service.conversation
        SET message_count = message_count + 1, updated_at = \(environment.now())
        WHERE tenant_id = \(tenant) AND id = \(id)
        RETURNING message_count
      )
      INSERT INTO service.message
        (tenant_id, conversation_id, position, author, login, body, payload, written_at)
      SELECT \(tenant), \(id), counted.message_count, \(author.rawValue), \(login), \(text),
        \(payload.canonicalText)::text::jsonb, \(environment.now())
      FROM counted
      RETURNING position
      """
    )
    guard let position else { throw TenantStoreError.emptyAnswer }
    return position
  }

  /// Moves a locked conversation to a state, with whoever has it then.
  func move(_ id: ConversationID, to state: ConversationState, owner: String? = nil) async throws {
    let now = environment.now()
    let resolved = state == .resolved ? now : nil
    try await execute(
      """
      UPDATE service.conversation
      SET state = \(state.rawValue), owner = \(owner), updated_at = \(now),
        resolved_at = \(resolved)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Writes a hand-off of a locked conversation.
  func insertHandOff(
    _ id: HandOffID,
    of conversation: ConversationID,
    _ reason: HandOffReason,
    summary: String,
    dueAt: Date?,
    agent: String?,
    minutesAhead: Int
  ) async throws {
    try await execute(
      """
      INSERT INTO service.hand_off
        (tenant_id, id, conversation_id, reason, priority, summary, asked_at, due_at, agent,
         minutes_ahead)
      VALUES (\(tenant), \(id), \(conversation), \(reason.rawValue), \(reason.priority),
        \(summary), \(environment.now()), \(dueAt), \(agent), \(Int32(minutesAhead)))
      """
    )
  }

  /// The place of the last message that the customer wrote; 0 when there is none.
  func lastCustomerPosition(of id: ConversationID) async throws -> Int {
    try await value(
      """
      SELECT max(position) FROM service.message
      WHERE tenant_id = \(tenant) AND conversation_id = \(id) AND author = 'customer'
      """,
      as: Int?.self
    ).flatMap { $0 } ?? 0
  }

  /// Makes the open hand-off of a locked conversation more urgent, never less; its clock runs anew,
  /// also for a further danger.
  func raiseHandOff(of conversation: ConversationID, _ reason: HandOffReason, dueAt: Date?)
    async throws
  {
    try await execute(
      """
      UPDATE service.hand_off
      SET reason = \(reason.rawValue), priority = \(reason.priority),
        due_at = CASE WHEN answered_at IS NULL THEN least(due_at, \(dueAt)) ELSE \(dueAt) END,
        answered_at = NULL, overdue_at = NULL
      WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND ended_at IS NULL
        AND (priority > \(reason.priority) OR \(reason == .redFlag))
      """
    )
  }

  /// Notes who is wanted for the open hand-off of a locked conversation.
  ///
  /// - Returns: Whether there is one that nobody was wanted for.
  func wantAgent(_ login: String, for conversation: ConversationID) async throws -> Bool {
    try await execute(
      """
      UPDATE service.hand_off SET agent = \(login)
      WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND ended_at IS NULL
        AND agent IS NULL
      """
    ) == 1
  }

  /// Puts the open hand-off of a locked conversation further ahead.
  ///
  /// - Returns: Whether it stood less far ahead before.
  func favour(_ conversation: ConversationID, by minutes: Int) async throws -> Bool {
    try await execute(
      """
      UPDATE service.hand_off SET minutes_ahead = \(Int32(minutes))
      WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND ended_at IS NULL
        AND minutes_ahead < \(Int32(minutes))
      """
    ) == 1
  }

  /// Notes the first answer of a person.
  func noteAnswer(of conversation: ConversationID) async throws {
    try await execute(
      """
      UPDATE service.hand_off SET answered_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND ended_at IS NULL
        AND answered_at IS NULL
      """
    )
  }

  /// Ends the open hand-off of a conversation, if there is one.
  func endHandOff(of conversation: ConversationID) async throws {
    try await execute(
      """
      UPDATE service.hand_off SET ended_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND conversation_id = \(conversation) AND ended_at IS NULL
      """
    )
  }

  /// Notes that somebody is told of a late answer; false when that has happened, or none is due.
  func noteOverdue(_ id: HandOffID) async throws -> Bool {
    try await execute(
      """
      UPDATE service.hand_off SET overdue_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND overdue_at IS NULL AND answered_at IS NULL
        AND ended_at IS NULL AND due_at <= \(environment.now())
      """
    ) == 1
  }

  /// Notes what the customer thinks of a conversation; the last word counts.
  func rate(_ id: ConversationID, _ rating: Int) async throws {
    try await execute(
      """
      UPDATE service.conversation SET rating = \(rating), rated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Deletes all conversations of a session, with what was said in them.
  func deleteConversations(of session: SessionID) async throws -> Int {
    try await execute(
      """
      DELETE FROM service.conversation
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}
