public import Foundation
public import TenantStore

/// What was paid for something in a month, and what of it went back.
public struct MonthlySale: Hashable, Sendable, TenantRow {
  /// What the money was for.
  public enum Part: String, Hashable, Sendable {
    /// An article.
    case article
    /// An article of an order that somebody agreed on without a cart, such as a box that recurs.
    case agreed
    /// Delivery.
    case freight
    /// Money that went back for no line.
    case loose
  }

  /// Twelve times the year and the month from 0 on, in which it was ordered.
  public let month: Int
  /// What the money was for.
  public let part: Part
  /// The merchant's own number of the SKU when it was bought; empty for what is no article.
  public let sku: String
  /// The short names of its category and of the one above it, its own first.
  public let categories: [String]
  /// What was paid, in minor units.
  public let paid: Int64
  /// What went back or is on its way, in minor units.
  public let refunded: Int64

  /// Reads month, part, SKU, both categories and both sums.
  public init(row: inout ColumnReader) throws {
    month = try row.next()
    part = Part(rawValue: try row.next()) ?? .article
    sku = try row.next()
    let (own, parent) = (try row.next(String?.self), try row.next(String?.self))
    categories = [own, parent].compactMap(\.self)
    paid = try row.next()
    refunded = try row.next()
  }
}

extension TenantQuerying {
  /// What orders whose money came were paid for, by month of the order, part, SKU and category.
  ///
  /// The sums hold: all that was paid is all orders' totals, and all that went back is what payments say.
  /// An order whose money went back as a whole gave back every line; of another, what returns gave back
  /// stands with its line, and the rest is loose.
  /// - Parameters:
  ///   - span: From when to when the orders were placed, in UTC.
  ///   - zone: The zone of the merchant's calendar.
  /// - Returns: The sums.
  /// - Throws: What the database throws.
  public func monthlySales(_ span: Range<Date>, in zone: TimeZone) async throws -> [MonthlySale] {
    try await all(
      """
      WITH paid AS (
        SELECT o.id, o.total, o.freight - o.freight_discount AS freight,
          o.agreement IS NOT NULL AS is_agreed, coalesce(p.claimed, 0) AS claimed,
          (extract(year FROM o.placed_at AT TIME ZONE \(zone.identifier)::text) * 12
            + extract(month FROM o.placed_at AT TIME ZONE \(zone.identifier)::text) - 1)::bigint
            AS month
        FROM storefront.customer_order o
        LEFT JOIN LATERAL (SELECT sum(m.refund_claimed)::bigint AS claimed
          FROM storefront.payment m
          WHERE m.tenant_id = \(tenant) AND m.order_id = o.id AND m.status <> 'surplus') p ON true
        WHERE o.tenant_id = \(tenant) AND o.placed_at >= \(span.lowerBound)
          AND o.placed_at < \(span.upperBound) AND o.payment_status <> 'unpaid'
      ),
      line AS (
        SELECT p.id, p.month, p.is_agreed, l.product_id, l.sku_code,
          l.line_total - l.discount AS net,
          CASE WHEN p.claimed >= p.total THEN l.line_total - l.discount
            ELSE coalesce(a.refunded, 0) END AS back
        FROM paid p
        JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = p.id
        LEFT JOIN storefront.order_line_account a
          ON a.tenant_id = \(tenant) AND a.order_id = p.id AND a.position = l.position
      ),
      loose AS (
        SELECT p.month, p.claimed - coalesce(sum(l.back), 0)
          - CASE WHEN p.claimed >= p.total THEN p.freight ELSE 0 END AS back
        FROM paid p LEFT JOIN line l ON l.id = p.id
        GROUP BY p.id, p.month, p.claimed, p.total, p.freight
      )
      SELECT l.month, CASE WHEN l.is_agreed THEN 'agreed' ELSE 'article' END, l.sku_code, own.slug,
        parent.slug, sum(l.net)::bigint, sum(l.back)::bigint
      FROM line l
      LEFT JOIN storefront.product g ON g.tenant_id = \(tenant) AND g.id = l.product_id
      LEFT JOIN storefront.category own ON own.tenant_id = \(tenant) AND own.id = g.category_id
      LEFT JOIN storefront.category parent
        ON parent.tenant_id = \(tenant) AND parent.id = own.parent_id
      GROUP BY 1, 2, 3, 4, 5
      UNION ALL
      SELECT p.month, 'freight', '', NULL, NULL, sum(p.freight)::bigint,
        coalesce(sum(p.freight) FILTER (WHERE p.claimed >= p.total), 0)::bigint
      FROM paid p GROUP BY 1
      UNION ALL
      SELECT s.month, 'loose', '', NULL, NULL, 0, sum(s.back)::bigint
      FROM loose s GROUP BY 1 HAVING sum(s.back) <> 0
      ORDER BY 1, 2, 3, 4
      """
    )
  }
}
