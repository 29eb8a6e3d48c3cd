-- Names and descriptions in every language of the shop.
CREATE TABLE storefront.product_text (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  product_id uuid NOT NULL,
  locale text NOT NULL CHECK (locale ~ '^[a-z0-9-]{2,16}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
  summary text NOT NULL,
  description text NOT NULL,
  PRIMARY KEY (tenant_id, product_id, locale),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.product_text IS 'One row is what a product says in one language.';
COMMENT ON COLUMN storefront.product_text.tenant_id IS 'none';
COMMENT ON COLUMN storefront.product_text.product_id IS 'none';
COMMENT ON COLUMN storefront.product_text.locale IS 'none';
COMMENT ON COLUMN storefront.product_text.name IS 'none';
COMMENT ON COLUMN storefront.product_text.summary IS 'none';
COMMENT ON COLUMN storefront.product_text.description IS 'none';
-- tenant-table: storefront.product_text

CREATE TABLE storefront.product_picture (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  product_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  name text NOT NULL,
  PRIMARY KEY (tenant_id, product_id, position),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.product_picture IS 'One row is one picture of a product; the bytes lie with the media.';
COMMENT ON COLUMN storefront.product_picture.tenant_id IS 'none';
COMMENT ON COLUMN storefront.product_picture.product_id IS 'none';
COMMENT ON COLUMN storefront.product_picture.position IS 'none';
COMMENT ON COLUMN storefront.product_picture.sha256 IS 'none';
COMMENT ON COLUMN storefront.product_picture.name IS 'none';
-- tenant-table: storefront.product_picture
