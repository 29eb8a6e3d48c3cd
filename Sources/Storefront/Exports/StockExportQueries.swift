internal import Foundation
internal import TenantStore

/// A level of stock by the merchant's names.
struct StockLevelRow: TenantRow {
  let sku: String
  let location: String
  let available: Int64
  let skuID: UUID
  let locationID: UUID

  init(row: inout ColumnReader) throws {
    sku = try row.next()
    location = try row.next()
    available = try row.next()
    skuID = try row.next()
    locationID = try row.next()
  }
}

extension TenantQuerying {
  /// The next levels behind one, in the order of their keys, without those of withdrawn SKUs.
  func stockLevels(after sku: UUID, _ location: UUID, limit: Int) async throws -> [StockLevelRow] {
    try await all(
      """
      SELECT k.code, l.code, s.available, s.sku_id, s.location_id
      FROM storefront.stock_level s
      JOIN storefront.sku k ON k.tenant_id = \(tenant) AND k.id = s.sku_id AND NOT k.is_withdrawn
      JOIN storefront.location l ON l.tenant_id = \(tenant) AND l.id = s.location_id
      WHERE s.tenant_id = \(tenant) AND (s.sku_id, s.location_id) > (\(sku), \(location))
      ORDER BY s.sku_id, s.location_id LIMIT \(limit)
      """
    )
  }
}
