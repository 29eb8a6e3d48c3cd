internal import Foundation
internal import TenantStore

extension TenantQuerying {
  /// What was sold week by week of the items that sold most since an instant.
  func weeklySales(since instant: Date, items: Int) async throws -> [WeeklySales] {
    try await all(
      """
      WITH most AS (
        SELECT item FROM recommend.signal
        WHERE tenant_id = \(tenant) AND kind = 'purchase' AND amount > 0
          AND occurred_at >= \(instant)
        GROUP BY item ORDER BY sum(quantity) DESC, item LIMIT \(items))
      SELECT s.item, floor(extract(epoch FROM s.occurred_at) / 604800)::bigint,
        sum(s.quantity)::bigint, sum(s.amount)::bigint
      FROM recommend.signal s JOIN most m ON m.item = s.item
      WHERE s.tenant_id = \(tenant) AND s.kind = 'purchase' AND s.amount > 0
        AND s.occurred_at >= \(instant)
      GROUP BY 1, 2 ORDER BY 1, 2
      """
    )
  }
}
