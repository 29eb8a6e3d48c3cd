-- A merchant is told once when something runs low, and again only after it was filled up.
CREATE TABLE storefront.stock_watch (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  threshold bigint NOT NULL CHECK (threshold BETWEEN 0 AND 1000000),
  is_low boolean NOT NULL DEFAULT false,
  noted_at timestamptz,
  PRIMARY KEY (tenant_id, sku_id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.stock_watch IS 'One row is from how few pieces of a SKU over all locations the merchant wants to be told.';
COMMENT ON COLUMN storefront.stock_watch.tenant_id IS 'none';
COMMENT ON COLUMN storefront.stock_watch.sku_id IS 'none';
COMMENT ON COLUMN storefront.stock_watch.threshold IS 'none';
COMMENT ON COLUMN storefront.stock_watch.is_low IS 'none';
COMMENT ON COLUMN storefront.stock_watch.noted_at IS 'none';
-- tenant-table: storefront.stock_watch
