-- One live payment per order, and every event of it on record.
CREATE TABLE storefront.payment (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  provider text NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  reference text,
  status text NOT NULL CHECK (status IN ('pending', 'paid', 'void', 'refunded')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.payment IS 'One row is one attempt to pay an order.';
COMMENT ON COLUMN storefront.payment.tenant_id IS 'none';
COMMENT ON COLUMN storefront.payment.id IS 'none';
COMMENT ON COLUMN storefront.payment.order_id IS 'none';
COMMENT ON COLUMN storefront.payment.provider IS 'none';
COMMENT ON COLUMN storefront.payment.amount IS 'none';
COMMENT ON COLUMN storefront.payment.reference IS 'none';
COMMENT ON COLUMN storefront.payment.status IS 'none';
COMMENT ON COLUMN storefront.payment.created_at IS 'none';
CREATE UNIQUE INDEX payment_live_by_order ON storefront.payment (tenant_id, order_id) WHERE status IN ('pending', 'paid');
CREATE INDEX payment_by_order ON storefront.payment (tenant_id, order_id);
-- tenant-table: storefront.payment

CREATE TABLE storefront.payment_event (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  payment_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('begun', 'confirmed', 'voided', 'refunded')),
  reference text,
  actor text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, payment_id) REFERENCES storefront.payment (tenant_id, id)
);
COMMENT ON TABLE storefront.payment_event IS 'One row is one thing that happened to a payment.';
COMMENT ON COLUMN storefront.payment_event.tenant_id IS 'none';
COMMENT ON COLUMN storefront.payment_event.id IS 'none';
COMMENT ON COLUMN storefront.payment_event.payment_id IS 'none';
COMMENT ON COLUMN storefront.payment_event.kind IS 'none';
COMMENT ON COLUMN storefront.payment_event.reference IS 'none';
COMMENT ON COLUMN storefront.payment_event.actor IS 'personal: accountability of staff / legal duty / kept with the order; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.payment_event.created_at IS 'none';
CREATE INDEX payment_event_by_payment ON storefront.payment_event (tenant_id, payment_id);
-- tenant-table: storefront.payment_event append-only
