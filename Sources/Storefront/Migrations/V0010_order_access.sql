-- A guest reaches the order by a secret link; each submission of the same cart gets its own.
CREATE TABLE storefront.order_access (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  order_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.order_access IS 'One row is one secret that opens an order, kept as SHA-256.';
COMMENT ON COLUMN storefront.order_access.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_access.token_hash IS 'personal: showing the order to who placed it / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous, SHA-256';
COMMENT ON COLUMN storefront.order_access.order_id IS 'none';
COMMENT ON COLUMN storefront.order_access.created_at IS 'none';
-- tenant-table: storefront.order_access

CREATE TABLE storefront.order_adjustment (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  position integer NOT NULL,
  code text NOT NULL,
  amount bigint NOT NULL CHECK (amount < 0),
  PRIMARY KEY (tenant_id, order_id, position),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.order_adjustment IS 'One row is one reduction of an order that another module granted.';
COMMENT ON COLUMN storefront.order_adjustment.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_adjustment.order_id IS 'none';
COMMENT ON COLUMN storefront.order_adjustment.position IS 'none';
COMMENT ON COLUMN storefront.order_adjustment.code IS 'none';
COMMENT ON COLUMN storefront.order_adjustment.amount IS 'none';
-- tenant-table: storefront.order_adjustment append-only
