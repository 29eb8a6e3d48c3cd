-- What a shopper looks at; prices are kept at the SKUs and their bounds here, for lists by key.
CREATE TABLE storefront.product (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  category_id uuid NOT NULL,
  brand text NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
  age_from_months integer CHECK (age_from_months BETWEEN -12 AND 240),
  age_to_months integer CHECK (age_to_months BETWEEN -12 AND 240),
  material text NOT NULL,
  safety_class text NOT NULL,
  registration_number text NOT NULL,
  halal_certificate text NOT NULL,
  lowest_price bigint NOT NULL CHECK (lowest_price >= 0),
  highest_price bigint NOT NULL,
  sold_count bigint NOT NULL DEFAULT 0 CHECK (sold_count >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, slug),
  CHECK (age_from_months < age_to_months),
  CHECK (lowest_price <= highest_price),
  FOREIGN KEY (tenant_id, category_id) REFERENCES storefront.category (tenant_id, id)
);
COMMENT ON TABLE storefront.product IS 'One row is one product, sold as one or more SKUs.';
COMMENT ON COLUMN storefront.product.tenant_id IS 'none';
COMMENT ON COLUMN storefront.product.id IS 'none';
COMMENT ON COLUMN storefront.product.slug IS 'none';
COMMENT ON COLUMN storefront.product.category_id IS 'none';
COMMENT ON COLUMN storefront.product.brand IS 'none';
COMMENT ON COLUMN storefront.product.status IS 'none';
COMMENT ON COLUMN storefront.product.age_from_months IS 'none';
COMMENT ON COLUMN storefront.product.age_to_months IS 'none';
COMMENT ON COLUMN storefront.product.material IS 'none';
COMMENT ON COLUMN storefront.product.safety_class IS 'none';
COMMENT ON COLUMN storefront.product.registration_number IS 'none';
COMMENT ON COLUMN storefront.product.halal_certificate IS 'none';
COMMENT ON COLUMN storefront.product.lowest_price IS 'none';
COMMENT ON COLUMN storefront.product.highest_price IS 'none';
COMMENT ON COLUMN storefront.product.sold_count IS 'none';
COMMENT ON COLUMN storefront.product.created_at IS 'none';
COMMENT ON COLUMN storefront.product.updated_at IS 'none';
CREATE INDEX product_by_category ON storefront.product (tenant_id, category_id);
CREATE INDEX product_by_popularity ON storefront.product (tenant_id, sold_count, id) WHERE status = 'published';
CREATE INDEX product_by_price ON storefront.product (tenant_id, lowest_price, id) WHERE status = 'published';
-- tenant-table: storefront.product
