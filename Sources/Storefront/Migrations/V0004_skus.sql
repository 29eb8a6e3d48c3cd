-- What is sold, counted and priced: one choice of a product's options.
CREATE TABLE storefront.sku (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[A-Z0-9-]{3,32}$'),
  barcode text CHECK (barcode ~ '^[0-9]{13}$'),
  position integer NOT NULL,
  price bigint NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
  list_price bigint CHECK (list_price > price),
  weight_grams integer CHECK (weight_grams > 0),
  is_withdrawn boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.sku IS 'One row is one sellable unit; prices are in minor units of the tenant''s currency.';
COMMENT ON COLUMN storefront.sku.tenant_id IS 'none';
COMMENT ON COLUMN storefront.sku.id IS 'none';
COMMENT ON COLUMN storefront.sku.product_id IS 'none';
COMMENT ON COLUMN storefront.sku.code IS 'none';
COMMENT ON COLUMN storefront.sku.barcode IS 'none';
COMMENT ON COLUMN storefront.sku.position IS 'none';
COMMENT ON COLUMN storefront.sku.price IS 'none';
COMMENT ON COLUMN storefront.sku.list_price IS 'none';
COMMENT ON COLUMN storefront.sku.weight_grams IS 'none';
COMMENT ON COLUMN storefront.sku.is_withdrawn IS 'none';
CREATE INDEX sku_by_product ON storefront.sku (tenant_id, product_id, position);
-- tenant-table: storefront.sku

CREATE TABLE storefront.option_value (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  position integer NOT NULL CHECK (position IN (1, 2)),
  code text NOT NULL CHECK (code ~ '^[a-z]{2,20}$'),
  labels jsonb NOT NULL,
  PRIMARY KEY (tenant_id, sku_id, position),
  UNIQUE (tenant_id, sku_id, code),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.option_value IS 'One row is one chosen option of a SKU with its label per language.';
COMMENT ON COLUMN storefront.option_value.tenant_id IS 'none';
COMMENT ON COLUMN storefront.option_value.sku_id IS 'none';
COMMENT ON COLUMN storefront.option_value.position IS 'none';
COMMENT ON COLUMN storefront.option_value.code IS 'none';
COMMENT ON COLUMN storefront.option_value.labels IS 'none';
-- tenant-table: storefront.option_value
