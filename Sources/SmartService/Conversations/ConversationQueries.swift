public import Foundation
public import TenantStore

extension Conversation: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    session = try row.next()
    guard let state = ConversationState(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    owner = try row.next()
    locale = try row.next()
    messageCount = try row.next()
    openedAt = try row.next()
    updatedAt = try row.next()
    rating = try row.next()
  }
}

extension Message: TenantRow {
  /// Reads place, author, login, text, payload and time.
  public init(row: inout ColumnReader) throws {
    position = try row.next()
    guard let author = MessageAuthor(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.author = author
    login = try row.next()
    text = try row.next()
    payload = try JSONDecoder().decode(
      JSONValue.self,
      from: Data(try row.next(String.self).utf8)
    )
    writtenAt = try row.next()
  }
}

extension HandOff: TenantRow {
  /// How many columns `QueryPart.handOff` has.
  fileprivate static let columnCount = 10

  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    conversation = try row.next()
    guard let reason = HandOffReason(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.reason = reason
    summary = try row.next()
    askedAt = try row.next()
    dueAt = try row.next()
    answeredAt = try row.next()
    overdueAt = try row.next()
    agent = try row.next()
    minutesAhead = Int(try row.next(Int32.self))
  }
}

extension QueryPart {
  static let conversation: QueryPart =
    "c.id, c.session_id, c.state, c.owner, c.locale, c.message_count, c.opened_at, c.updated_at, c.rating"
  static let handOff: QueryPart =
    """
    h.id, h.conversation_id, h.reason, h.summary, h.asked_at, h.due_at, h.answered_at, h.overdue_at,
    h.agent, h.minutes_ahead
    """
}

/// Where a conversation stands in the inbox: those that wait by urgency, then the rest, newest first.
public struct InboxPlace: Hashable, Sendable {
  /// Whether it waits for a person.
  public let isQueued: Bool
  /// How urgent it is, the smaller the sooner; nothing where nobody waits.
  public let priority: Int?
  /// By when an answer is due less what the customer stands ahead, in UTC.
  public let dueAt: Date?
  /// The conversation.
  public let conversation: ConversationID

  /// Names a place.
  public init(isQueued: Bool, priority: Int?, dueAt: Date?, conversation: ConversationID) {
    self.isQueued = isQueued
    self.priority = priority
    self.dueAt = dueAt
    self.conversation = conversation
  }
}

/// A conversation in a list of the desk.
public struct InboxItem: Hashable, TenantRow {
  /// The conversation.
  public let conversation: Conversation
  /// Why a person is wanted, while one is.
  public let handOff: HandOff?
  /// What the customer wrote last.
  public let lastWords: String

  /// Where the list goes on after it.
  public var place: InboxPlace {
    let isQueued = conversation.state == .queued
    return InboxPlace(
      isQueued: isQueued,
      priority: isQueued ? handOff?.reason.priority : nil,
      dueAt: isQueued ? handOff?.placedAt : nil,
      conversation: conversation.id
    )
  }

  /// Reads the columns of a conversation, its last words and its hand-off.
  public init(row: inout ColumnReader) throws {
    conversation = try Conversation(row: &row)
    lastWords = try row.next(String?.self) ?? ""
    let hasHandOff: Bool = try row.next()
    handOff = hasHandOff ? try HandOff(row: &row) : nil
    if !hasHandOff { row.skip(HandOff.columnCount) }
  }
}

/// Which conversations a list of the desk shows.
public struct InboxQuery: Hashable, Sendable {
  /// Only those in this state.
  public var state: ConversationState?
  /// Only those that this member of staff has taken, or is wanted for and nobody has, by login.
  public var owner: String?
  /// Only those whose answer is late.
  public var onlyOverdue = false
  /// Only those that come after this place.
  public var after: InboxPlace?
  /// At most so many, 1 to 100.
  ///
  /// Defaults to 50.
  public var limit = 50

  /// Asks for all, the latest fifty.
  public init() {}
}

extension TenantQuerying {
  /// A conversation.
  public func conversation(_ id: ConversationID) async throws -> Conversation? {
    try await optional(
      """
      SELECT \(QueryPart.conversation) FROM service.conversation c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id)
      """
    )
  }

  /// The conversation of a session that is not over; else the last one that is.
  public func conversation(of session: SessionID) async throws -> Conversation? {
    try await optional(
      """
      SELECT * FROM (
        (SELECT \(QueryPart.conversation) FROM service.conversation c
          WHERE c.tenant_id = \(tenant) AND c.session_id = \(session) AND c.state <> 'resolved')
        UNION ALL
        (SELECT \(QueryPart.conversation) FROM service.conversation c
          WHERE c.tenant_id = \(tenant) AND c.session_id = \(session) AND c.state = 'resolved'
          ORDER BY c.id DESC LIMIT 1)
      ) found
      ORDER BY state = 'resolved' LIMIT 1
      """
    )
  }

  /// The last messages of a conversation in order, at most 200; notes of the staff only when wanted.
  public func messages(of id: ConversationID, withNotes: Bool = false) async throws -> [Message] {
    try await all(
      """
      SELECT position, author, login, body, payload::text, written_at FROM (
        SELECT * FROM service.message m
        WHERE m.tenant_id = \(tenant) AND m.conversation_id = \(id)
          AND (\(withNotes) OR m.author <> 'note')
        ORDER BY m.position DESC LIMIT 200
      ) latest
      ORDER BY position
      """
    )
  }

  /// The hand-off of a conversation that has not ended.
  public func openHandOff(of id: ConversationID) async throws -> HandOff? {
    try await optional(
      """
      SELECT \(QueryPart.handOff) FROM service.hand_off h
      WHERE h.tenant_id = \(tenant) AND h.conversation_id = \(id) AND h.ended_at IS NULL
      """
    )
  }

  /// Conversations for the desk: those that wait by urgency, then the rest, newest first.
  public func inbox(_ query: InboxQuery) async throws -> [InboxItem] {
    let (after, limit) = (query.after, max(1, min(query.limit, 100)))
    // Those that wait are few; of the others an index gives the newest, however many there ever were.
    let state: QueryPart =
      if let state = query.state { "c.state = \(state.rawValue)" } else { "true" }
    return try await all(
      """
      SELECT \(QueryPart.conversation),
        (SELECT left(m.body, 200) FROM service.message m
          WHERE m.tenant_id = \(tenant) AND m.conversation_id = c.id AND m.author = 'customer'
          ORDER BY m.position DESC LIMIT 1),
        h.id IS NOT NULL, \(QueryPart.handOff)
      FROM (
        (SELECT c.* FROM service.conversation c
          WHERE c.tenant_id = \(tenant) AND \(state) AND c.state = 'queued')
        UNION ALL (
          SELECT c.* FROM service.conversation c
          WHERE c.tenant_id = \(tenant) AND \(state) AND c.state <> 'queued'
            AND (\(query.owner)::text IS NULL OR c.owner = \(query.owner))
            AND (NOT \(query.onlyOverdue) OR EXISTS (SELECT 1 FROM service.hand_off h
              WHERE h.tenant_id = \(tenant) AND h.conversation_id = c.id AND h.ended_at IS NULL
                AND h.overdue_at IS NOT NULL AND h.answered_at IS NULL))
            AND (\(after?.isQueued ?? true) OR c.id < \(after?.conversation.uuid)::uuid)
          ORDER BY c.id DESC LIMIT \(limit)
        )
      ) c
      LEFT JOIN service.hand_off h
        ON h.tenant_id = \(tenant) AND h.conversation_id = c.id AND h.ended_at IS NULL
      CROSS JOIN LATERAL (SELECT c.state <> 'queued',
        CASE WHEN c.state = 'queued' THEN coalesce(h.priority, 99) ELSE 99 END,
        CASE WHEN c.state = 'queued'
          THEN coalesce(h.due_at - make_interval(
            mins => CASE WHEN h.reason = 'red_flag' THEN 0 ELSE h.minutes_ahead END), 'infinity')
          ELSE 'infinity' END
      ) AS place (rests, priority, due_at)
      WHERE c.tenant_id = \(tenant)
        AND (\(query.owner)::text IS NULL OR c.owner = \(query.owner)
          OR c.state = 'queued' AND h.agent = \(query.owner))
        AND (NOT \(query.onlyOverdue) OR h.overdue_at IS NOT NULL AND h.answered_at IS NULL)
        AND (\(after?.conversation.uuid)::uuid IS NULL
          OR (place.rests, place.priority, place.due_at) > (\(after.map { !$0.isQueued })::boolean,
            coalesce(\(after?.priority)::bigint, 99),
            coalesce(\(after?.dueAt)::timestamptz, 'infinity'))
          OR (place.rests, place.priority, place.due_at) = (\(after.map { !$0.isQueued })::boolean,
            coalesce(\(after?.priority)::bigint, 99),
            coalesce(\(after?.dueAt)::timestamptz, 'infinity'))
            AND c.id < \(after?.conversation.uuid)::uuid)
      ORDER BY place.rests, place.priority, place.due_at, c.id DESC
      LIMIT \(limit)
      """
    )
  }

  /// Hand-offs whose answer is late and of which nobody was told; at most 500.
  func lateHandOffs() async throws -> [HandOffID] {
    try await values(
      """
      SELECT id FROM service.hand_off
      WHERE tenant_id = \(tenant) AND answered_at IS NULL AND ended_at IS NULL
        AND overdue_at IS NULL AND due_at <= \(environment.now())
      ORDER BY due_at LIMIT 500
      """
    )
  }
}
