internal import TenantStore

extension OutboxHandler {
  /// Counts what was sold when an order was placed, for the order "popular".
  ///
  /// The drain claims the event in the same transaction, so that a repeated delivery counts nothing.
  static let countSoldProducts = Self(kind: "storefront.order_placed") { event, transaction in
    guard case .string(let text)? = event.payload["order"], let order = OrderID(text) else {
      return
    }
    try await transaction.countSold(order)
  }
}

extension TenantTransaction {
  func countSold(_ order: OrderID) async throws {
    try await execute(
      """
      UPDATE storefront.product p SET sold_count = p.sold_count + sold.quantity
      FROM (
        SELECT l.product_id, sum(l.quantity) AS quantity FROM storefront.order_line l
        WHERE l.tenant_id = \(tenant) AND l.order_id = \(order) GROUP BY l.product_id
      ) sold
      WHERE p.tenant_id = \(tenant) AND p.id = sold.product_id
      """
    )
  }
}
