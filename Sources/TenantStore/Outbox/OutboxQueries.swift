internal import Foundation
internal import PostgresClient

extension TenantTransaction {
  /// Writes an event that leaves with this transaction, or not at all.
  @discardableResult
  public func emit(_ kind: String, _ payload: JSONValue) async throws -> OutboxEventID {
    let id = OutboxEventID.make(in: environment)
    let now = environment.now()
    try await execute(
      """
      INSERT INTO tenancy.outbox_event (tenant_id, id, kind, payload, created_at, due_at)
      VALUES (\(tenant), \(id), \(kind), \(payload.canonicalText)::text::jsonb, \(now), \(now))
      """
    )
    noteEmitted()
    return id
  }

  /// Marks an event as delivered; nothing when another drain was first.
  func claimOutboxEvent(_ id: OutboxEventID) async throws -> OutboxEvent? {
    try await optional(
      """
      UPDATE tenancy.outbox_event SET delivered_at = \(environment.now()), attempts = attempts + 1
      WHERE tenant_id = \(tenant) AND id = \(id) AND delivered_at IS NULL
      RETURNING id, kind, payload::text, created_at
      """
    )
  }
}

extension TenantQuerying {
  /// Puts off an event whose handler failed: 1 s, 2 s, 4 s … at most an hour.
  func postponeOutboxEvent(_ id: OutboxEventID) async throws {
    try await execute(
      """
      UPDATE tenancy.outbox_event
      SET attempts = attempts + 1,
        due_at = \(environment.now()) + make_interval(secs => least(3600, 2 ^ least(attempts, 12)))
      WHERE tenant_id = \(tenant) AND id = \(id) AND delivered_at IS NULL
      """
    )
  }
}

extension SystemScope {
  struct DueEvent: PostgresRow {
    let tenant: TenantID
    let id: OutboxEventID

    init(row: inout Row) throws(PostgresDecodingError) {
      tenant = try row.next()
      id = try row.next()
    }
  }

  /// Events of all tenants that wait for delivery, oldest first.
  func dueOutboxEvents(limit: Int) async throws -> [DueEvent] {
    try await rows(
      """
      SELECT tenant_id, id FROM tenancy.outbox_event
      WHERE delivered_at IS NULL AND due_at <= \(environment.now())
      ORDER BY id LIMIT \(limit)
      """
    )
  }
}
