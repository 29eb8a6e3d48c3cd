-- What somebody chose in a store goes into their cart by a code, and their orders count as the store's.
CREATE TABLE storefront.handover (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  location_id uuid NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, code),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.handover IS 'One row is a choice of goods that a store hands over by a code.';
COMMENT ON COLUMN storefront.handover.tenant_id IS 'none';
COMMENT ON COLUMN storefront.handover.code IS 'none';
COMMENT ON COLUMN storefront.handover.location_id IS 'none';
COMMENT ON COLUMN storefront.handover.made_by IS 'personal: knowing who of the staff chose / legitimate interest / kept with the figures of the store / low';
COMMENT ON COLUMN storefront.handover.made_at IS 'none';
COMMENT ON COLUMN storefront.handover.expires_at IS 'none';
-- tenant-table: storefront.handover

CREATE TABLE storefront.handover_line (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL,
  sku_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  PRIMARY KEY (tenant_id, code, sku_id),
  FOREIGN KEY (tenant_id, code) REFERENCES storefront.handover (tenant_id, code),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.handover_line IS 'One row is how many of a SKU a hand-over holds.';
COMMENT ON COLUMN storefront.handover_line.tenant_id IS 'none';
COMMENT ON COLUMN storefront.handover_line.code IS 'none';
COMMENT ON COLUMN storefront.handover_line.sku_id IS 'none';
COMMENT ON COLUMN storefront.handover_line.quantity IS 'none';
-- tenant-table: storefront.handover_line

CREATE TABLE storefront.handover_use (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  code text NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id, code),
  FOREIGN KEY (tenant_id, code) REFERENCES storefront.handover (tenant_id, code)
);
COMMENT ON TABLE storefront.handover_use IS 'One row is a visitor who took a hand-over into a cart.';
COMMENT ON COLUMN storefront.handover_use.tenant_id IS 'none';
COMMENT ON COLUMN storefront.handover_use.session_id IS 'personal: counting an order as a store''s / legitimate interest / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.handover_use.code IS 'none';
COMMENT ON COLUMN storefront.handover_use.used_at IS 'none';
-- tenant-table: storefront.handover_use
