-- A session has one open cart; an ordered cart never opens again.
CREATE TABLE storefront.cart (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'ordered')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE storefront.cart IS 'One row is one cart of a visitor''s session.';
COMMENT ON COLUMN storefront.cart.tenant_id IS 'none';
COMMENT ON COLUMN storefront.cart.id IS 'none';
COMMENT ON COLUMN storefront.cart.session_id IS 'personal: keeping the cart of a device / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.cart.status IS 'none';
COMMENT ON COLUMN storefront.cart.created_at IS 'none';
COMMENT ON COLUMN storefront.cart.updated_at IS 'none';
CREATE UNIQUE INDEX cart_open_by_session ON storefront.cart (tenant_id, session_id) WHERE status = 'open';
-- tenant-table: storefront.cart

CREATE TABLE storefront.cart_line (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  cart_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, cart_id, sku_id),
  FOREIGN KEY (tenant_id, cart_id) REFERENCES storefront.cart (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.cart_line IS 'One row is how many of a SKU a cart holds.';
COMMENT ON COLUMN storefront.cart_line.tenant_id IS 'none';
COMMENT ON COLUMN storefront.cart_line.cart_id IS 'none';
COMMENT ON COLUMN storefront.cart_line.sku_id IS 'none';
COMMENT ON COLUMN storefront.cart_line.quantity IS 'none';
COMMENT ON COLUMN storefront.cart_line.added_at IS 'none';
-- tenant-table: storefront.cart_line
