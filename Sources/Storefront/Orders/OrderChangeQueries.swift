internal import Foundation
internal import TenantStore

/// An order that the transaction holds.
struct HeldOrder: TenantRow {
  let id: OrderID
  let number: String
  let provider: String
  let version: Int64
  let payBy: Date?
  let state: OrderState
  /// Whether pieces of it are not there yet.
  let isAwaiting: Bool
  /// The group that it was bought in.
  let group: BuyingGroupID?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    number = try row.next()
    provider = try row.next()
    version = try row.next()
    payBy = try row.next()
    state = try OrderState(row: &row)
    isAwaiting = try row.next()
    group = try row.next()
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
      SELECT id, number, provider, version, pay_by, status, payment_status, fulfilment_status,
        is_awaiting, group_id
      FROM storefront.customer_order WHERE tenant_id = \(tenant) AND \(condition) FOR UPDATE
      """
    )
  }

  /// Moves an order from one state to another, and only from that one.
  ///
  /// What happens for the first time is dated.
  func moveOrder(
    _ id: OrderID,
    from old: OrderState,
    to new: OrderState,
    cancellation: OrderCancellation? = nil
  ) async throws {
    let now = environment.now()
    let moved = try await execute(
      """
      UPDATE storefront.customer_order
      SET status = \(new.status.rawValue), payment_status = \(new.payment.rawValue),
        fulfilment_status = \(new.fulfilment.rawValue), updated_at = \(now),
        version = version + 1, cancellation = coalesce(\(cancellation?.rawValue), cancellation),
        fulfilled_at = CASE WHEN \(new.fulfilment.hasLeft)
          THEN coalesce(fulfilled_at, \(now)) END,
        delivered_at = CASE WHEN \(new.fulfilment == .delivered)
          THEN coalesce(delivered_at, \(now)) END,
        completed_at = CASE WHEN \(new.status == .completed)
          THEN coalesce(completed_at, \(now)) END
      WHERE tenant_id = \(tenant) AND id = \(id) AND status = \(old.status.rawValue)
        AND payment_status = \(old.payment.rawValue)
        AND fulfilment_status = \(old.fulfilment.rawValue)
      """
    )
    guard moved == 1 else { throw StorefrontRefusal(.transitionRefused, details: old.details) }
  }
}

extension TenantQuerying {
  /// How many orders of a session hold stock until money comes, for the cap of them.
  ///
  /// Those that are paid on delivery are no longer in the buyer's hand and do not count.
  func unpaidOrdersQuery(of session: SessionID) -> TenantQuery {
    """
    SELECT count(*) FROM storefront.customer_order
    WHERE tenant_id = \(tenant) AND session_id = \(session) AND status = 'placed'
      AND payment_status = 'unpaid' AND pay_by IS NOT NULL
    """
  }

  /// The numbers of orders that should have been paid by now, the oldest first; at most 500.
  func overdueOrders() async throws -> [String] {
    try await values(
      """
      SELECT number FROM storefront.customer_order
      WHERE tenant_id = \(tenant) AND status = 'placed' AND payment_status = 'unpaid'
        AND pay_by <= \(environment.now())
      ORDER BY pay_by, id LIMIT 500
      """
    )
  }

  /// The numbers of orders that count as delivered by now; at most 500.
  func silentlyDeliveredOrders() async throws -> [String] {
    try await values(
      """
      SELECT number FROM storefront.customer_order
      WHERE tenant_id = \(tenant) AND status = 'placed' AND fulfilment_status = 'fulfilled'
        AND fulfilled_at + make_interval(days => receipt_days) <= \(environment.now())
      ORDER BY id LIMIT 500
      """
    )
  }

  /// The numbers of paid orders whose days after delivery are over; at most 500.
  func settledOrders() async throws -> [String] {
    try await values(
      """
      SELECT o.number FROM storefront.customer_order o
      WHERE o.tenant_id = \(tenant) AND o.status = 'placed' AND o.fulfilment_status = 'delivered'
        AND o.payment_status <> 'unpaid'
        AND o.delivered_at + make_interval(days => o.completion_days) <= \(environment.now())
        AND NOT EXISTS (SELECT FROM storefront.return_request r
          WHERE r.tenant_id = \(tenant) AND r.order_id = o.id AND r.closed_at IS NULL)
      ORDER BY o.id LIMIT 500
      """
    )
  }
}
