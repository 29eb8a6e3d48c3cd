-- Shoppers browse by category; two levels, named in every language of the shop.
CREATE TABLE storefront.category (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  parent_id uuid CHECK (parent_id <> id),
  position integer NOT NULL,
  picture bytea CHECK (length(picture) = 32),
  picture_name text,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, slug),
  CHECK ((picture IS NULL) = (picture_name IS NULL)),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES storefront.category (tenant_id, id)
);
COMMENT ON TABLE storefront.category IS 'One row is one category of the shop.';
COMMENT ON COLUMN storefront.category.tenant_id IS 'none';
COMMENT ON COLUMN storefront.category.id IS 'none';
COMMENT ON COLUMN storefront.category.slug IS 'none';
COMMENT ON COLUMN storefront.category.parent_id IS 'none';
COMMENT ON COLUMN storefront.category.position IS 'none';
COMMENT ON COLUMN storefront.category.picture IS 'none';
COMMENT ON COLUMN storefront.category.picture_name IS 'none';
CREATE INDEX category_by_parent ON storefront.category (tenant_id, parent_id);
-- tenant-table: storefront.category

CREATE TABLE storefront.category_text (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  category_id uuid NOT NULL,
  locale text NOT NULL CHECK (locale ~ '^[a-z0-9-]{2,16}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  PRIMARY KEY (tenant_id, category_id, locale),
  FOREIGN KEY (tenant_id, category_id) REFERENCES storefront.category (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE storefront.category_text IS 'One row is the name of a category in one language.';
COMMENT ON COLUMN storefront.category_text.tenant_id IS 'none';
COMMENT ON COLUMN storefront.category_text.category_id IS 'none';
COMMENT ON COLUMN storefront.category_text.locale IS 'none';
COMMENT ON COLUMN storefront.category_text.name IS 'none';
-- tenant-table: storefront.category_text
