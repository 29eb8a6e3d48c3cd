-- Lines are what leaves the shelf; beside them stands which bundles they were bought in.
ALTER TABLE storefront.order_line
  DROP CONSTRAINT IF EXISTS order_line_quantity_check,
  ADD CONSTRAINT order_line_quantity CHECK (quantity BETWEEN 1 AND 1000000);

CREATE TABLE storefront.order_bundle (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  product_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  sku_code text NOT NULL,
  name text NOT NULL,
  options text NOT NULL,
  unit_price bigint NOT NULL CHECK (unit_price >= 0),
  quantity integer NOT NULL CHECK (quantity >= 1),
  PRIMARY KEY (tenant_id, order_id, position),
  UNIQUE (tenant_id, order_id, sku_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.order_bundle IS 'One row is one bundle of an order as it was bought.';
COMMENT ON COLUMN storefront.order_bundle.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_bundle.order_id IS 'none';
COMMENT ON COLUMN storefront.order_bundle.position IS 'none';
COMMENT ON COLUMN storefront.order_bundle.product_id IS 'none';
COMMENT ON COLUMN storefront.order_bundle.sku_id IS 'none';
COMMENT ON COLUMN storefront.order_bundle.sku_code IS 'none';
COMMENT ON COLUMN storefront.order_bundle.name IS 'none';
COMMENT ON COLUMN storefront.order_bundle.options IS 'none';
COMMENT ON COLUMN storefront.order_bundle.unit_price IS 'none';
COMMENT ON COLUMN storefront.order_bundle.quantity IS 'none';
-- tenant-table: storefront.order_bundle append-only

CREATE TABLE storefront.order_bundle_part (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  position integer NOT NULL,
  line integer NOT NULL,
  quantity integer NOT NULL CHECK (quantity >= 1),
  PRIMARY KEY (tenant_id, order_id, position, line),
  FOREIGN KEY (tenant_id, order_id, position) REFERENCES storefront.order_bundle (tenant_id, order_id, position),
  FOREIGN KEY (tenant_id, order_id, line) REFERENCES storefront.order_line (tenant_id, order_id, position)
);
COMMENT ON TABLE storefront.order_bundle_part IS 'One row is how many pieces of an order line belong to a bundle of the order.';
COMMENT ON COLUMN storefront.order_bundle_part.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_bundle_part.order_id IS 'none';
COMMENT ON COLUMN storefront.order_bundle_part.position IS 'none';
COMMENT ON COLUMN storefront.order_bundle_part.line IS 'none';
COMMENT ON COLUMN storefront.order_bundle_part.quantity IS 'none';
-- tenant-table: storefront.order_bundle_part append-only
