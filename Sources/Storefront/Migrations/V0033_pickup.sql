-- An order may be collected at a location by whoever shows its code, once.
CREATE TABLE storefront.pickup (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  location_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  collected_at timestamptz,
  PRIMARY KEY (tenant_id, order_id),
  UNIQUE (tenant_id, code),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.pickup IS 'One row is where an order is collected, and by which code.';
COMMENT ON COLUMN storefront.pickup.tenant_id IS 'none';
COMMENT ON COLUMN storefront.pickup.order_id IS 'none';
COMMENT ON COLUMN storefront.pickup.location_id IS 'none';
COMMENT ON COLUMN storefront.pickup.code IS 'personal: handing the order to who placed it / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.pickup.collected_at IS 'none';
-- tenant-table: storefront.pickup
