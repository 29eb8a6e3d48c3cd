internal import Foundation
internal import PostgresClient

extension TenantTransaction {
  /// Writes an event that leaves with this transaction, or not at all.
  @discardableResult
  public func emit(_ kind: String, _ payload: JSONValue) async throws -> OutboxEventID {
    let id = OutboxEventID.make(in: environment)
    try executeLater(
      """
      INSERT INTO tenancy.outbox_event (tenant_id, id, kind, payload, created_at)
      VALUES (\(tenant), \(id), \(kind), \(payload.canonicalText)::text::jsonb, \(environment.now()))
      """
    )
    noteEmitted()
    return id
  }

  /// Locks what is due: events that nobody was told of, then deliveries to try again.
  ///
  /// Gives nothing while another drain has the tenant's turn, so that events keep their order.
  /// The turn's commit does not wait for the disk: a server that loses it loses what the handlers
  /// wrote together with the note that they were told, and tells them again. Whoever builds on what
  /// they wrote and waits for the disk has the turn's commit on it as well, which comes before.
  func claimOutbox(limit: Int, handlers: [String]) async throws
    -> (events: [ClaimedEvent], retries: [ClaimedRetry])
  {
    // The lock is asked for once. A second question could get it when the drain that had it has just
    // ended its turn; that drain would find it taken and stop, by one that has claimed nothing.
    let results = try await batch([
      """
      SELECT set_config('app.outbox_turn', pg_try_advisory_xact_lock(
        hashtextextended('outbox ' || \(tenant)::uuid, 0))::text, true),
        set_config('synchronous_commit', 'off', true)
      """,
      """
      SELECT id, kind, payload::text, created_at FROM tenancy.outbox_event
      WHERE tenant_id = \(tenant) AND delivered_at IS NULL
        AND current_setting('app.outbox_turn') = 'true'
      ORDER BY id LIMIT \(limit) FOR UPDATE SKIP LOCKED
      """,
      """
      SELECT e.id, e.kind, e.payload::text, e.created_at, d.handler, d.attempts
      FROM tenancy.outbox_delivery d
      JOIN tenancy.outbox_event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
      WHERE d.tenant_id = \(tenant) AND e.tenant_id = \(tenant) AND d.state = 'waiting'
        AND d.due_at <= \(environment.now()) AND d.handler = ANY (\(handlers))
        AND current_setting('app.outbox_turn') = 'true'
      ORDER BY d.due_at LIMIT \(limit) FOR UPDATE OF d SKIP LOCKED
      """,
    ])
    return (try results[1].all(), try results[2].all())
  }

  /// Notes what a turn did, with its commit.
  ///
  /// The events are those that all their handlers have been told of, the retried deliveries those
  /// that succeeded when they were tried again.
  func noteOutboxTurn(
    events: [OutboxEventID],
    retried: [(event: OutboxEventID, handler: String)],
    failures: [OutboxFailure]
  ) throws {
    let now = environment.now()
    if !events.isEmpty {
      // Through a query of its own, because the server would plan the statement anew each time for
      // the number of ids in a list, for longer than it takes to run.
      try executeLater(
        """
        UPDATE tenancy.outbox_event SET delivered_at = \(now)
        WHERE tenant_id = \(tenant) AND id = ANY (ARRAY(SELECT unnest(\(events.map(\.uuid)))))
        """
      )
    }
    if !retried.isEmpty {
      try executeLater(
        """
        UPDATE tenancy.outbox_delivery d
        SET state = 'done', attempts = d.attempts + 1, last_error = NULL
        FROM unnest(\(retried.map(\.event.uuid)), \(retried.map(\.handler))) t (event_id, handler)
        WHERE d.tenant_id = \(tenant) AND d.event_id = t.event_id AND d.handler = t.handler
        """
      )
    }
    for failure in failures {
      let state = failure.isLast ? "dead" : "waiting"
      try executeLater(
        """
        INSERT INTO tenancy.outbox_delivery
          (tenant_id, event_id, handler, state, attempts, due_at, last_error)
        VALUES (\(tenant), \(failure.event), \(failure.handler), \(state),
          \(Int32(failure.attempts)), \(now + failure.delay), \(failure.reason))
        ON CONFLICT (tenant_id, event_id, handler) DO UPDATE
        SET state = excluded.state, attempts = excluded.attempts, due_at = excluded.due_at,
          last_error = excluded.last_error
        """
      )
    }
  }
}

/// An event as a drain claims it, its payload not yet read.
struct ClaimedEvent: TenantRow {
  let id: OutboxEventID
  let kind: String
  let payload: String
  let createdAt: Date

  init(row: inout ColumnReader) throws {
    id = try row.next()
    kind = try row.next()
    payload = try row.next()
    createdAt = try row.next()
  }
}

/// A delivery that is due again.
struct ClaimedRetry: TenantRow {
  let event: ClaimedEvent
  let handler: String
  let attempts: Int32

  init(row: inout ColumnReader) throws {
    event = try ClaimedEvent(row: &row)
    handler = try row.next()
    attempts = try row.next()
  }
}

/// A delivery that failed, and when it is tried again.
struct OutboxFailure: Sendable {
  let event: OutboxEventID
  let handler: String
  /// This attempt counted.
  let attempts: Int
  /// Whether it is not tried again.
  let isLast: Bool
  /// Seconds until the next attempt.
  let delay: TimeInterval
  /// What the handler threw, as it describes itself: without values or SQL.
  let reason: String
}

extension SystemScope {
  /// The tenants that have something due.
  ///
  /// Goes from tenant to tenant by the index, however many events each has.
  func tenantsWithDueEvents() async throws -> [TenantID] {
    let rows = try await run(
      [
        """
        WITH RECURSIVE fresh AS (
          (SELECT tenant_id FROM tenancy.outbox_event WHERE delivered_at IS NULL
            ORDER BY tenant_id LIMIT 1)
          UNION ALL
          SELECT (
            SELECT e.tenant_id FROM tenancy.outbox_event e
            WHERE e.delivered_at IS NULL AND e.tenant_id > f.tenant_id
            ORDER BY e.tenant_id LIMIT 1)
          FROM fresh f WHERE f.tenant_id IS NOT NULL
        ), late AS (
          (SELECT tenant_id FROM tenancy.outbox_delivery WHERE state = 'waiting'
            ORDER BY tenant_id LIMIT 1)
          UNION ALL
          SELECT (
            SELECT d.tenant_id FROM tenancy.outbox_delivery d
            WHERE d.state = 'waiting' AND d.tenant_id > l.tenant_id
            ORDER BY d.tenant_id LIMIT 1)
          FROM late l WHERE l.tenant_id IS NOT NULL
        )
        SELECT tenant_id FROM fresh WHERE tenant_id IS NOT NULL
        UNION
        SELECT l.tenant_id FROM late l WHERE l.tenant_id IS NOT NULL AND EXISTS (
          SELECT FROM tenancy.outbox_delivery d
          WHERE d.tenant_id = l.tenant_id AND d.state = 'waiting'
            AND d.due_at <= \(environment.now()))
        """
      ],
      isRepeatable: true
    )
    return try rows.first?.scalars(TenantID.self) ?? []
  }
}
