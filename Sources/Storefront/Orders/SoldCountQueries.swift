internal import TenantStore

extension OutboxHandler {
  /// Counts what was sold when an order was placed, for the order "popular".
  static let countSoldProducts = Self(
    "storefront.count_sold_products",
    kind: "storefront.order_placed"
  ) { event, transaction in
    guard let order = event.order else { return }
    try await transaction.countSold(order)
  }

  /// Takes what was sold off again when its order was cancelled.
  static let discountCancelledProducts = Self(
    "storefront.discount_cancelled_products",
    kind: "storefront.order_changed"
  ) { event, transaction in
    let ends = [OrderEvent.cancel, .expire].map { JSONValue.string($0.rawValue) }
    guard let name = event.payload["event"], ends.contains(name), let order = event.order
    else { return }
    try await transaction.countSold(order)
  }
}

extension OutboxEvent {
  fileprivate var order: OrderID? {
    guard case .string(let text)? = payload["order"] else { return nil }
    return OrderID(text)
  }
}

extension TenantTransaction {
  /// Makes the counts agree with where an order stands now: counted unless cancelled.
  ///
  /// The order remembers whether it is counted, so that events may come twice and in any order.
  func countSold(_ order: OrderID) async throws {
    try await execute(
      """
      WITH changed AS (
        UPDATE storefront.customer_order SET is_counted_as_sold = (status <> 'cancelled')
        WHERE tenant_id = \(tenant) AND id = \(order) AND is_counted_as_sold <> (status <> 'cancelled')
        RETURNING id, CASE WHEN is_counted_as_sold THEN 1 ELSE -1 END AS direction
      )
      UPDATE storefront.product p SET sold_count = p.sold_count + sold.quantity
      FROM (
        SELECT l.product_id, sum(l.quantity * c.direction) AS quantity
        FROM (
          SELECT order_id, product_id, quantity FROM storefront.order_line
          WHERE tenant_id = \(tenant) AND order_id = \(order)
          UNION ALL
          SELECT order_id, product_id, quantity FROM storefront.order_bundle
          WHERE tenant_id = \(tenant) AND order_id = \(order)
        ) l JOIN changed c ON c.id = l.order_id
        GROUP BY l.product_id
      ) sold
      WHERE p.tenant_id = \(tenant) AND p.id = sold.product_id
      """
    )
  }
}
