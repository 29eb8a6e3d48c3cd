-- Lines are snapshots: later changes of the catalogue do not rewrite what was bought.
CREATE TABLE storefront.order_line (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  position integer NOT NULL,
  product_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  sku_code text NOT NULL,
  name text NOT NULL,
  options text NOT NULL,
  unit_price bigint NOT NULL CHECK (unit_price >= 0),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  line_total bigint NOT NULL,
  PRIMARY KEY (tenant_id, order_id, position),
  UNIQUE (tenant_id, order_id, sku_id),
  CHECK (line_total = unit_price * quantity),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.order_line IS 'One row is one SKU of an order as it was bought.';
COMMENT ON COLUMN storefront.order_line.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_line.order_id IS 'none';
COMMENT ON COLUMN storefront.order_line.position IS 'none';
COMMENT ON COLUMN storefront.order_line.product_id IS 'none';
COMMENT ON COLUMN storefront.order_line.sku_id IS 'none';
COMMENT ON COLUMN storefront.order_line.sku_code IS 'none';
COMMENT ON COLUMN storefront.order_line.name IS 'none';
COMMENT ON COLUMN storefront.order_line.options IS 'none';
COMMENT ON COLUMN storefront.order_line.unit_price IS 'none';
COMMENT ON COLUMN storefront.order_line.quantity IS 'none';
COMMENT ON COLUMN storefront.order_line.line_total IS 'none';
-- tenant-table: storefront.order_line append-only

CREATE TABLE storefront.order_line_allocation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  position integer NOT NULL,
  location_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (tenant_id, order_id, position, location_id),
  FOREIGN KEY (tenant_id, order_id, position)
    REFERENCES storefront.order_line (tenant_id, order_id, position),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.order_line_allocation IS 'One row is how much of an order line was taken from a location.';
COMMENT ON COLUMN storefront.order_line_allocation.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_line_allocation.order_id IS 'none';
COMMENT ON COLUMN storefront.order_line_allocation.position IS 'none';
COMMENT ON COLUMN storefront.order_line_allocation.location_id IS 'none';
COMMENT ON COLUMN storefront.order_line_allocation.quantity IS 'none';
-- tenant-table: storefront.order_line_allocation append-only
