-- Orders end by themselves: unpaid ones in time, delivered ones when goods may no longer go back.
ALTER TABLE storefront.customer_order
  DROP CONSTRAINT IF EXISTS customer_order_fulfilment_status_check,
  DROP CONSTRAINT IF EXISTS customer_order_check1,
  DROP CONSTRAINT IF EXISTS customer_order_completed_is_fulfilled,
  ADD CONSTRAINT customer_order_fulfilment CHECK
    (fulfilment_status IN ('unfulfilled', 'partially_fulfilled', 'fulfilled', 'delivered')),
  ADD CONSTRAINT customer_order_completed CHECK
    (status <> 'completed' OR payment_status <> 'unpaid' AND fulfilment_status IN ('fulfilled', 'delivered')),
  ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  ADD COLUMN pay_by timestamptz,
  ADD COLUMN receipt_days integer NOT NULL DEFAULT 10 CHECK (receipt_days BETWEEN 1 AND 60),
  ADD COLUMN completion_days integer NOT NULL DEFAULT 7 CHECK (completion_days BETWEEN 0 AND 90),
  ADD COLUMN cancellation text CHECK (cancellation IN ('expired', 'shopper', 'merchant')),
  ADD COLUMN fulfilled_at timestamptz,
  ADD COLUMN delivered_at timestamptz,
  ADD COLUMN completed_at timestamptz,
  ADD COLUMN region text NOT NULL DEFAULT '' CHECK (region ~ '^[0-9A-Za-z-]{0,16}$'),
  ADD CONSTRAINT customer_order_cancellation CHECK (cancellation IS NULL OR status = 'cancelled');
COMMENT ON COLUMN storefront.customer_order.version IS 'none';
COMMENT ON COLUMN storefront.customer_order.pay_by IS 'none';
COMMENT ON COLUMN storefront.customer_order.receipt_days IS 'none';
COMMENT ON COLUMN storefront.customer_order.completion_days IS 'none';
COMMENT ON COLUMN storefront.customer_order.cancellation IS 'none';
COMMENT ON COLUMN storefront.customer_order.fulfilled_at IS 'none';
COMMENT ON COLUMN storefront.customer_order.delivered_at IS 'none';
COMMENT ON COLUMN storefront.customer_order.completed_at IS 'none';
COMMENT ON COLUMN storefront.customer_order.region IS 'personal: pricing the delivery / contract / kept until erased on request; automatic erasure is not built yet / low';
CREATE INDEX customer_order_unpaid ON storefront.customer_order (tenant_id, pay_by, id)
  WHERE status = 'placed' AND payment_status = 'unpaid';
CREATE INDEX customer_order_unpaid_by_session ON storefront.customer_order (tenant_id, session_id)
  WHERE status = 'placed' AND payment_status = 'unpaid';
CREATE INDEX customer_order_under_way ON storefront.customer_order (tenant_id, id)
  WHERE status = 'placed' AND fulfilment_status IN ('fulfilled', 'delivered');
