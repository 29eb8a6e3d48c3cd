internal import Foundation
internal import TenantStore

/// How many levels a count opened and moved, and how many it could not reach.
struct StockCount: TenantRow {
  let created: Int
  let updated: Int
  let missed: Int

  init(row: inout ColumnReader) throws {
    created = try row.next()
    updated = try row.next()
    missed = try row.next()
  }
}

extension TenantTransaction {
  /// Makes levels what was counted: the difference is a movement, a new level an opening balance.
  ///
  /// The statement locks the levels in the order of their keys and decides by the rows that it
  /// locked, so that a sale in between is neither lost nor counted twice. A level that somebody else
  /// opened while it ran is missed; the next run reaches it.
  func countStock(_ counts: [StockDraft]) async throws -> StockCount {
    let count: StockCount? = try await optional(
      """
      WITH counted AS (
        SELECT c.id, k.id AS sku_id, l.id AS location_id, c.on_hand
        FROM unnest(\(counts.map { _ in environment.makeID() }), \(counts.map(\.sku)),
          \(counts.map(\.location)), \(counts.map(\.onHand))) AS c (id, sku, location, on_hand)
        JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.code = c.sku
        JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.code = c.location
      ), level AS (
        SELECT s.sku_id, s.location_id, s.available
        FROM storefront.stock_level s
        JOIN counted c ON c.sku_id = s.sku_id AND c.location_id = s.location_id
        WHERE s.tenant_id = \(tenant)
        ORDER BY s.sku_id, s.location_id FOR UPDATE OF s
      ), difference AS (
        SELECT c.id, c.sku_id, c.location_id, c.on_hand, level.available
        FROM counted c LEFT JOIN level USING (sku_id, location_id)
      ), moved AS (
        UPDATE storefront.stock_level s SET available = d.on_hand
        FROM difference d
        WHERE s.tenant_id = \(tenant) AND s.sku_id = d.sku_id AND s.location_id = d.location_id
          AND d.on_hand <> d.available AND NOT s.is_by_lot
        RETURNING s.sku_id, s.location_id
      ), opened AS (
        INSERT INTO storefront.stock_level (tenant_id, sku_id, location_id, available)
        SELECT \(tenant), sku_id, location_id, on_hand FROM difference WHERE available IS NULL
        ON CONFLICT DO NOTHING
        RETURNING sku_id, location_id
      ), noted AS (
        INSERT INTO storefront.stock_movement
          (tenant_id, id, sku_id, location_id, quantity, reason, created_at)
        SELECT \(tenant), d.id, d.sku_id, d.location_id, d.on_hand - coalesce(d.available, 0),
          CASE WHEN d.available IS NULL THEN 'opening' ELSE 'correction' END, \(environment.now())
        FROM difference d
        WHERE d.on_hand <> coalesce(d.available, 0)
          AND ((d.sku_id, d.location_id) IN (SELECT sku_id, location_id FROM moved)
            OR (d.sku_id, d.location_id) IN (SELECT sku_id, location_id FROM opened))
      )
      SELECT (SELECT count(*) FROM opened), (SELECT count(*) FROM moved),
        \(counts.count) - (SELECT count(*) FROM difference WHERE available IS NOT NULL)
          - (SELECT count(*) FROM opened)
      """
    )
    guard let count else { throw TenantStoreError.emptyAnswer }
    return count
  }

  /// What a count would change.
  func comparedStock(_ counts: [StockDraft]) async throws -> ImportCounts {
    let count: StockCount? = try await optional(
      """
      SELECT count(*) FILTER (WHERE s.available IS NULL),
        count(*) FILTER (WHERE s.available <> c.on_hand), 0::bigint
      FROM unnest(\(counts.map(\.sku)), \(counts.map(\.location)), \(counts.map(\.onHand)))
        AS c (sku, location, on_hand)
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.code = c.sku
      JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.code = c.location
      LEFT JOIN storefront.stock_level s
        ON s.tenant_id = \(tenant) AND s.sku_id = k.id AND s.location_id = l.id
      """
    )
    guard let count else { throw TenantStoreError.emptyAnswer }
    var result = ImportCounts()
    result.created = count.created
    result.updated = count.updated
    result.unchanged = counts.count - count.created - count.updated
    return result
  }
}
