-- A recall is done when everybody who has pieces of the lot was told and helped.
CREATE TABLE storefront.recalled_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  lot text NOT NULL CHECK (lot ~ '^[!-~]{1,20}$'),
  order_id uuid NOT NULL,
  pieces bigint NOT NULL CHECK (pieces > 0),
  reason text NOT NULL CHECK (length(reason) <= 200),
  recalled_at timestamptz NOT NULL,
  settled_at timestamptz,
  settled_by text CHECK (length(settled_by) BETWEEN 1 AND 200),
  PRIMARY KEY (tenant_id, sku_id, lot, order_id),
  CHECK ((settled_at IS NULL) = (settled_by IS NULL)),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.recalled_order IS 'One row is an order that got pieces of a recalled lot.';
COMMENT ON COLUMN storefront.recalled_order.tenant_id IS 'none';
COMMENT ON COLUMN storefront.recalled_order.sku_id IS 'none';
COMMENT ON COLUMN storefront.recalled_order.lot IS 'none';
COMMENT ON COLUMN storefront.recalled_order.order_id IS 'none';
COMMENT ON COLUMN storefront.recalled_order.pieces IS 'none';
COMMENT ON COLUMN storefront.recalled_order.reason IS 'none';
COMMENT ON COLUMN storefront.recalled_order.recalled_at IS 'none';
COMMENT ON COLUMN storefront.recalled_order.settled_at IS 'none';
COMMENT ON COLUMN storefront.recalled_order.settled_by IS 'personal: knowing who of the staff told the buyer / legitimate interest / kept with the trail of the shop / low';
CREATE INDEX recalled_order_by_order ON storefront.recalled_order (tenant_id, order_id);
CREATE INDEX recalled_order_open ON storefront.recalled_order (tenant_id, recalled_at) WHERE settled_at IS NULL;
-- tenant-table: storefront.recalled_order
