-- Beside the picture of the catalogue: what else shows a product or one of its variants.
CREATE TABLE storefront.product_media (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  product_id uuid NOT NULL,
  position integer NOT NULL CHECK (position BETWEEN 0 AND 11),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  name text NOT NULL,
  sku_id uuid,
  alts jsonb NOT NULL,
  width integer CHECK (width BETWEEN 1 AND 8192),
  height integer CHECK (height BETWEEN 1 AND 8192),
  video text CHECK (video ~ '^https://' AND length(video) <= 500),
  PRIMARY KEY (tenant_id, product_id, position),
  CHECK ((width IS NULL) = (height IS NULL)),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.product_media IS 'One row is one further picture of a product, or the poster of a film, in the order of the gallery.';
COMMENT ON COLUMN storefront.product_media.tenant_id IS 'none';
COMMENT ON COLUMN storefront.product_media.product_id IS 'none';
COMMENT ON COLUMN storefront.product_media.position IS 'none';
COMMENT ON COLUMN storefront.product_media.sha256 IS 'none';
COMMENT ON COLUMN storefront.product_media.name IS 'none';
COMMENT ON COLUMN storefront.product_media.sku_id IS 'none';
COMMENT ON COLUMN storefront.product_media.alts IS 'none';
COMMENT ON COLUMN storefront.product_media.width IS 'none';
COMMENT ON COLUMN storefront.product_media.height IS 'none';
COMMENT ON COLUMN storefront.product_media.video IS 'none';
-- tenant-table: storefront.product_media
