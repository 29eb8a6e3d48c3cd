internal import Foundation
public import TenantStore

extension CohortMonth: TenantRow {
  /// Reads the columns `cohort, month, members, revenue`.
  public init(row: inout ColumnReader) throws {
    cohort = Int(try row.next(Int32.self))
    month = Int(try row.next(Int32.self))
    members = try row.next()
    revenue = try row.next()
  }
}

extension Lifetime: TenantRow {
  /// Reads the columns `days, has_ended, count`.
  public init(row: inout ColumnReader) throws {
    days = Int(try row.next(Int32.self))
    hasEnded = try row.next()
    count = try row.next()
  }
}

extension CancelCount: TenantRow {
  /// Reads the columns `reason, count`.
  public init(row: inout ColumnReader) throws {
    reason = try row.next()
    count = try row.next()
  }
}

extension ShopMetrics: TenantRow {
  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    payers30 = try row.next()
    revenue30 = try row.next()
    payers365 = try row.next()
    revenue365 = try row.next()
    newcomers = try row.next()
    returned = try row.next()
    placed30 = try row.next()
    calledOff30 = try row.next()
  }
}

extension QueryPart {
  /// Orders by the account that stays, of `paid_order p`; $1 is the tenant wherever the part stands.
  fileprivate static let counted: QueryPart = """
    SELECT coalesce(m.merged_into, p.member_id) AS member_id, p.order_id, p.paid_at,
      p.paid - p.refunded AS net
    FROM membership.paid_order p
    LEFT JOIN membership.member m ON m.tenant_id = $1 AND m.id = p.member_id
    """
}

extension TenantQuerying {
  /// What members of each first month did in each month.
  func cohortMonths(since first: Int, currency: Currency, in zone: TimeZone) async throws
    -> [CohortMonth]
  {
    try await all(
      """
      WITH counted AS (
        \(QueryPart.counted)
        WHERE p.tenant_id = \(tenant) AND p.currency = \(currency.code)
          AND (p.refunded < p.paid OR p.paid = 0)
      ), monthly AS (
        SELECT member_id, net, (extract(year FROM paid_at AT TIME ZONE \(zone.identifier)) * 12
          + extract(month FROM paid_at AT TIME ZONE \(zone.identifier)) - 1)::integer AS month
        FROM counted
      ), firsts AS (SELECT member_id, min(month) AS cohort FROM monthly GROUP BY member_id)
      SELECT f.cohort, o.month, count(DISTINCT o.member_id), sum(o.net)::bigint
      FROM monthly o JOIN firsts f ON f.member_id = o.member_id
      WHERE f.cohort >= \(Int32(first))
      GROUP BY f.cohort, o.month ORDER BY f.cohort, o.month
      """
    )
  }

  /// What members pay and how often they come back, as of now.
  public func shopMetrics(in currency: Currency) async throws -> ShopMetrics {
    let now = environment.now()
    func ago(_ days: Double) -> Date { now.addingTimeInterval(-days * 86_400) }
    let found: ShopMetrics? = try await optional(
      """
      WITH counted AS (
        \(QueryPart.counted)
        WHERE p.tenant_id = \(tenant) AND p.currency = \(currency.code)
          AND (p.refunded < p.paid OR p.paid = 0)
      ), numbered AS (
        SELECT member_id, paid_at,
          row_number() OVER (PARTITION BY member_id ORDER BY paid_at, order_id) AS place,
          lead(paid_at) OVER (PARTITION BY member_id ORDER BY paid_at, order_id) AS next_at
        FROM counted
      )
      SELECT count(DISTINCT member_id) FILTER (WHERE paid_at > \(ago(30))),
        coalesce(sum(net) FILTER (WHERE paid_at > \(ago(30))), 0)::bigint,
        count(DISTINCT member_id) FILTER (WHERE paid_at > \(ago(365))),
        coalesce(sum(net) FILTER (WHERE paid_at > \(ago(365))), 0)::bigint,
        (SELECT count(*) FROM numbered
          WHERE place = 1 AND paid_at <= \(ago(90)) AND paid_at > \(ago(455))),
        (SELECT count(*) FROM numbered
          WHERE place = 1 AND paid_at <= \(ago(90)) AND paid_at > \(ago(455))
            AND next_at <= paid_at + interval '90 days'),
        (SELECT count(*) FROM membership.placed_order
          WHERE tenant_id = \(tenant) AND placed_at > \(ago(30))),
        (SELECT count(*) FROM membership.placed_order o
          JOIN membership.called_off_order c ON c.tenant_id = \(tenant) AND c.order_id = o.order_id
          WHERE o.tenant_id = \(tenant) AND o.placed_at > \(ago(30)))
      FROM counted
      """
    )
    guard let found else { throw TenantStoreError.emptyAnswer }
    return found
  }

  /// How long contracts for boxes have lived; those whose end has no day are left out.
  public func subscriptionLifetimes() async throws -> [Lifetime] {
    try await all(
      """
      SELECT days, has_ended, count(*) FROM (
        SELECT greatest(0, floor(extract(epoch FROM
            coalesce(ended_at, \(environment.now())) - created_at) / 86400))::integer AS days,
          ended_at IS NOT NULL AS has_ended
        FROM membership.subscription
        WHERE tenant_id = \(tenant)
          AND (ended_at IS NOT NULL OR state NOT IN ('cancelled', 'ended'))
      ) lives
      GROUP BY days, has_ended ORDER BY days, has_ended
      """
    )
  }

  /// Why contracts for boxes were cancelled in the last 365 days, the commonest reason first.
  public func cancelReasons() async throws -> [CancelCount] {
    try await all(
      """
      SELECT coalesce(cancel_reason, 'other'), count(*) FROM membership.subscription
      WHERE tenant_id = \(tenant) AND state = 'cancelled'
        AND ended_at > \(environment.now().addingTimeInterval(-365 * 86_400))
      GROUP BY 1 ORDER BY 2 DESC, 1
      """
    )
  }
}
