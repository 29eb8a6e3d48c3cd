import Storefront
import TenantStore
import TenantStoreTesting

extension OrderMachine {
  /// What bundles cost, and what is promised before it is there.
  var presaleChecks: [(String, TenantQuery)] { bundleMoneyChecks + waitChecks + waitStateChecks }

  private var bundleMoneyChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "what bundles cost less than their pieces is the reduction of their order",
        """
        SELECT count(*) FROM storefront.customer_order o
        WHERE o.tenant_id = \(id) AND (
          SELECT coalesce(sum(a.amount), 0) FROM storefront.order_adjustment a
          WHERE a.tenant_id = \(id) AND a.order_id = o.id AND a.code = 'bundle'
        ) <> (
          SELECT coalesce(sum(b.unit_price * b.quantity), 0) FROM storefront.order_bundle b
          WHERE b.tenant_id = \(id) AND b.order_id = o.id
        ) - (
          SELECT coalesce(sum(l.unit_price * c.quantity), 0) FROM storefront.order_bundle_part c
          JOIN storefront.order_line l
            ON l.tenant_id = \(id) AND l.order_id = c.order_id AND l.position = c.line
          WHERE c.tenant_id = \(id) AND c.order_id = o.id
        )
        """
      )
    ]
  }

  private var waitChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "what a presale counts is what living orders were promised, within its limit",
        """
        SELECT count(*) FROM storefront.presale s
        WHERE s.tenant_id = \(id) AND (s.taken > \(Self.presaleLimit) OR s.taken <> (
          SELECT coalesce(sum(w.quantity), 0) FROM storefront.presale_wait w
          WHERE w.tenant_id = \(id) AND w.sku_id = s.sku_id AND w.ended_at IS NULL))
        """
      ),
      (
        "nobody waits for what is there",
        """
        SELECT count(*) FROM storefront.presale_wait w
        WHERE w.tenant_id = \(id) AND w.ended_at IS NULL AND w.given < w.quantity
          AND EXISTS (SELECT FROM storefront.stock_level s
            WHERE s.tenant_id = \(id) AND s.sku_id = w.sku_id AND s.available > 0)
        """
      ),
      (
        "what was given to an order that waits for more is kept for it",
        """
        SELECT count(*) FROM storefront.presale_wait w
        JOIN storefront.customer_order o ON o.tenant_id = \(id) AND o.id = w.order_id
        WHERE w.tenant_id = \(id) AND (
          SELECT coalesce(sum(s.quantity), 0) FROM storefront.presale_supply s
          WHERE s.tenant_id = \(id) AND s.order_id = w.order_id AND s.sku_id = w.sku_id
        ) <> CASE WHEN o.status <> 'cancelled' AND w.given < w.quantity THEN w.given ELSE 0 END
        """
      ),
    ]
  }

  private var waitStateChecks: [(String, TenantQuery)] {
    let id = tenant.id
    return [
      (
        "an order waits while pieces of it are missing, and does not leave before",
        """
        SELECT count(*) FROM storefront.customer_order o
        CROSS JOIN LATERAL (
          SELECT count(*) > 0 AS is_short FROM storefront.presale_wait w
          WHERE w.tenant_id = \(id) AND w.order_id = o.id AND w.given < w.quantity
        ) m
        WHERE o.tenant_id = \(id) AND o.status <> 'cancelled'
          AND (o.is_awaiting <> m.is_short
            OR m.is_short AND o.fulfilment_status <> 'unfulfilled')
        """
      ),
      (
        "money for an order that its shopper called off was asked back",
        """
        SELECT count(*) FROM storefront.customer_order o
        WHERE o.tenant_id = \(id) AND o.cancellation = 'shopper' AND o.payment_status <> 'unpaid'
          AND NOT EXISTS (SELECT FROM storefront.refund r
            WHERE r.tenant_id = \(id) AND r.order_id = o.id)
        """
      ),
    ]
  }
}
