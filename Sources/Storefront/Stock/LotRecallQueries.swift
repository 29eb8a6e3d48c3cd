internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// The orders of recalled lots, those whose buyers still have to be helped first; at most 200.
  ///
  /// - Parameters:
  ///   - sku: Only of this SKU's lots.
  ///   - lot: Only of this lot.
  ///   - order: Only this order.
  ///   - onlyOpen: Only what is not settled.
  /// - Returns: The orders.
  /// - Throws: What the database throws.
  public func recalledOrders(
    sku: String? = nil,
    lot: String? = nil,
    of order: OrderID? = nil,
    onlyOpen: Bool = false
  ) async throws -> [RecalledOrder] {
    try await all(
      """
      SELECT k.code, r.lot, o.id, o.number, o.status, o.payment_status, o.fulfilment_status,
        o.contact_name, o.contact_phone, r.pieces, r.reason, r.recalled_at, r.settled_at
      FROM storefront.recalled_order r
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = r.sku_id
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = r.order_id
      WHERE r.tenant_id = \(tenant) AND (\(sku)::text IS NULL OR k.code = \(sku))
        AND (\(lot)::text IS NULL OR r.lot = \(lot))
        AND (\(order)::uuid IS NULL OR r.order_id = \(order))
        AND (NOT \(onlyOpen) OR r.settled_at IS NULL)
      ORDER BY r.settled_at IS NOT NULL, r.recalled_at DESC, r.order_id LIMIT 200
      """
    )
  }
}

extension TenantTransaction {
  /// Opens a task for each order that has pieces of a lot; those that have one keep it.
  ///
  /// - Returns: The orders of which it is new.
  func openRecall(
    of sku: SKUID,
    lot: String,
    _ reason: String,
    for recipients: [LotRecipient]
  ) async throws -> Set<OrderID> {
    guard !recipients.isEmpty else { return [] }
    let new: [OrderID] = try await values(
      """
      INSERT INTO storefront.recalled_order
        (tenant_id, sku_id, lot, order_id, pieces, reason, recalled_at)
      SELECT \(tenant), \(sku), \(lot), n.order_id, n.pieces, \(reason), \(environment.now())
      FROM unnest(\(recipients.map(\.order.uuid)), \(recipients.map(\.quantity)))
        AS n (order_id, pieces)
      ON CONFLICT (tenant_id, sku_id, lot, order_id) DO NOTHING
      RETURNING order_id
      """
    )
    return Set(new)
  }

  /// Notes that a buyer was helped; false when somebody had noted it before.
  func settleRecall(of sku: String, lot: String, for order: OrderID, by actor: Actor) async throws
    -> Bool
  {
    try await execute(
      """
      UPDATE storefront.recalled_order r
      SET settled_at = \(environment.now()), settled_by = \(actor.description)
      FROM storefront.sku k
      WHERE r.tenant_id = \(tenant) AND k.tenant_id = \(tenant) AND k.id = r.sku_id
        AND k.code = \(sku) AND r.lot = \(lot) AND r.order_id = \(order)
        AND r.settled_at IS NULL
      """
    ) == 1
  }
}
