-- An order is a promise on record: what was bought, for how much, and where it goes.
CREATE TABLE storefront.customer_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  number text NOT NULL CHECK (number ~ '^[0-9]{12}$'),
  cart_id uuid NOT NULL,
  session_id uuid NOT NULL,
  placed_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('placed', 'completed', 'cancelled')),
  payment_status text NOT NULL CHECK (payment_status IN ('unpaid', 'paid', 'refunded')),
  fulfilment_status text NOT NULL CHECK (fulfilment_status IN ('unfulfilled', 'fulfilled')),
  contact_name text NOT NULL,
  contact_phone text NOT NULL,
  contact_address text NOT NULL,
  note text NOT NULL,
  locale text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  goods bigint NOT NULL CHECK (goods >= 0),
  freight bigint NOT NULL CHECK (freight >= 0),
  adjustment bigint NOT NULL CHECK (adjustment <= 0),
  total bigint NOT NULL CHECK (total >= 0),
  provider text NOT NULL,
  payment_reference text,
  is_counted_as_sold boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  UNIQUE (tenant_id, cart_id),
  CHECK (total = goods + freight + adjustment),
  CHECK (status <> 'completed' OR payment_status = 'paid' AND fulfilment_status = 'fulfilled'),
  CHECK (status <> 'cancelled' OR fulfilment_status = 'unfulfilled'),
  FOREIGN KEY (tenant_id, cart_id) REFERENCES storefront.cart (tenant_id, id)
);
COMMENT ON TABLE storefront.customer_order IS 'One row is one order; amounts are in minor units of its currency.';
COMMENT ON COLUMN storefront.customer_order.tenant_id IS 'none';
COMMENT ON COLUMN storefront.customer_order.id IS 'none';
COMMENT ON COLUMN storefront.customer_order.number IS 'none';
COMMENT ON COLUMN storefront.customer_order.cart_id IS 'none';
COMMENT ON COLUMN storefront.customer_order.session_id IS 'personal: answering a second submission / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.customer_order.placed_at IS 'none';
COMMENT ON COLUMN storefront.customer_order.updated_at IS 'none';
COMMENT ON COLUMN storefront.customer_order.status IS 'none';
COMMENT ON COLUMN storefront.customer_order.payment_status IS 'none';
COMMENT ON COLUMN storefront.customer_order.fulfilment_status IS 'none';
COMMENT ON COLUMN storefront.customer_order.contact_name IS 'personal: delivering the order / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.customer_order.contact_phone IS 'personal: arranging the delivery / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.customer_order.contact_address IS 'personal: delivering the order / contract / kept until erased on request; automatic erasure is not built yet / high';
COMMENT ON COLUMN storefront.customer_order.note IS 'personal: following the shopper''s wishes / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.customer_order.locale IS 'none';
COMMENT ON COLUMN storefront.customer_order.currency IS 'none';
COMMENT ON COLUMN storefront.customer_order.goods IS 'none';
COMMENT ON COLUMN storefront.customer_order.freight IS 'none';
COMMENT ON COLUMN storefront.customer_order.adjustment IS 'none';
COMMENT ON COLUMN storefront.customer_order.total IS 'none';
COMMENT ON COLUMN storefront.customer_order.provider IS 'none';
COMMENT ON COLUMN storefront.customer_order.payment_reference IS 'none';
COMMENT ON COLUMN storefront.customer_order.is_counted_as_sold IS 'none';
-- tenant-table: storefront.customer_order
