-- Money goes back in parts: what was paid, claimed back and returned never cross.
ALTER TABLE storefront.payment
  ADD COLUMN paid bigint NOT NULL DEFAULT 0,
  ADD COLUMN refund_claimed bigint NOT NULL DEFAULT 0,
  ADD COLUMN refunded bigint NOT NULL DEFAULT 0;
-- Row-level security binds the owner too; a rewrite of the table does not ask it.
ALTER TABLE storefront.payment
  ALTER COLUMN paid TYPE bigint
    USING CASE WHEN status IN ('paid', 'refunded') THEN amount ELSE 0 END,
  ALTER COLUMN refund_claimed TYPE bigint USING CASE status WHEN 'refunded' THEN amount ELSE 0 END,
  ALTER COLUMN refunded TYPE bigint USING CASE status WHEN 'refunded' THEN amount ELSE 0 END,
  ADD CONSTRAINT payment_refunds_within_paid
    CHECK (0 <= refunded AND refunded <= refund_claimed AND refund_claimed <= paid),
  ADD CONSTRAINT payment_paid_when_paid
    CHECK (paid = CASE WHEN status IN ('paid', 'refunded') THEN amount ELSE 0 END);
COMMENT ON COLUMN storefront.payment.paid IS 'none';
COMMENT ON COLUMN storefront.payment.refund_claimed IS 'none';
COMMENT ON COLUMN storefront.payment.refunded IS 'none';

CREATE TABLE storefront.refund (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  payment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  key uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  status text NOT NULL CHECK (status IN ('requested', 'sent', 'done', 'failed')),
  reference text,
  requested_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, key),
  CHECK ((status IN ('done', 'failed')) = (settled_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, payment_id) REFERENCES storefront.payment (tenant_id, id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.refund IS 'One row is money of one payment on its way back; the amount is in minor units of the order''s currency.';
COMMENT ON COLUMN storefront.refund.tenant_id IS 'none';
COMMENT ON COLUMN storefront.refund.id IS 'none';
COMMENT ON COLUMN storefront.refund.payment_id IS 'none';
COMMENT ON COLUMN storefront.refund.order_id IS 'none';
COMMENT ON COLUMN storefront.refund.key IS 'none';
COMMENT ON COLUMN storefront.refund.amount IS 'none';
COMMENT ON COLUMN storefront.refund.reason IS 'personal: explaining the refund / legal duty / kept with the order; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.refund.status IS 'none';
COMMENT ON COLUMN storefront.refund.reference IS 'none';
COMMENT ON COLUMN storefront.refund.requested_at IS 'none';
COMMENT ON COLUMN storefront.refund.settled_at IS 'none';
CREATE INDEX refund_by_order ON storefront.refund (tenant_id, order_id);
CREATE INDEX refund_open ON storefront.refund (tenant_id, id) WHERE status IN ('requested', 'sent');
-- tenant-table: storefront.refund
