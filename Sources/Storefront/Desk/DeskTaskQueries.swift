public import Foundation
public import TenantStore

private struct BillRow: TenantRow {
  let line: DayBillLine

  init(row: inout ColumnReader) throws {
    let provider: String = try row.next()
    let code: String = try row.next()
    guard let currency = Currency(code: code) else { throw TenantStoreError.emptyAnswer }
    let (payments, paid) = (try row.next(Int64.self), try row.next(Int64.self))
    let (refunds, refunded) = (try row.next(Int64.self), try row.next(Int64.self))
    line = DayBillLine(
      provider: provider,
      payments: payments,
      paid: Money(minorUnits: paid, currency: currency),
      refunds: refunds,
      refunded: Money(minorUnits: refunded, currency: currency)
    )
  }
}

extension QueryPart {
  /// The orders of `customer_order o` whose goods may leave and have not all left.
  static func toShip(at now: Date) -> QueryPart {
    """
    o.status = 'placed' AND o.fulfilment_status IN ('unfulfilled', 'partially_fulfilled')
    AND (o.payment_status IN ('paid', 'partially_refunded') OR o.pay_by IS NULL AND o.agreement IS NULL)
    AND
    """ + waitsForNoGroup + " AND " + isThere(at: now)
  }

  /// Whether the goods of `customer_order o` are there and their day of shipping has come.
  static func isThere(at now: Date) -> QueryPart {
    "NOT o.is_awaiting AND (o.ships_from IS NULL OR o.ships_from <= \(now))"
  }
}

extension TenantQuerying {
  /// What waits at the desk.
  public func deskTasks() async throws -> DeskTasks {
    let most = DeskTasks.ceiling + 1
    let tasks: DeskTasks? = try await optional(
      """
      SELECT
        (SELECT count(*) FROM (SELECT FROM storefront.customer_order o
          WHERE o.tenant_id = \(tenant) AND \(QueryPart.toShip(at: environment.now())) LIMIT \(most)) a),
        (SELECT count(*) FROM (SELECT FROM storefront.customer_order o
          WHERE o.tenant_id = \(tenant) AND o.status = 'placed' AND o.payment_status = 'unpaid'
            AND o.pay_by IS NOT NULL LIMIT \(most)) b),
        (SELECT count(*) FROM (SELECT FROM storefront.return_request r
          WHERE r.tenant_id = \(tenant) AND r.state = 'requested' LIMIT \(most)) c),
        (SELECT count(*) FROM (SELECT FROM storefront.return_request r
          WHERE r.tenant_id = \(tenant) AND r.state IN ('sent_back', 'received')
          LIMIT \(most)) d),
        (SELECT count(*) FROM storefront.stock_watch w
          WHERE w.tenant_id = \(tenant) AND w.is_low),
        (SELECT count(*) FROM (SELECT FROM storefront.refund f
          WHERE f.tenant_id = \(tenant) AND f.status IN ('requested', 'sent') LIMIT \(most)) e),
        (SELECT count(*) FROM storefront.refund_hold h
          JOIN storefront.refund f ON f.tenant_id = \(tenant) AND f.id = h.refund_id
          WHERE h.tenant_id = \(tenant) AND h.approved_by IS NULL AND f.status = 'requested'),
        (SELECT count(*) FROM (SELECT FROM storefront.review v
          WHERE v.tenant_id = \(tenant) AND v.due_at IS NOT NULL LIMIT \(most)) g),
        (SELECT count(*) FROM (SELECT FROM storefront.review v
          WHERE v.tenant_id = \(tenant)
            AND (v.state = 'pending' OR v.follow_up_state = 'pending') LIMIT \(most)) i),
        (SELECT count(*) FROM (SELECT FROM storefront.invoice n
          WHERE n.tenant_id = \(tenant) AND n.state = 'requested' LIMIT \(most)) j),
        (SELECT count(*) FROM (SELECT FROM storefront.recalled_order q
          WHERE q.tenant_id = \(tenant) AND q.settled_at IS NULL LIMIT \(most)) k),
        (SELECT count(*) FROM (SELECT FROM storefront.stock_lot t
          WHERE t.tenant_id = \(tenant) AND t.available > 0
            AND t.sell_until <= \(environment.now() + StockLot.warningTime) LIMIT \(most)) l),
        (SELECT count(*) FROM (SELECT FROM storefront.staff_notice s
          WHERE s.tenant_id = \(tenant) AND s.seen_at IS NULL AND s.kind = 'stock_low'
          LIMIT \(most)) m),
        (SELECT count(*) FROM (SELECT FROM storefront.staff_notice s
          WHERE s.tenant_id = \(tenant) AND s.seen_at IS NULL AND s.kind = 'review_overdue'
          LIMIT \(most)) u),
        (SELECT count(*) FROM (SELECT FROM storefront.staff_notice s
          WHERE s.tenant_id = \(tenant) AND s.seen_at IS NULL AND s.kind = 'lot_recalled'
          LIMIT \(most)) w)
      """
    )
    guard let tasks else { throw TenantStoreError.emptyAnswer }
    return tasks
  }

  /// What came in and went back on a day of a zone, by the way to pay.
  public func dayBill(of day: CalendarDate, in zone: TimeZone) async throws -> [DayBillLine] {
    // Ids begin with the time, so the primary key finds the day.
    let start = TimeOrderedIDs.first(at: day.start(in: zone))
    let end = TimeOrderedIDs.first(at: day.adding(days: 1).start(in: zone))
    let rows: [BillRow] = try await all(
      """
      SELECT p.provider, o.currency,
        count(*) FILTER (WHERE e.kind = 'confirmed'),
        coalesce(sum(e.amount) FILTER (WHERE e.kind = 'confirmed'), 0)::bigint,
        count(*) FILTER (WHERE e.kind = 'refunded'),
        coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refunded'), 0)::bigint
      FROM storefront.payment_event e
      JOIN storefront.payment p ON p.tenant_id = \(tenant) AND p.id = e.payment_id
      JOIN storefront.customer_order o ON o.tenant_id = \(tenant) AND o.id = p.order_id
      WHERE e.tenant_id = \(tenant) AND e.id >= \(start) AND e.id < \(end)
        AND e.kind IN ('confirmed', 'refunded')
      GROUP BY p.provider, o.currency ORDER BY p.provider, o.currency
      """
    )
    return rows.map(\.line)
  }
}
