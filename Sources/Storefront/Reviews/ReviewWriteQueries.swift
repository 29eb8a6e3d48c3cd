internal import Foundation
internal import TenantStore

private struct NeighbourRow: TenantRow {
  let neighbour: ReviewSignalRule.Neighbour

  init(row: inout ColumnReader) throws {
    neighbour = ReviewSignalRule.Neighbour(
      text: try row.next(),
      writtenAt: try row.next(),
      isSameProduct: try row.next(),
      isSameOrigin: try row.next()
    )
  }
}

extension TenantTransaction {
  /// Writes a review that nobody reads yet; nothing when the line has one.
  func insertReview(_ id: ReviewID, of line: OrderLine, at position: Int, order: OrderID)
    async throws
  {
    _ = try await batch([
      """
      INSERT INTO storefront.product_rating (tenant_id, product_id)
      VALUES (\(tenant), \(line.product)) ON CONFLICT (tenant_id, product_id) DO NOTHING
      """,
      """
      INSERT INTO storefront.review
        (tenant_id, id, order_id, position, product_id, rating, body, display_name, state,
          written_at)
      VALUES (\(tenant), \(id), \(order), \(position), \(line.product), 5, '', '', 'pending',
        \(environment.now()))
      ON CONFLICT (tenant_id, order_id, position) DO NOTHING
      """,
    ])
  }

  /// Saves a locked review and changes what its product's reviews add up to by the difference.
  ///
  /// - Returns: Whether it was still the version that was read.
  func saveReview(_ review: Review) async throws -> Bool {
    let holds = review.holds.map(\.rawValue)
    let signals = review.signals.map(\.rawValue)
    let saved: Int? = try await value(
      """
      WITH old AS (
        SELECT product_id, rating, weight, state, picture_count, follow_up_state
        FROM storefront.review
        WHERE tenant_id = \(tenant) AND id = \(review.id) AND version = \(review.version)
      ), saved AS (
        UPDATE storefront.review r
        SET rating = \(review.rating), body = \(review.text),
          display_name = \(review.displayName), state = \(review.state.rawValue),
          holds = \(holds), signals = \(signals),
          follow_up = \(review.followUp?.text ?? ""),
          follow_up_state = \(review.followUp?.state.rawValue),
          follow_up_at = \(review.followUp?.writtenAt), reply = \(review.reply),
          replied_at = \(review.repliedAt), picture_count = \(review.pictureCount),
          weight = \(review.weight), version = r.version + 1, edited_at = \(review.editedAt),
          due_at = \(review.dueAt), overdue_at = \(review.overdueAt),
          erased_at = \(review.erasedAt)
        WHERE r.tenant_id = \(tenant) AND r.id = \(review.id) AND r.version = \(review.version)
        RETURNING r.product_id, r.rating, r.weight, r.state, r.picture_count, r.follow_up_state
      ), change AS (
        SELECT *, -1 AS sign FROM old WHERE state = 'published'
        UNION ALL SELECT *, 1 FROM saved WHERE state = 'published'
      ), sums AS (
        SELECT product_id,
          coalesce(sum(sign) FILTER (WHERE rating = 1), 0) AS r1,
          coalesce(sum(sign) FILTER (WHERE rating = 2), 0) AS r2,
          coalesce(sum(sign) FILTER (WHERE rating = 3), 0) AS r3,
          coalesce(sum(sign) FILTER (WHERE rating = 4), 0) AS r4,
          coalesce(sum(sign) FILTER (WHERE rating = 5), 0) AS r5,
          coalesce(sum(sign) FILTER (WHERE picture_count > 0), 0) AS pictured,
          coalesce(sum(sign) FILTER (WHERE follow_up_state = 'published'), 0) AS followed,
          sum(sign * weight) AS weight, sum(sign * weight * rating) AS weighted
        FROM change GROUP BY product_id
      ), counted AS (
        UPDATE storefront.product_rating t
        SET rated_1 = t.rated_1 + s.r1, rated_2 = t.rated_2 + s.r2, rated_3 = t.rated_3 + s.r3,
          rated_4 = t.rated_4 + s.r4, rated_5 = t.rated_5 + s.r5,
          pictured = t.pictured + s.pictured, followed = t.followed + s.followed,
          weight = t.weight + s.weight, weighted = t.weighted + s.weighted
        FROM sums s WHERE t.tenant_id = \(tenant) AND t.product_id = s.product_id
      )
      SELECT count(*)::integer FROM saved
      """
    )
    return saved == 1
  }

  /// Other reviews of the last thirty days of the same product or origin; at most 500.
  func reviewNeighbours(of review: ReviewID, product: ProductID, order: OrderID) async throws
    -> [ReviewSignalRule.Neighbour]
  {
    let since = environment.now().addingTimeInterval(-30 * 86_400)
    let rows: [NeighbourRow] = try await all(
      """
      SELECT n.body, n.written_at, n.is_same_product, n.is_same_origin
      FROM (
        SELECT r.body, r.written_at, r.product_id = \(product) AS is_same_product,
          r.order_id <> \(order) AND (o.session_id = own.session_id
            OR o.contact_address = own.contact_address AND own.contact_address <> ''
            OR o.contact_phone = own.contact_phone) AS is_same_origin
        FROM storefront.review r
        JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = r.order_id
        JOIN storefront.customer_order own ON own.tenant_id = \(tenant) AND own.id = \(order)
        WHERE r.tenant_id = \(tenant) AND r.id <> \(review) AND r.written_at >= \(since)
      ) n
      WHERE n.is_same_product OR n.is_same_origin
      ORDER BY n.written_at DESC LIMIT 500
      """
    )
    return rows.map(\.neighbour)
  }
}
