public import Foundation
public import TenantStore

extension OrderShare: TenantRow {
  /// Reads the columns `order_id, member_id, paid, refunded, paid_at`.
  public init(row: inout ColumnReader) throws {
    order = try row.next()
    member = try row.next()
    paid = try row.next()
    refunded = try row.next()
    paidAt = try row.next()
  }
}

extension TenantTransaction {
  /// Notes a paid order.
  ///
  /// - Returns: Whether nobody has told of it before.
  func insertPaidOrder(_ order: PaidOrder) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.paid_order
        (tenant_id, order_id, member_id, paid, currency, paid_at, return_ends)
      VALUES (\(tenant), \(order.order), \(order.member), \(order.amount.minorUnits),
        \(order.amount.currency.code), \(order.paidAt), \(order.returnEnds))
      ON CONFLICT (tenant_id, order_id) DO NOTHING
      """
    ) == 1
  }

  /// Notes a refund.
  ///
  /// - Returns: Whether nobody has told of it before.
  func insertOrderRefund(_ refund: OrderRefund) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.order_refund (tenant_id, refund_id, order_id, amount, created_at)
      VALUES (\(tenant), \(refund.refund), \(refund.order), \(refund.amount.minorUnits),
        \(environment.now()))
      ON CONFLICT (tenant_id, refund_id) DO NOTHING
      """
    ) == 1
  }

  /// What was paid and has gone back of an order, held until the transaction ends.
  func lockOrderShare(_ order: UUID) async throws -> OrderShare? {
    try await optional(
      """
      SELECT order_id, member_id, paid, refunded, paid_at FROM membership.paid_order
      WHERE tenant_id = \(tenant) AND order_id = \(order) FOR UPDATE
      """
    )
  }

  /// Counts a refund against its order, never beyond what was paid in that currency.
  ///
  /// - Returns: The order with the refund counted; nothing when it does not fit.
  func countRefund(_ refund: OrderRefund) async throws -> OrderShare? {
    try await optional(
      """
      UPDATE membership.paid_order SET refunded = refunded + \(refund.amount.minorUnits)
      WHERE tenant_id = \(tenant) AND order_id = \(refund.order)
        AND currency = \(refund.amount.currency.code)
        AND refunded + \(refund.amount.minorUnits) <= paid
      RETURNING order_id, member_id, paid, refunded, paid_at
      """
    )
  }
}

extension TenantQuerying {
  /// Whether membership was told that an order is paid.
  public func isPaidOrder(_ order: UUID) async throws -> Bool {
    try await orderShare(order) != nil
  }

  /// What was paid and has gone back of an order.
  func orderShare(_ order: UUID) async throws -> OrderShare? {
    try await optional(
      """
      SELECT order_id, member_id, paid, refunded, paid_at FROM membership.paid_order
      WHERE tenant_id = \(tenant) AND order_id = \(order)
      """
    )
  }
}
