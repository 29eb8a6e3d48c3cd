internal import TenantStore

/// An order that the transaction holds.
struct HeldOrder: TenantRow {
  let id: OrderID
  let number: String
  let provider: String
  let state: OrderState

  init(row: inout ColumnReader) throws {
    id = try row.next()
    number = try row.next()
    provider = try row.next()
    state = try OrderState(row: &row)
  }
}

extension TenantTransaction {
  /// Locks an order until the transaction ends.
  func lockOrder(number: String) async throws -> HeldOrder? {
    try await lockOrder("number = \(number)")
  }

  /// Locks an order until the transaction ends.
  func lockOrder(_ id: OrderID) async throws -> HeldOrder? { try await lockOrder("id = \(id)") }

  private func lockOrder(_ condition: QueryPart) async throws -> HeldOrder? {
    try await optional(
      """
      SELECT id, number, provider, status, payment_status, fulfilment_status
      FROM storefront.customer_order WHERE tenant_id = \(tenant) AND \(condition) FOR UPDATE
      """
    )
  }

  /// Moves an order from one state to another, and only from that one.
  func moveOrder(_ id: OrderID, from old: OrderState, to new: OrderState) async throws {
    let moved = try await execute(
      """
      UPDATE storefront.customer_order
      SET status = \(new.status.rawValue), payment_status = \(new.payment.rawValue),
        fulfilment_status = \(new.fulfilment.rawValue), updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND status = \(old.status.rawValue)
        AND payment_status = \(old.payment.rawValue)
        AND fulfilment_status = \(old.fulfilment.rawValue)
      """
    )
    guard moved == 1 else { throw StorefrontRefusal(.transitionRefused, details: old.details) }
  }
}
