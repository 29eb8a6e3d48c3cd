-- What a piece costs a shopper of a level; who has which level another module knows.
CREATE TABLE storefront.level_price (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  level text NOT NULL CHECK (length(level) BETWEEN 1 AND 40),
  price bigint NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
  PRIMARY KEY (tenant_id, sku_id, level),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.level_price IS 'One row is what a piece of a SKU costs a shopper of a level.';
COMMENT ON COLUMN storefront.level_price.tenant_id IS 'none';
COMMENT ON COLUMN storefront.level_price.sku_id IS 'none';
COMMENT ON COLUMN storefront.level_price.level IS 'none';
COMMENT ON COLUMN storefront.level_price.price IS 'none';
-- tenant-table: storefront.level_price
