internal import Foundation
internal import TenantStore

extension TenantQuerying {
  /// What was sold of items since an instant.
  func itemSales(of items: [String], since start: Date) async throws -> [ItemSale] {
    try await all(
      """
      SELECT item, sum(quantity)::bigint, coalesce(sum(amount), 0)::bigint
      FROM recommend.signal
      WHERE tenant_id = \(tenant) AND kind = 'purchase' AND item = ANY (\(items))
        AND occurred_at >= \(start)
      GROUP BY item ORDER BY item
      """
    )
  }
}
