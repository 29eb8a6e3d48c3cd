public import Foundation
internal import PostgresClient

/// Which deliveries are to be made again.
///
/// Every condition narrows the choice; without any, everything is chosen.
public struct OutboxReplay: Sendable {
  /// Only these events.
  public var events: [OutboxEventID]?
  /// Only events of this kind.
  public var kind: String?
  /// Only events that happened at or after this instant, in UTC.
  public var since: Date?
  /// Only this handler.
  public var handler: String?
  /// Only deliveries that are not tried any more.
  public var isOfDeadLetters = false

  /// Chooses everything.
  public init() {}
}

extension TenantTransaction {
  /// Has events delivered again, with the same ids, as if they had just happened.
  ///
  /// Handlers know an event by its id, so what they have done already is not done twice. An event
  /// that no handler was told of yet is left to its first delivery. The trail names who asked.
  /// - Parameters:
  ///   - replay: Which deliveries.
  ///   - modules: Whose handlers are told, where the event's kind is theirs.
  ///   - actor: Who asks for it.
  /// - Returns: How many deliveries will be made.
  /// - Throws: ``TenancyRefusal`` when the database cannot be reached.
  @discardableResult
  public func replayOutbox(
    _ replay: OutboxReplay,
    to modules: [TenantModule],
    by actor: Actor
  ) async throws -> Int {
    let handlers = modules.flatMap(\.handlers).filter {
      replay.handler == nil || $0.name == replay.handler
    }
    let count =
      try await replay.isOfDeadLetters
      ? reviveDeadLetters(replay) : redeliver(replay, to: handlers)
    guard count > 0 else { return 0 }
    let only = replay.events.flatMap { $0.count == 1 ? $0.first : nil }
    try await audit(
      "tenancy.outbox_replayed",
      of: only?.description ?? "outbox",
      by: actor,
      after: .object(replay.asked.merging(["deliveries": .integer(Int64(count))]) { $1 })
    )
    noteEmitted()
    return count
  }

  private func redeliver(_ replay: OutboxReplay, to handlers: [OutboxHandler]) async throws -> Int {
    try await execute(
      """
      INSERT INTO tenancy.outbox_delivery (tenant_id, event_id, handler, state, attempts, due_at)
      SELECT e.tenant_id, e.id, h.name, 'waiting', 0, \(environment.now())
      FROM tenancy.outbox_event e
      JOIN unnest(\(handlers.map(\.kind)), \(handlers.map(\.name))) h (kind, name)
        ON h.kind = e.kind
      WHERE e.tenant_id = \(tenant) AND e.delivered_at IS NOT NULL
        AND (\(replay.events == nil) OR e.id = ANY (\((replay.events ?? []).map(\.uuid))))
        AND (\(replay.kind)::text IS NULL OR e.kind = \(replay.kind))
        AND (\(replay.since)::timestamptz IS NULL OR e.created_at >= \(replay.since))
      ON CONFLICT (tenant_id, event_id, handler) DO UPDATE
      SET state = 'waiting', attempts = 0, due_at = excluded.due_at, last_error = NULL
      """
    )
  }

  private func reviveDeadLetters(_ replay: OutboxReplay) async throws -> Int {
    try await execute(
      """
      UPDATE tenancy.outbox_delivery d
      SET state = 'waiting', attempts = 0, due_at = \(environment.now()), last_error = NULL
      FROM tenancy.outbox_event e
      WHERE d.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND e.id = d.event_id
        AND d.state = 'dead'
        AND (\(replay.events == nil) OR e.id = ANY (\((replay.events ?? []).map(\.uuid))))
        AND (\(replay.kind)::text IS NULL OR e.kind = \(replay.kind))
        AND (\(replay.since)::timestamptz IS NULL OR e.created_at >= \(replay.since))
        AND (\(replay.handler)::text IS NULL OR d.handler = \(replay.handler))
      """
    )
  }
}

extension OutboxReplay {
  /// What was asked for, as the trail keeps it.
  fileprivate var asked: [String: JSONValue] {
    var asked: [String: JSONValue] = [:]
    if let events { asked["events"] = .integer(Int64(events.count)) }
    if let kind { asked["kind"] = .string(kind) }
    if let since { asked["since"] = .string(since.formatted(.iso8601)) }
    if let handler { asked["handler"] = .string(handler) }
    if isOfDeadLetters { asked["dead"] = .bool(true) }
    return asked
  }
}

extension TenantDatabase {
  /// How long an event is kept after it happened, when every handler took it: 30 days.
  public static let outboxRetention: Duration = .seconds(30 * 24 * 3600)

  /// Forgets events that every handler took long ago; what waits or is dead is kept.
  ///
  /// - Parameter retention: How long after it happened an event is kept.
  /// - Returns: How many events were forgotten.
  /// - Throws: ``TenancyRefusal`` when the database cannot be reached.
  @discardableResult
  public func sweepOutbox(
    keeping retention: Duration = TenantDatabase.outboxRetention
  ) async throws -> Int {
    try await system("sweep of the outbox").sweepOutbox(
      before: environment.now() - TimeInterval(retention / .seconds(1))
    )
  }
}

extension SystemScope {
  func sweepOutbox(before instant: Date) async throws -> Int {
    // Ids begin with the time, so the primary key finds what is old, tenant by tenant.
    let first = TimeOrderedIDs.first(at: instant)
    let rows = try await run([
      """
      DELETE FROM tenancy.outbox_event e USING tenancy.tenant t
      WHERE e.tenant_id = t.id AND e.id < \(first) AND e.delivered_at IS NOT NULL
        AND NOT EXISTS (
          SELECT FROM tenancy.outbox_delivery d
          WHERE d.tenant_id = e.tenant_id AND d.event_id = e.id AND d.state <> 'done')
      """
    ])
    return rows.first?.affected ?? 0
  }
}
