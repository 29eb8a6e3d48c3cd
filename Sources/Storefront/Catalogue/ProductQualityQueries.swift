internal import Foundation
public import TenantStore

/// What a shop knows of how good a product is, and what its choices cost.
public struct ProductQuality: Hashable, Sendable {
  /// A SKU that is sold.
  public struct Offer: Hashable, Sendable {
    /// What one costs everybody now, in minor units.
    public let price: Int64
    /// The options that make it.
    public let options: [OptionValue]
  }

  /// The product.
  public let id: ProductID
  /// How many published reviews there are; each is of an order line that was delivered.
  public let reviews: Int
  /// Their mean, weighed by ``ReviewWeightRule``, 1 to 5; nil without a review.
  public let stars: Double?
  /// How many pieces were sold.
  public let sold: Int
  /// How many of them came back damaged, defective, expired or not as described.
  public let returned: Int
  /// How many kinds of inspection, organic and other certificates hold now.
  public let proofs: Int
  /// What can be bought of it.
  public let offers: [Offer]
}

private struct QualityRow: TenantRow {
  let id: ProductID
  let reviews: Int
  let weight: Int64
  let weighted: Int64
  let sold: Int
  let returned: Int
  let proofs: Int

  init(row: inout ColumnReader) throws {
    id = try row.next()
    reviews = try row.next()
    weight = try row.next()
    weighted = try row.next()
    sold = try row.next()
    returned = try row.next()
    proofs = try row.next()
  }
}

private struct OfferRow: TenantRow {
  let product: ProductID
  let offer: ProductQuality.Offer

  init(row: inout ColumnReader) throws {
    product = try row.next()
    let price: Int64 = try row.next()
    offer = ProductQuality.Offer(price: price, options: try OptionValue.list(json: row.next()))
  }
}

extension TenantQuerying {
  /// How good products that are on sale are, by id.
  ///
  /// - Parameters:
  ///   - ids: Of which, at most some hundred.
  ///   - today: The day of the merchant's calendar on which proof must hold.
  /// - Returns: One for each that is on sale.
  /// - Throws: What the database throws.
  public func productQualities(of ids: [ProductID], on today: CalendarDate) async throws
    -> [ProductQuality]
  {
    let now = environment.now()
    let (products, day) = (ids.map(\.uuid), today.description)
    let results = try await batch([
      """
      WITH back AS (
        SELECT l.product_id, sum(b.quantity)::bigint AS pieces FROM storefront.return_line b
        JOIN storefront.return_request q ON q.tenant_id = \(tenant) AND q.id = b.request_id
        JOIN storefront.order_line l ON l.tenant_id = \(tenant) AND l.order_id = b.order_id
          AND l.position = b.position
        WHERE b.tenant_id = \(tenant) AND l.product_id = ANY (\(products))
          AND q.state IN ('received', 'refunded', 'exchanged')
          AND q.reason IN ('damaged', 'defective', 'not_as_described', 'expired_goods')
        GROUP BY l.product_id)
      SELECT p.id, coalesce(r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5, 0),
        coalesce(r.weight, 0), coalesce(r.weighted, 0), p.sold_count,
        coalesce(back.pieces, 0),
        (SELECT count(DISTINCT e.kind) FROM storefront.evidence e
          WHERE e.tenant_id = \(tenant) AND e.product_id = p.id AND e.withdrawn_at IS NULL
            AND e.kind IN ('inspection', 'organic', 'certificate')
            AND e.issued_on <= \(day)::date
            AND (e.expires_on IS NULL OR e.expires_on >= \(day)::date)
            AND (e.lot_code IS NULL OR EXISTS (
              SELECT FROM storefront.sku k
              JOIN storefront.stock_lot s ON s.tenant_id = \(tenant) AND s.sku_id = k.id
              WHERE k.tenant_id = \(tenant) AND k.product_id = p.id AND s.code = e.lot_code
                AND s.available > 0 AND s.recalled_at IS NULL AND s.sell_until > \(now))))
      FROM storefront.product p
      LEFT JOIN storefront.product_rating r ON r.tenant_id = \(tenant) AND r.product_id = p.id
      LEFT JOIN back ON back.product_id = p.id
      WHERE p.tenant_id = \(tenant) AND \(QueryPart.onSale(at: now)) AND p.id = ANY (\(products))
      ORDER BY p.id
      """,
      """
      SELECT k.product_id, \(QueryPart.price(at: now)), \(QueryPart.options)
      FROM storefront.sku k
      WHERE k.tenant_id = \(tenant) AND k.product_id = ANY (\(products)) AND NOT k.is_withdrawn
      ORDER BY k.product_id, k.position
      """,
    ])
    guard results.count == 2 else { throw TenantStoreError.emptyAnswer }
    let offers = Dictionary(grouping: try results[1].all(OfferRow.self), by: \.product)
    return try results[0].all(QualityRow.self).map { row in
      ProductQuality(
        id: row.id,
        reviews: row.reviews,
        stars: row.weight > 0 ? Double(row.weighted) / Double(row.weight) : nil,
        sold: row.sold,
        returned: row.returned,
        proofs: row.proofs,
        offers: (offers[row.id] ?? []).map(\.offer)
      )
    }
  }
}
