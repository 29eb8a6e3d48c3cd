internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// What came of the items that were shown, by kind, version and week, the latest week first.
  ///
  /// A look within a day and a purchase within seven days belong to the latest time that the item was
  /// shown to the person before, and to no other: nothing counts twice. Weeks are those of UTC.
  ///
  /// - Parameter weeks: How many weeks back, 1 to 104.
  /// - Returns: One for each kind, version and week in which something was shown.
  /// - Throws: What the database throws.
  public func feedback(weeks: Int) async throws -> [FeedbackWeek] {
    let now = environment.now()
    let first = SalesWeek(before: now, in: .gmt).later(by: 2 - min(max(weeks, 1), 104))
    let from = Date(timeIntervalSince1970: Double(first.monday) * 86_400)
    return try await all(
      """
      WITH deed AS (
        SELECT i.model_kind, i.model_version, i.occurred_at, s.kind, s.amount
        FROM recommend.signal s
        CROSS JOIN LATERAL (
          SELECT p.model_kind, p.model_version, p.occurred_at FROM recommend.signal p
          WHERE p.tenant_id = \(tenant) AND p.person_id = s.person_id AND p.item = s.item
            AND p.kind = 'impression' AND p.occurred_at <= s.occurred_at
            AND p.occurred_at > s.occurred_at - interval '7 days'
          ORDER BY p.occurred_at DESC LIMIT 1
        ) i
        WHERE s.tenant_id = \(tenant) AND s.kind IN ('view', 'purchase')
          AND s.occurred_at >= \(from) AND i.occurred_at >= \(from)
          AND (s.kind = 'purchase' OR i.occurred_at > s.occurred_at - interval '1 day')
        UNION ALL
        SELECT i.model_kind, i.model_version, i.occurred_at, 'impression', NULL
        FROM recommend.signal i
        WHERE i.tenant_id = \(tenant) AND i.kind = 'impression' AND i.occurred_at >= \(from)
      )
      SELECT coalesce(model_kind, 'other'), coalesce(model_version, 1),
        floor((floor(extract(epoch FROM occurred_at) / 86400) + 3) / 7)::bigint,
        count(*) FILTER (WHERE kind = 'impression'), count(*) FILTER (WHERE kind = 'view'),
        count(*) FILTER (WHERE kind = 'purchase'),
        coalesce(sum(amount) FILTER (WHERE kind = 'purchase'), 0)::bigint
      FROM deed GROUP BY 1, 2, 3 ORDER BY 3 DESC, 1, 2
      """
    )
  }
}
