internal import Foundation
internal import TenantStore

/// What a person bought of an item on a day.
struct DailyPurchase: Hashable, TenantRow {
  let person: PersonID
  let item: String
  /// Days since 1970-01-01 in UTC.
  let day: Int
  let quantity: Int
  /// What was paid, in minor units; 0 when nobody said.
  let amount: Int64

  init(row: inout ColumnReader) throws {
    person = try row.next()
    item = try row.next()
    day = try row.next()
    quantity = try row.next()
    amount = try row.next()
  }
}

extension TenantQuerying {
  /// When people who took something since an instant took each item first.
  func firstTaken(since instant: Date, kinds: [String]) async throws -> [FirstTaken] {
    try await all(
      """
      SELECT s.person_id, s.item, min(s.occurred_at) FROM recommend.signal s
      WHERE s.tenant_id = \(tenant) AND s.kind = ANY (\(kinds)) AND s.item IS NOT NULL
        AND s.person_id IN (
          SELECT l.person_id FROM recommend.signal l
          WHERE l.tenant_id = \(tenant) AND l.kind = ANY (\(kinds)) AND l.occurred_at > \(instant))
      GROUP BY 1, 2 ORDER BY 1, 2
      """
    )
  }

  /// What everybody bought, by person, day and item.
  func dailyPurchases() async throws -> [DailyPurchase] {
    try await all(
      """
      SELECT person_id, item, floor(extract(epoch FROM occurred_at) / 86400)::bigint,
        sum(quantity)::bigint, coalesce(sum(amount), 0)::bigint
      FROM recommend.signal
      WHERE tenant_id = \(tenant) AND kind = 'purchase' AND item IS NOT NULL
      GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
      """
    )
  }
}
