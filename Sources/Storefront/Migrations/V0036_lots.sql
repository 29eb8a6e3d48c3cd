-- Goods with a date are kept by lot: the first to expire leaves first, what is too old never.
CREATE TABLE storefront.stock_lot (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  sku_id uuid NOT NULL,
  location_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[!-~]{1,20}$'),
  expires_on date NOT NULL,
  sell_until timestamptz NOT NULL,
  available bigint NOT NULL CHECK (available >= 0),
  recalled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, sku_id, location_id, code),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.stock_lot IS 'One row is how many of a SKU with one date a location has; they are part of its stock level.';
COMMENT ON COLUMN storefront.stock_lot.tenant_id IS 'none';
COMMENT ON COLUMN storefront.stock_lot.id IS 'none';
COMMENT ON COLUMN storefront.stock_lot.sku_id IS 'none';
COMMENT ON COLUMN storefront.stock_lot.location_id IS 'none';
COMMENT ON COLUMN storefront.stock_lot.code IS 'none';
COMMENT ON COLUMN storefront.stock_lot.expires_on IS 'none';
COMMENT ON COLUMN storefront.stock_lot.sell_until IS 'none';
COMMENT ON COLUMN storefront.stock_lot.available IS 'none';
COMMENT ON COLUMN storefront.stock_lot.recalled_at IS 'none';
-- The level itself says that it is kept by lot, so that whoever locks it knows.
ALTER TABLE storefront.stock_level ADD COLUMN is_by_lot boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.stock_level.is_by_lot IS 'none';
CREATE INDEX stock_lot_by_date ON storefront.stock_lot (tenant_id, sell_until) WHERE available > 0;
-- tenant-table: storefront.stock_lot

CREATE TABLE storefront.lot_movement (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  lot_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity <> 0),
  reason text NOT NULL CHECK (reason IN ('received', 'assigned', 'sale', 'release', 'correction', 'retired')),
  order_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((order_id IS NOT NULL) = (reason IN ('sale', 'release'))),
  FOREIGN KEY (tenant_id, lot_id) REFERENCES storefront.stock_lot (tenant_id, id)
);
COMMENT ON TABLE storefront.lot_movement IS 'One row is one change of a lot; their sum is what it has, and those of orders say who got it.';
COMMENT ON COLUMN storefront.lot_movement.tenant_id IS 'none';
COMMENT ON COLUMN storefront.lot_movement.id IS 'none';
COMMENT ON COLUMN storefront.lot_movement.lot_id IS 'none';
COMMENT ON COLUMN storefront.lot_movement.quantity IS 'none';
COMMENT ON COLUMN storefront.lot_movement.reason IS 'none';
COMMENT ON COLUMN storefront.lot_movement.order_id IS 'none';
COMMENT ON COLUMN storefront.lot_movement.created_at IS 'none';
CREATE INDEX lot_movement_by_lot ON storefront.lot_movement (tenant_id, lot_id);
CREATE INDEX lot_movement_by_order ON storefront.lot_movement (tenant_id, order_id) WHERE order_id IS NOT NULL;
-- tenant-table: storefront.lot_movement append-only
