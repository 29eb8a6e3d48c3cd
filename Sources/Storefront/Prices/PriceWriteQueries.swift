internal import Foundation
internal import TenantStore

private struct PriceRow: TenantRow {
  let draft: PriceDraft

  init(row: inout ColumnReader) throws {
    let sku: String = try row.next()
    let price: Int64? = try row.next()
    let (from, until) = (try row.next(Date?.self), try row.next(Date?.self))
    let (quantities, prices) = (try row.next([Int].self), try row.next([Int64].self))
    var sale: PriceDraft.Sale?
    if let price, let from, let until {
      sale = PriceDraft.Sale(price: price, from: from, until: until)
    }
    let (levels, levelPrices) = (try row.next([String].self), try row.next([Int64].self))
    draft = PriceDraft(
      sku: sku,
      sale: sale,
      volumes: Dictionary(uniqueKeysWithValues: zip(quantities, prices)),
      levels: Dictionary(uniqueKeysWithValues: zip(levels, levelPrices))
    )
  }
}

extension TenantQuerying {
  /// The SKUs that have a sale, volume prices or prices of levels, by the merchant's numbers; of
  /// some SKUs only where they are named.
  func storedPrices(of codes: [String]? = nil) async throws -> [PriceDraft] {
    let named: QueryPart = codes.map { " AND k.code = ANY (\($0))" } ?? ""
    let rows: [PriceRow] = try await all(
      """
      SELECT k.code, k.sale_price, k.sale_from, k.sale_until,
        ARRAY(SELECT v.from_quantity::bigint FROM storefront.volume_price v
          WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id ORDER BY v.from_quantity),
        ARRAY(SELECT v.price FROM storefront.volume_price v
          WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id ORDER BY v.from_quantity),
        ARRAY(SELECT v.level FROM storefront.level_price v
          WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id ORDER BY v.level),
        ARRAY(SELECT v.price FROM storefront.level_price v
          WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id ORDER BY v.level)
      FROM storefront.sku k
      WHERE k.tenant_id = \(tenant)\(named) AND (k.sale_price IS NOT NULL OR EXISTS (
        SELECT FROM storefront.volume_price v WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id)
        OR EXISTS (
        SELECT FROM storefront.level_price v WHERE v.tenant_id = \(tenant) AND v.sku_id = k.id))
      ORDER BY k.code
      """
    )
    return rows.map(\.draft)
  }

  /// The merchant's numbers of all SKUs that are not withdrawn.
  func skuCodes() async throws -> [String] {
    try await values(
      "SELECT code FROM storefront.sku WHERE tenant_id = \(tenant) AND NOT is_withdrawn"
    )
  }
}

extension TenantTransaction {
  /// Gives a SKU its sale, volume prices and prices of levels; a sale that has begun and is replaced becomes history.
  func writePrices(_ draft: PriceDraft, replacing old: PriceDraft?) async throws {
    let now = environment.now()
    if let sale = old?.sale, sale != draft.sale, sale.from < now {
      try await recordPastPrices([(draft.sku, sale.price)], endedAt: min(now, sale.until))
    }
    let tiers = draft.volumes.sorted { $0.key < $1.key }
    let levels = draft.levels.sorted { $0.key < $1.key }
    _ = try await batch([
      """
      UPDATE storefront.sku SET sale_price = \(draft.sale?.price), sale_from = \(draft.sale?.from),
        sale_until = \(draft.sale?.until)
      WHERE tenant_id = \(tenant) AND code = \(draft.sku)
      """,
      """
      DELETE FROM storefront.volume_price v USING storefront.sku k
      WHERE v.tenant_id = \(tenant) AND k.tenant_id = \(tenant) AND k.id = v.sku_id
        AND k.code = \(draft.sku)
      """,
      """
      INSERT INTO storefront.volume_price (tenant_id, sku_id, from_quantity, price)
      SELECT \(tenant), k.id, n.quantity, n.price
      FROM storefront.sku k, unnest(\(tiers.map(\.key)), \(tiers.map(\.value)))
        AS n (quantity, price)
      WHERE k.tenant_id = \(tenant) AND k.code = \(draft.sku)
      """,
      """
      DELETE FROM storefront.level_price v USING storefront.sku k
      WHERE v.tenant_id = \(tenant) AND k.tenant_id = \(tenant) AND k.id = v.sku_id
        AND k.code = \(draft.sku)
      """,
      """
      INSERT INTO storefront.level_price (tenant_id, sku_id, level, price)
      SELECT \(tenant), k.id, n.level, n.price
      FROM storefront.sku k, unnest(\(levels.map(\.key)), \(levels.map(\.value)))
        AS n (level, price)
      WHERE k.tenant_id = \(tenant) AND k.code = \(draft.sku)
      """,
    ])
  }

  /// Keeps prices that are asked no longer.
  func recordPastPrices(_ prices: [(sku: String, price: Int64)], endedAt end: Date) async throws {
    guard !prices.isEmpty else { return }
    try await execute(
      """
      INSERT INTO storefront.past_price (tenant_id, id, sku_id, price, ended_at)
      SELECT \(tenant), n.id, k.id, n.price, \(end)
      FROM unnest(\(prices.map { _ in environment.makeID() }), \(prices.map(\.sku)),
        \(prices.map(\.price))) AS n (id, code, price)
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.code = n.code
      """
    )
  }
}
