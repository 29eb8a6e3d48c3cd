-- A bundle has no stock of its own: its parts are taken, whether they are sold in it or alone.
ALTER TABLE storefront.sku ADD COLUMN is_bundle boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.sku.is_bundle IS 'none';

CREATE TABLE storefront.sku_part (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  bundle_id uuid NOT NULL,
  part_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 20),
  PRIMARY KEY (tenant_id, bundle_id, part_id),
  CHECK (bundle_id <> part_id),
  FOREIGN KEY (tenant_id, bundle_id) REFERENCES storefront.sku (tenant_id, id),
  FOREIGN KEY (tenant_id, part_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.sku_part IS 'One row is how many pieces of a SKU are in one bundle.';
COMMENT ON COLUMN storefront.sku_part.tenant_id IS 'none';
COMMENT ON COLUMN storefront.sku_part.bundle_id IS 'none';
COMMENT ON COLUMN storefront.sku_part.part_id IS 'none';
COMMENT ON COLUMN storefront.sku_part.position IS 'none';
COMMENT ON COLUMN storefront.sku_part.quantity IS 'none';
CREATE INDEX sku_part_by_part ON storefront.sku_part (tenant_id, part_id);
-- tenant-table: storefront.sku_part
