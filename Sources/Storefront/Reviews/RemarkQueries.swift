public import Foundation
public import TenantStore

/// What a shopper wrote of a product.
public struct WrittenRemark: Hashable, Sendable, TenantRow {
  /// The product.
  public let product: ProductID
  /// The reason of a return; nil for a review.
  public let reason: ReturnReason?
  /// What was written; empty where only a reason was given.
  public let text: String

  /// Reads product, reason and text.
  public init(row: inout ColumnReader) throws {
    product = try row.next()
    reason = try row.next(String?.self).flatMap { ReturnReason(rawValue: $0) }
    text = try row.next()
  }
}

/// The one product that a session has ordered.
public struct SoleProduct: Hashable, Sendable, TenantRow {
  /// The session.
  public let session: SessionID
  /// The product.
  public let product: ProductID

  /// Reads session and product.
  public init(row: inout ColumnReader) throws {
    session = try row.next()
    product = try row.next()
  }
}

extension TenantQuerying {
  /// What everybody may read of reviews and what was said with returns since an instant, the latest first;
  /// at most 5,000 of each.
  public func writtenRemarks(since start: Date) async throws -> [WrittenRemark] {
    try await all(
      """
      (SELECT r.product_id, NULL::text, r.body || CASE WHEN r.follow_up_state = 'published'
          THEN E'\\n' || r.follow_up ELSE '' END
      FROM storefront.review r
      WHERE r.tenant_id = \(tenant) AND r.written_at >= \(start) AND r.state = 'published'
        AND r.erased_at IS NULL AND r.body <> ''
      ORDER BY r.written_at DESC, r.id LIMIT 5000)
      UNION ALL
      (SELECT l.product_id, q.reason, q.note
      FROM storefront.return_request q
      JOIN storefront.return_line n ON n.tenant_id = \(tenant) AND n.request_id = q.id
      JOIN storefront.order_line l
        ON l.tenant_id = \(tenant) AND l.order_id = n.order_id AND l.position = n.position
      WHERE q.tenant_id = \(tenant) AND q.requested_at >= \(start) AND q.state <> 'withdrawn'
      ORDER BY q.requested_at DESC, q.id, n.position LIMIT 5000)
      """
    )
  }

  /// Of sessions that ordered one product and no other, which.
  public func soleProducts(of sessions: [SessionID]) async throws -> [SoleProduct] {
    guard !sessions.isEmpty else { return [] }
    return try await all(
      """
      SELECT o.session_id, min(l.product_id::text)::uuid
      FROM storefront.customer_order o
      JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = o.id
      WHERE o.tenant_id = \(tenant) AND o.session_id = ANY (\(sessions.map(\.uuid)))
        AND o.status <> 'cancelled'
      GROUP BY o.session_id HAVING count(DISTINCT l.product_id) = 1 ORDER BY 1
      """
    )
  }
}
