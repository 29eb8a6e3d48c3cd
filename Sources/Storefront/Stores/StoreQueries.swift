public import Foundation
public import TenantStore

private struct FiguresRow: TenantRow {
  let location: String
  let orders: Int64
  let total: Int64
  let led: Int64
  let ledTotal: Int64
  let collected: Int64
  let returns: Int64
  let returned: Int64

  init(row: inout ColumnReader) throws {
    location = try row.next()
    orders = try row.next()
    total = try row.next()
    led = try row.next()
    ledTotal = try row.next()
    collected = try row.next()
    returns = try row.next()
    returned = try row.next()
  }
}

extension TenantQuerying {
  /// What each store brought on a day of a zone; stores where nothing happened are left out.
  public func storeFigures(of day: CalendarDate, in zone: TimeZone, _ currency: Currency)
    async throws -> [StoreFigures]
  {
    let (start, end) = (day.start(in: zone), day.adding(days: 1).start(in: zone))
    // Ids begin with the time, so the primary keys find the day.
    let (first, last) = (TimeOrderedIDs.first(at: start), TimeOrderedIDs.first(at: end))
    let rows: [FiguresRow] = try await all(
      """
      SELECT location.code, coalesce(sum(f.orders), 0)::bigint, coalesce(sum(f.total), 0)::bigint,
        coalesce(sum(f.led), 0)::bigint, coalesce(sum(f.led_total), 0)::bigint,
        coalesce(sum(f.collected), 0)::bigint, coalesce(sum(f.returns), 0)::bigint,
        coalesce(sum(f.returned), 0)::bigint
      FROM (
        SELECT p.location_id, 1 AS orders, o.total, 0 AS led, 0 AS led_total,
          0 AS collected, 0 AS returns, 0 AS returned
        FROM storefront.customer_order o
        JOIN storefront.pickup p ON p.tenant_id = \(tenant) AND p.order_id = o.id
        WHERE o.tenant_id = \(tenant) AND o.id >= \(first) AND o.id < \(last)
          AND o.status <> 'cancelled'
        UNION ALL
        SELECT lead.location_id, 0, 0, 1, o.total, 0, 0, 0
        FROM storefront.customer_order o
        CROSS JOIN LATERAL (
          SELECT h.location_id FROM storefront.handover_use u
          JOIN storefront.handover h ON h.tenant_id = \(tenant) AND h.code = u.code
          WHERE u.tenant_id = \(tenant) AND u.session_id = o.session_id
            AND u.used_at <= o.placed_at
            AND u.used_at > o.placed_at - make_interval(days => \(Shop.handoverDays)::integer)
          ORDER BY u.used_at DESC LIMIT 1
        ) lead
        WHERE o.tenant_id = \(tenant) AND o.id >= \(first) AND o.id < \(last)
          AND o.status <> 'cancelled' AND NOT EXISTS (SELECT FROM storefront.pickup p
            WHERE p.tenant_id = \(tenant) AND p.order_id = o.id)
        UNION ALL
        SELECT p.location_id, 0, 0, 0, 0, 1, 0, 0 FROM storefront.pickup p
        WHERE p.tenant_id = \(tenant) AND p.collected_at >= \(start) AND p.collected_at < \(end)
        UNION ALL
        SELECT r.location_id, 0, 0, 0, 0, 0, 1, r.goods_refund + r.freight_refund
        FROM storefront.return_request r
        WHERE r.tenant_id = \(tenant) AND r.id >= \(first) AND r.id < \(last)
          AND r.location_id IS NOT NULL AND r.state = 'refunded'
      ) f
      JOIN storefront.location location
        ON location.tenant_id = \(tenant) AND location.id = f.location_id
      GROUP BY location.code ORDER BY location.code
      """
    )
    func money(_ units: Int64) -> Money { Money(minorUnits: units, currency: currency) }
    return rows.map {
      StoreFigures(
        location: $0.location,
        orders: $0.orders,
        total: money($0.total),
        led: $0.led,
        ledTotal: money($0.ledTotal),
        collected: $0.collected,
        returns: $0.returns,
        returned: money($0.returned)
      )
    }
  }
}

extension TenantTransaction {
  /// Notes in which store a request was handed over.
  func noteStore(_ location: LocationID, of request: ReturnID) async throws {
    try await execute(
      """
      UPDATE storefront.return_request SET location_id = \(location)
      WHERE tenant_id = \(tenant) AND id = \(request)
      """
    )
  }
}
