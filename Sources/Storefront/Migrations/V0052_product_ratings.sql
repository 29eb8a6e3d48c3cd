-- A product page must not add up its reviews; each change of a review changes these by its difference.
CREATE TABLE storefront.product_rating (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  product_id uuid NOT NULL,
  rated_1 bigint NOT NULL DEFAULT 0 CHECK (rated_1 >= 0),
  rated_2 bigint NOT NULL DEFAULT 0 CHECK (rated_2 >= 0),
  rated_3 bigint NOT NULL DEFAULT 0 CHECK (rated_3 >= 0),
  rated_4 bigint NOT NULL DEFAULT 0 CHECK (rated_4 >= 0),
  rated_5 bigint NOT NULL DEFAULT 0 CHECK (rated_5 >= 0),
  pictured bigint NOT NULL DEFAULT 0,
  followed bigint NOT NULL DEFAULT 0,
  weight bigint NOT NULL DEFAULT 0 CHECK (weight >= 0),
  weighted bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, product_id),
  CHECK (pictured BETWEEN 0 AND rated_1 + rated_2 + rated_3 + rated_4 + rated_5),
  CHECK (followed BETWEEN 0 AND rated_1 + rated_2 + rated_3 + rated_4 + rated_5),
  CHECK (weighted BETWEEN weight AND weight * 5)
);
COMMENT ON TABLE storefront.product_rating IS 'One row is what the published reviews of one product add up to.';
COMMENT ON COLUMN storefront.product_rating.tenant_id IS 'none';
COMMENT ON COLUMN storefront.product_rating.product_id IS 'none';
COMMENT ON COLUMN storefront.product_rating.rated_1 IS 'none';
COMMENT ON COLUMN storefront.product_rating.rated_2 IS 'none';
COMMENT ON COLUMN storefront.product_rating.rated_3 IS 'none';
COMMENT ON COLUMN storefront.product_rating.rated_4 IS 'none';
COMMENT ON COLUMN storefront.product_rating.rated_5 IS 'none';
COMMENT ON COLUMN storefront.product_rating.pictured IS 'none';
COMMENT ON COLUMN storefront.product_rating.followed IS 'none';
COMMENT ON COLUMN storefront.product_rating.weight IS 'none';
COMMENT ON COLUMN storefront.product_rating.weighted IS 'none';
-- tenant-table: storefront.product_rating
