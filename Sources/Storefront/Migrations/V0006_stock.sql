-- Stock changes by one conditional statement; each change leaves a movement.
CREATE TABLE storefront.stock_level (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  location_id uuid NOT NULL,
  available bigint NOT NULL CHECK (available >= 0),
  PRIMARY KEY (tenant_id, sku_id, location_id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.stock_level IS 'One row is how many of a SKU can be sold from a location.';
COMMENT ON COLUMN storefront.stock_level.tenant_id IS 'none';
COMMENT ON COLUMN storefront.stock_level.sku_id IS 'none';
COMMENT ON COLUMN storefront.stock_level.location_id IS 'none';
COMMENT ON COLUMN storefront.stock_level.available IS 'none';
CREATE INDEX stock_level_by_amount ON storefront.stock_level (tenant_id, available, sku_id, location_id);
-- tenant-table: storefront.stock_level

CREATE TABLE storefront.stock_movement (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  sku_id uuid NOT NULL,
  location_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity <> 0),
  reason text NOT NULL CHECK (reason IN ('opening', 'sale', 'release', 'correction')),
  order_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((order_id IS NOT NULL) = (reason IN ('sale', 'release'))),
  CHECK (reason <> 'sale' OR quantity < 0),
  CHECK (reason NOT IN ('opening', 'release') OR quantity > 0),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.stock_movement IS 'One row is one change of a stock level; their sum is the level.';
COMMENT ON COLUMN storefront.stock_movement.tenant_id IS 'none';
COMMENT ON COLUMN storefront.stock_movement.id IS 'none';
COMMENT ON COLUMN storefront.stock_movement.sku_id IS 'none';
COMMENT ON COLUMN storefront.stock_movement.location_id IS 'none';
COMMENT ON COLUMN storefront.stock_movement.quantity IS 'none';
COMMENT ON COLUMN storefront.stock_movement.reason IS 'none';
COMMENT ON COLUMN storefront.stock_movement.order_id IS 'none';
COMMENT ON COLUMN storefront.stock_movement.created_at IS 'none';
CREATE INDEX stock_movement_by_sku ON storefront.stock_movement (tenant_id, sku_id, location_id);
-- tenant-table: storefront.stock_movement append-only
