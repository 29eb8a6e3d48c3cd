internal import TenantStore

extension TenantTransaction {
  /// Notes that a refund waits for a second person.
  func holdRefund(_ id: RefundID, by actor: Actor) async throws {
    try await execute(
      """
      INSERT INTO storefront.refund_hold (tenant_id, refund_id, asked_by, asked_at)
      VALUES (\(tenant), \(id), \(actor.description), \(environment.now()))
      """
    )
  }

  /// Notes the second person; false when that is the first, or somebody was it before.
  func approveHold(_ id: RefundID, by actor: Actor) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.refund_hold
      SET approved_by = \(actor.description), approved_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND refund_id = \(id) AND approved_by IS NULL
        AND asked_by <> \(actor.description)
      """
    ) == 1
  }
}
