public import Foundation
internal import PostgresClient

/// Where an event stands, all its handlers taken together.
public enum OutboxState: String, CaseIterable, Sendable {
  /// No handler was told yet.
  case pending
  /// A handler failed, or was asked to take it again, and will be told.
  case waiting
  /// A handler failed so often that it is not told any more.
  case dead
  /// Every handler took it, or nobody waits for its kind.
  case delivered
}

/// Which events a list shows.
public struct OutboxListQuery: Sendable {
  /// Only events that stand so.
  public var state: OutboxState?
  /// Only events of this kind.
  public var kind: String?
  /// Only events before this one.
  public var before: OutboxEventID?
  /// At most so many, 1 to 100.
  public var limit = 50

  /// Asks for the latest fifty events.
  public init() {}
}

/// One event of a list.
public struct OutboxEntry: TenantRow {
  /// The event.
  public let id: OutboxEventID
  /// What happened.
  public let kind: String
  /// When it happened, in UTC.
  public let createdAt: Date
  /// When its handlers were first told, in UTC.
  public let deliveredAt: Date?
  /// Handlers that are to be told again.
  public let waiting: Int
  /// Handlers that gave up.
  public let dead: Int

  /// Reads the columns `id, kind, created_at, delivered_at, waiting, dead`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    kind = try row.next()
    createdAt = try row.next()
    deliveredAt = try row.next()
    waiting = try row.next()
    dead = try row.next()
  }

  /// Where the event stands.
  public var state: OutboxState {
    if deliveredAt == nil { return .pending }
    if dead > 0 { return .dead }
    return waiting > 0 ? .waiting : .delivered
  }
}

/// What became of an event with one handler that did not take it at once.
public struct OutboxDelivery: TenantRow {
  /// The event.
  public let event: OutboxEventID
  /// What happened.
  public let kind: String
  /// The handler's name.
  public let handler: String
  /// `waiting`, `done` or `dead`.
  public let state: String
  /// How often it was tried since the event or its last replay.
  public let attempts: Int
  /// When it was due last, or is due next, in UTC.
  public let dueAt: Date
  /// What the last attempt met, without values.
  public let lastError: String?

  /// Reads the columns `event_id, kind, handler, state, attempts, due_at, last_error`.
  public init(row: inout ColumnReader) throws {
    event = try row.next()
    kind = try row.next()
    handler = try row.next()
    state = try row.next()
    attempts = Int(try row.next(Int32.self))
    dueAt = try row.next()
    lastError = try row.next()
  }
}

/// An event with the deliveries that did not succeed at once.
public struct OutboxEventDetail: Sendable {
  /// The event as its handlers are told.
  public let event: OutboxEvent
  /// The event as lists show it.
  public let entry: OutboxEntry
  /// By the names of the handlers.
  public let deliveries: [OutboxDelivery]
}

extension TenantQuerying {
  /// Events, newest first.
  public func outboxEntries(_ query: OutboxListQuery) async throws -> [OutboxEntry] {
    try await all(
      """
      SELECT e.id, e.kind, e.created_at, e.delivered_at,
        count(*) FILTER (WHERE d.state = 'waiting'), count(*) FILTER (WHERE d.state = 'dead')
      FROM tenancy.outbox_event e
      LEFT JOIN tenancy.outbox_delivery d ON d.tenant_id = e.tenant_id AND d.event_id = e.id
      WHERE e.tenant_id = \(tenant)
        AND (\(query.kind)::text IS NULL OR e.kind = \(query.kind))
        AND (\(query.before?.uuid)::uuid IS NULL OR e.id < \(query.before?.uuid))
        \(query.state?.condition ?? "")
      GROUP BY e.tenant_id, e.id ORDER BY e.id DESC LIMIT \(max(1, min(query.limit, 100)))
      """
    )
  }

  /// One event, or nothing when there is none, or no longer.
  public func outboxEvent(_ id: OutboxEventID) async throws -> OutboxEventDetail? {
    let results = try await batch([
      """
      SELECT id, kind, payload::text, created_at FROM tenancy.outbox_event
      WHERE tenant_id = \(tenant) AND id = \(id)
      """,
      """
      SELECT e.id, e.kind, e.created_at, e.delivered_at,
        count(*) FILTER (WHERE d.state = 'waiting'), count(*) FILTER (WHERE d.state = 'dead')
      FROM tenancy.outbox_event e
      LEFT JOIN tenancy.outbox_delivery d ON d.tenant_id = e.tenant_id AND d.event_id = e.id
      WHERE e.tenant_id = \(tenant) AND e.id = \(id) GROUP BY e.tenant_id, e.id
      """,
      """
      SELECT d.event_id, e.kind, d.handler, d.state, d.attempts, d.due_at, d.last_error
      FROM tenancy.outbox_delivery d
      JOIN tenancy.outbox_event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
      WHERE d.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND d.event_id = \(id)
      ORDER BY d.handler
      """,
    ])
    guard
      let event = try results[0].optional(OutboxEvent.self),
      let entry = try results[1].optional(OutboxEntry.self)
    else { return nil }
    return OutboxEventDetail(event: event, entry: entry, deliveries: try results[2].all())
  }

  /// Deliveries that are not tried any more, oldest event first.
  ///
  /// - Parameters:
  ///   - last: The event and the handler that a page before ended with.
  ///   - limit: At most so many, 1 to 100.
  /// - Returns: The page.
  /// - Throws: ``TenancyRefusal`` when the database cannot be reached.
  public func deadLetters(
    after last: (event: OutboxEventID, handler: String)?,
    limit: Int
  ) async throws -> [OutboxDelivery] {
    try await all(
      """
      SELECT d.event_id, e.kind, d.handler, d.state, d.attempts, d.due_at, d.last_error
      FROM tenancy.outbox_delivery d
      JOIN tenancy.outbox_event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
      WHERE d.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND d.state = 'dead'
        AND (\(last?.event.uuid)::uuid IS NULL
          OR (d.event_id, d.handler) > (\(last?.event.uuid), \(last?.handler)))
      ORDER BY d.event_id, d.handler LIMIT \(max(1, min(limit, 100)))
      """
    )
  }
}

extension OutboxState {
  fileprivate var condition: QueryPart {
    switch self {
    case .pending: "AND e.delivered_at IS NULL"
    case .waiting:
      """
      AND EXISTS (SELECT FROM tenancy.outbox_delivery w WHERE w.tenant_id = e.tenant_id
        AND w.event_id = e.id AND w.state = 'waiting')
      AND NOT EXISTS (SELECT FROM tenancy.outbox_delivery w WHERE w.tenant_id = e.tenant_id
        AND w.event_id = e.id AND w.state = 'dead')
      """
    case .dead:
      """
      AND EXISTS (SELECT FROM tenancy.outbox_delivery w WHERE w.tenant_id = e.tenant_id
        AND w.event_id = e.id AND w.state = 'dead')
      """
    case .delivered:
      """
      AND e.delivered_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM tenancy.outbox_delivery w WHERE w.tenant_id = e.tenant_id
        AND w.event_id = e.id AND w.state IN ('waiting', 'dead'))
      """
    }
  }
}

extension TenantDatabase {
  /// How many deliveries of each tenant are dead letters; tenants without one are left out.
  public func deadLetterCounts() async throws -> [TenantID: Int] {
    try await system("dead letters").deadLetterCounts()
  }
}

extension SystemScope {
  private struct DeadLetters: PostgresRow {
    let tenant: TenantID
    let count: Int

    init(row: inout Row) throws(PostgresDecodingError) {
      tenant = try row.next()
      count = try row.next()
    }
  }

  func deadLetterCounts() async throws -> [TenantID: Int] {
    let counts = try await rows(
      """
      SELECT tenant_id, count(*) FROM tenancy.outbox_delivery WHERE state = 'dead'
      GROUP BY tenant_id
      """,
      as: DeadLetters.self
    )
    return Dictionary(uniqueKeysWithValues: counts.map { ($0.tenant, $0.count) })
  }
}
