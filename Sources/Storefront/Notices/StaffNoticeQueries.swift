public import TenantStore

extension TenantQuerying {
  /// What staff were told, what nobody has seen first and the newest before the others; at most 200.
  public func staffNotices(_ kinds: [StaffNotice.Kind], limit: Int = 100) async throws
    -> [StaffNotice]
  {
    try await all(
      """
      SELECT id, kind, subject, detail, created_at, seen_at FROM storefront.staff_notice
      WHERE tenant_id = \(tenant) AND kind = ANY (\(kinds.map(\.rawValue)))
      ORDER BY seen_at IS NOT NULL, id DESC
      LIMIT \(max(1, min(limit, 200)))
      """
    )
  }
}

extension TenantTransaction {
  /// Tells staff of an event, once.
  func notice(
    _ kind: StaffNotice.Kind,
    _ subject: String,
    _ detail: String,
    by event: OutboxEventID
  ) async throws {
    try await execute(
      """
      INSERT INTO storefront.staff_notice (tenant_id, id, kind, subject, detail, created_at)
      VALUES (\(tenant), \(event), \(kind.rawValue), \(String(subject.prefix(80))),
        \(String(detail.prefix(80))), \(environment.now()))
      ON CONFLICT (tenant_id, id) DO NOTHING
      """
    )
  }

  func seeNotices(_ kinds: [StaffNotice.Kind], upTo last: OutboxEventID, by actor: Actor)
    async throws
  {
    try await execute(
      """
      UPDATE storefront.staff_notice
      SET seen_at = \(environment.now()), seen_by = \(actor.description)
      WHERE tenant_id = \(tenant) AND seen_at IS NULL AND id <= \(last)
        AND kind = ANY (\(kinds.map(\.rawValue)))
      """
    )
  }
}
