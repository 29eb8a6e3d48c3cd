public import Foundation
public import TenantStore

/// How often something was in shoppers' way.
public struct FrictionCount: Hashable, Sendable, TenantRow {
  /// With what: the number of an article, or a reason.
  public let subject: String
  /// How often.
  public let count: Int64
  /// How many sessions it happened to.
  public let people: Int64

  /// Reads the columns `subject, count, people`.
  public init(row: inout ColumnReader) throws {
    subject = try row.next()
    count = try row.next()
    people = try row.next()
  }
}

extension TenantQuerying {
  /// Carts that were last touched between two instants and left, by article, the most frequent first;
  /// at most 50.
  public func abandonedCarts(from start: Date, until end: Date) async throws -> [FrictionCount] {
    try await all(
      """
      SELECT k.code, count(*), count(DISTINCT c.session_id)
      FROM storefront.cart c
      JOIN storefront.cart_line l ON l.tenant_id = \(tenant) AND l.cart_id = c.id
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = l.sku_id
      WHERE c.tenant_id = \(tenant) AND c.status = 'open'
        AND c.updated_at >= \(start) AND c.updated_at < \(end)
      GROUP BY k.code ORDER BY 2 DESC, 1 LIMIT 50
      """
    )
  }

  /// Orders that were placed between two instants and ended unpaid, by their provider of payment.
  public func ordersLeftUnpaid(from start: Date, until end: Date) async throws -> [FrictionCount] {
    try await all(
      """
      SELECT provider, count(*), count(DISTINCT session_id) FROM storefront.customer_order
      WHERE tenant_id = \(tenant) AND status = 'cancelled' AND payment_status = 'unpaid'
        AND cancellation = 'expired' AND placed_at >= \(start) AND placed_at < \(end)
      GROUP BY provider ORDER BY 2 DESC, 1 LIMIT 50
      """
    )
  }

  /// Wishes to give goods back between two instants, by their reason.
  public func returnReasons(from start: Date, until end: Date) async throws -> [FrictionCount] {
    try await all(
      """
      SELECT r.reason, count(*), count(DISTINCT o.session_id) FROM storefront.return_request r
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = r.order_id
      WHERE r.tenant_id = \(tenant) AND r.requested_at >= \(start) AND r.requested_at < \(end)
      GROUP BY r.reason ORDER BY 2 DESC, 1 LIMIT 50
      """
    )
  }
}
