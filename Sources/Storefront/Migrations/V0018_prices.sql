-- A sale stands at its SKU and is judged by the clock when a price is read, so no job is in its way.
ALTER TABLE storefront.sku
  ADD COLUMN sale_price bigint CHECK (sale_price >= 0),
  ADD COLUMN sale_from timestamptz,
  ADD COLUMN sale_until timestamptz,
  ADD CHECK ((sale_price IS NULL) = (sale_from IS NULL) AND (sale_price IS NULL) = (sale_until IS NULL)),
  ADD CHECK (sale_from < sale_until);
COMMENT ON COLUMN storefront.sku.sale_price IS 'none';
COMMENT ON COLUMN storefront.sku.sale_from IS 'none';
COMMENT ON COLUMN storefront.sku.sale_until IS 'none';

CREATE TABLE storefront.volume_price (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  from_quantity integer NOT NULL CHECK (from_quantity BETWEEN 2 AND 99),
  price bigint NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
  PRIMARY KEY (tenant_id, sku_id, from_quantity),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.volume_price IS 'One row is what a piece costs when a line has at least so many.';
COMMENT ON COLUMN storefront.volume_price.tenant_id IS 'none';
COMMENT ON COLUMN storefront.volume_price.sku_id IS 'none';
COMMENT ON COLUMN storefront.volume_price.from_quantity IS 'none';
COMMENT ON COLUMN storefront.volume_price.price IS 'none';
-- tenant-table: storefront.volume_price

CREATE TABLE storefront.past_price (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  sku_id uuid NOT NULL,
  price bigint NOT NULL CHECK (price >= 0),
  ended_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.past_price IS 'One row is a price that was asked for a SKU until an instant; what is asked now is not here.';
COMMENT ON COLUMN storefront.past_price.tenant_id IS 'none';
COMMENT ON COLUMN storefront.past_price.id IS 'none';
COMMENT ON COLUMN storefront.past_price.sku_id IS 'none';
COMMENT ON COLUMN storefront.past_price.price IS 'none';
COMMENT ON COLUMN storefront.past_price.ended_at IS 'none';
CREATE INDEX past_price_by_sku ON storefront.past_price (tenant_id, sku_id, ended_at);
-- tenant-table: storefront.past_price append-only
