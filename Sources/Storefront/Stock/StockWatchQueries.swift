public import TenantStore

/// A watched SKU of which few are left.
struct LowStock: TenantRow {
  let code: String
  let left: Int64

  init(row: inout ColumnReader) throws {
    code = try row.next()
    left = try row.next()
  }
}

extension TenantQuerying {
  /// From how few pieces of a SKU on the merchant is told; nothing when it is not watched.
  public func stockWatch(of sku: String) async throws -> Int? {
    let threshold: Int64? = try await value(
      """
      SELECT w.threshold FROM storefront.stock_watch w
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = w.sku_id
      WHERE w.tenant_id = \(tenant) AND k.code = \(sku)
      """
    )
    return threshold.map(Int.init)
  }
}

extension TenantTransaction {
  /// Begins, changes or ends a watch.
  func setWatch(_ sku: SKUID, _ threshold: Int?) async throws {
    _ = try await batch([
      """
      DELETE FROM storefront.stock_watch
      WHERE tenant_id = \(tenant) AND sku_id = \(sku) AND \(threshold)::bigint IS NULL
      """,
      """
      INSERT INTO storefront.stock_watch (tenant_id, sku_id, threshold)
      SELECT \(tenant), \(sku), \(threshold)::bigint WHERE \(threshold)::bigint IS NOT NULL
      ON CONFLICT (tenant_id, sku_id) DO UPDATE
      SET threshold = excluded.threshold, is_low = false
      """,
    ])
  }

  /// Makes the watches agree with the stock; what was not low before and is now.
  func turnWatches() async throws -> [LowStock] {
    try await all(
      """
      WITH stock AS (
        SELECT w.sku_id, (\(QueryPart.obtainable))::bigint AS available
        FROM storefront.stock_watch w
        JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = w.sku_id
        WHERE w.tenant_id = \(tenant)
      ), turned AS (
        UPDATE storefront.stock_watch w
        SET is_low = stock.available <= w.threshold, noted_at = \(environment.now())
        FROM stock
        WHERE w.tenant_id = \(tenant) AND w.sku_id = stock.sku_id
          AND w.is_low <> (stock.available <= w.threshold)
        RETURNING w.sku_id, w.is_low, stock.available
      )
      SELECT k.code, t.available FROM turned t
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = t.sku_id
      WHERE t.is_low ORDER BY k.code
      """
    )
  }
}
