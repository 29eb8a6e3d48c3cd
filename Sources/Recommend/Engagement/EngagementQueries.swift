public import Foundation
public import TenantStore

extension TenantQuerying {
  /// How visitors used the shop, by ``EngagementMonth``'s definitions.
  ///
  /// - Parameters:
  ///   - span: From when to when, in UTC.
  ///   - zone: The zone of the calendar.
  /// - Returns: The months in which somebody did something, in order.
  /// - Throws: What the database throws.
  public func engagementMonths(_ span: Range<Date>, in zone: TimeZone) async throws
    -> [EngagementMonth]
  {
    let gap = Double(EngagementMonth.gapMinutes) * 60
    return try await all(
      """
      WITH deed AS (
        SELECT s.person_id, s.id, s.occurred_at,
          s.occurred_at AT TIME ZONE \(zone.identifier)::text AS clock,
          coalesce(extract(epoch FROM s.occurred_at - lag(s.occurred_at)
            OVER (PARTITION BY s.person_id ORDER BY s.occurred_at, s.id)) > \(gap)::float8, true)
            AS begins
        FROM recommend.signal s
        WHERE s.tenant_id = \(tenant) AND s.kind NOT IN ('purchase', 'return')
          AND s.occurred_at >= \(span.lowerBound) AND s.occurred_at < \(span.upperBound)
      ),
      numbered AS (
        SELECT d.person_id, d.occurred_at, d.clock,
          count(*) FILTER (WHERE d.begins) OVER (
            PARTITION BY d.person_id ORDER BY d.occurred_at, d.id
            ROWS UNBOUNDED PRECEDING) AS number
        FROM deed d
      ),
      stay AS (
        SELECT date_trunc('month', min(n.clock)) AS month, count(*) AS deeds,
          extract(epoch FROM max(n.occurred_at) - min(n.occurred_at))::float8 AS seconds
        FROM numbered n GROUP BY n.person_id, n.number
      ),
      visit AS (
        SELECT date_trunc('month', d.clock) AS month, count(DISTINCT d.person_id) AS people,
          count(DISTINCT (d.person_id, d.clock::date)) AS days
        FROM deed d GROUP BY 1
      ),
      spent AS (
        SELECT y.month, count(*) AS sessions, count(*) FILTER (WHERE y.deeds = 1) AS single,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY y.seconds) FILTER (WHERE y.deeds > 1)
            AS middle,
          sum(y.seconds) AS seconds
        FROM stay y GROUP BY 1
      )
      SELECT (extract(year FROM v.month) * 12 + extract(month FROM v.month) - 1)::bigint,
        v.people, v.days, coalesce(p.sessions, 0), coalesce(p.single, 0), p.middle,
        coalesce(p.seconds, 0)::float8
      FROM visit v LEFT JOIN spent p ON p.month = v.month
      ORDER BY v.month
      """
    )
  }
}
