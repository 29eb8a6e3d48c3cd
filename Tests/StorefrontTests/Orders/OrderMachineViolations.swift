import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting

extension OrderMachine {
  /// Everything that must never be, whatever was done in whatever order; empty when all is well.
  func violations() async throws -> [String] {
    var found = memory.withLock { memory in
      memory.faults
        + memory.numbersOfCarts.values.filter { $0.count > 1 }.map { "one cart, two orders: \($0)" }
    }
    let promised = memory.withLock { $0.orders.count }
    let kept: Int? = try await tenant.scope.value(
      "SELECT count(*) FROM storefront.customer_order WHERE tenant_id = \(tenant.id)"
    )
    if kept != promised { found.append("\(promised) orders were promised, \(kept ?? 0) are kept") }
    for (name, query) in checks {
      let count: Int? = try await tenant.scope.value(query)
      if count != 0 { found.append("\(name): \(count ?? -1)") }
    }
    return found
  }

  private var checks: [(String, TenantQuery)] {
    stockChecks + moneyChecks + pieceChecks + stateChecks + presaleChecks
  }

  private var stockChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "levels are the sum of their movements",
        """
        SELECT count(*) FROM storefront.stock_level s
        WHERE s.tenant_id = \(id) AND (s.available < 0 OR s.available <> (
          SELECT coalesce(sum(m.quantity), 0) FROM storefront.stock_movement m
          WHERE m.tenant_id = \(id) AND m.sku_id = s.sku_id AND m.location_id = s.location_id))
        """
      ),
      (
        "what was sold, called off, returned and exchanged is what orders say",
        """
        WITH said AS (
          SELECT l.sku_id, l.order_id, -l.quantity
              + CASE WHEN o.status = 'cancelled' THEN l.quantity ELSE coalesce((
                SELECT w.quantity - w.given FROM storefront.presale_wait w
                WHERE w.tenant_id = \(id) AND w.order_id = l.order_id AND w.sku_id = l.sku_id), 0)
                END
              + coalesce((SELECT sum(r.quantity) FROM storefront.return_line r
                WHERE r.tenant_id = \(id) AND r.order_id = l.order_id AND r.position = l.position
                  AND r.is_restocked), 0)
              - coalesce((SELECT sum(r.quantity) FROM storefront.return_line r
                JOIN storefront.return_request q ON q.tenant_id = \(id) AND q.id = r.request_id
                WHERE r.tenant_id = \(id) AND r.order_id = l.order_id AND r.position = l.position
                  AND q.state = 'exchanged'), 0) AS quantity
          FROM storefront.order_line l
          JOIN storefront.customer_order o ON o.tenant_id = \(id) AND o.id = l.order_id
          WHERE l.tenant_id = \(id)
        ), moved AS (
          SELECT sku_id, order_id, sum(quantity) AS quantity FROM storefront.stock_movement
          WHERE tenant_id = \(id) AND order_id IS NOT NULL GROUP BY sku_id, order_id
        )
        SELECT count(*) FROM said FULL JOIN moved USING (sku_id, order_id)
        WHERE coalesce(said.quantity, 0) <> coalesce(moved.quantity, 0)
        """
      ),
    ]
  }

  private var moneyChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "payments are the sum of their ledger, and refunds within what was paid",
        """
        SELECT count(*) FROM storefront.payment p
        WHERE p.tenant_id = \(id) AND (p.refunded > p.refund_claimed OR p.refund_claimed > p.paid
          OR (p.paid, p.refund_claimed, p.refunded) <> (
            SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'confirmed'), 0)::bigint,
              (coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund_requested'), 0)
                - coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund_failed'), 0))::bigint,
              coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refunded'), 0)::bigint
            FROM storefront.payment_event e WHERE e.tenant_id = \(id) AND e.payment_id = p.id))
        """
      ),
      (
        "one payment of each order's total, live or ended with it",
        """
        SELECT count(*) FROM storefront.customer_order o
        JOIN storefront.payment p ON p.tenant_id = \(id) AND p.order_id = o.id
        WHERE o.tenant_id = \(id) AND (p.amount <> o.total OR o.payment_status <> CASE
          WHEN p.status IN ('pending', 'void') THEN 'unpaid'
          WHEN p.refunded = 0 AND p.status = 'paid' THEN 'paid'
          WHEN p.refunded < p.paid THEN 'partially_refunded' ELSE 'refunded' END
          OR (p.status = 'void') <> (o.status = 'cancelled' AND o.payment_status = 'unpaid'))
        """
      ),
      (
        "what went back for lines is what their accounts say, within what was paid for them",
        """
        SELECT count(*) FROM (
          SELECT o.id FROM storefront.customer_order o
          JOIN storefront.order_line_account a ON a.tenant_id = \(id) AND a.order_id = o.id
          WHERE o.tenant_id = \(id)
          GROUP BY o.id, o.total, o.freight, o.freight_discount
          HAVING sum(a.paid) <> o.total - (o.freight - o.freight_discount)
            OR sum(a.refunded) > sum(a.paid) OR sum(a.refunded) <> (
              SELECT coalesce(sum(r.goods_refund), 0) FROM storefront.return_request r
              WHERE r.tenant_id = \(id) AND r.order_id = o.id)
        ) wrong
        """
      ),
    ]
  }

  private var pieceChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "pieces shipped, claimed and settled are those of parcels and returns",
        """
        SELECT count(*) FROM storefront.order_line_account a
        WHERE a.tenant_id = \(id) AND (a.shipped, a.claimed, a.settled) IS DISTINCT FROM (
          (SELECT coalesce(sum(s.quantity), 0)::integer FROM storefront.shipment_line s
            WHERE s.tenant_id = \(id) AND s.order_id = a.order_id AND s.position = a.position),
          (SELECT coalesce(sum(l.quantity), 0)::integer FROM storefront.return_line l
            JOIN storefront.return_request r ON r.tenant_id = \(id) AND r.id = l.request_id
            WHERE l.tenant_id = \(id) AND l.order_id = a.order_id AND l.position = a.position
              AND (r.closed_at IS NULL OR r.state = 'refunded')),
          (SELECT coalesce(sum(l.quantity), 0)::integer FROM storefront.return_line l
            JOIN storefront.return_request r ON r.tenant_id = \(id) AND r.id = l.request_id
            WHERE l.tenant_id = \(id) AND l.order_id = a.order_id AND l.position = a.position
              AND r.state = 'refunded'))
        """
      ),
      (
        "the pieces of bundles are among those of their order, as many as the bundles say",
        """
        SELECT (SELECT count(*) FROM (
            SELECT c.order_id, c.line, sum(c.quantity) AS pieces
            FROM storefront.order_bundle_part c WHERE c.tenant_id = \(id) GROUP BY 1, 2
          ) taken JOIN storefront.order_line l
            ON l.tenant_id = \(id) AND l.order_id = taken.order_id AND l.position = taken.line
          WHERE taken.pieces > l.quantity)
        + (SELECT count(*) FROM storefront.order_bundle b
          WHERE b.tenant_id = \(id) AND 3 * b.quantity <> (
            SELECT sum(c.quantity) FROM storefront.order_bundle_part c
            WHERE c.tenant_id = \(id) AND c.order_id = b.order_id AND c.position = b.position))
        """
      ),
    ]
  }

  private var stateChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "where the goods are is what the parcels say",
        """
        SELECT count(*) FROM storefront.customer_order o
        CROSS JOIN LATERAL (
          SELECT sum(l.quantity) AS ordered, coalesce(sum(a.shipped), 0) AS shipped
          FROM storefront.order_line l
          LEFT JOIN storefront.order_line_account a
            ON a.tenant_id = \(id) AND a.order_id = l.order_id AND a.position = l.position
          WHERE l.tenant_id = \(id) AND l.order_id = o.id
        ) s
        WHERE o.tenant_id = \(id) AND o.fulfilment_status NOT IN (CASE
          WHEN s.shipped = 0 THEN 'unfulfilled'
          WHEN s.shipped < s.ordered THEN 'partially_fulfilled' ELSE 'fulfilled' END,
          CASE WHEN s.shipped = s.ordered THEN 'delivered' END)
        """
      ),
      (
        "an order that ended has a reason, and only that",
        """
        SELECT count(*) FROM storefront.customer_order
        WHERE tenant_id = \(id) AND (status = 'cancelled') <> (cancellation IS NOT NULL)
        """
      ),
      (
        "money for an order that was expired was asked back",
        """
        SELECT count(*) FROM storefront.customer_order o
        WHERE o.tenant_id = \(id) AND o.cancellation = 'expired' AND o.payment_status <> 'unpaid'
          AND NOT EXISTS (SELECT FROM storefront.refund r
            WHERE r.tenant_id = \(id) AND r.order_id = o.id)
        """
      ),
      (
        "one order per cart",
        """
        SELECT count(*) FROM (
          SELECT cart_id FROM storefront.customer_order WHERE tenant_id = \(id)
          GROUP BY cart_id HAVING count(*) > 1) twice
        """
      ),
    ]
  }
}
