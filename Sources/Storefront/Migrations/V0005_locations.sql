-- Where saleable stock lies; orders take from the lowest priority first.
CREATE TABLE storefront.location (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  priority integer NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
COMMENT ON TABLE storefront.location IS 'One row is one shop or warehouse that orders are served from.';
COMMENT ON COLUMN storefront.location.tenant_id IS 'none';
COMMENT ON COLUMN storefront.location.id IS 'none';
COMMENT ON COLUMN storefront.location.code IS 'none';
COMMENT ON COLUMN storefront.location.priority IS 'none';
-- tenant-table: storefront.location

CREATE TABLE storefront.location_text (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  location_id uuid NOT NULL,
  locale text NOT NULL CHECK (locale ~ '^[a-z0-9-]{2,16}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  PRIMARY KEY (tenant_id, location_id, locale),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE storefront.location_text IS 'One row is the name of a location in one language.';
COMMENT ON COLUMN storefront.location_text.tenant_id IS 'none';
COMMENT ON COLUMN storefront.location_text.location_id IS 'none';
COMMENT ON COLUMN storefront.location_text.locale IS 'none';
COMMENT ON COLUMN storefront.location_text.name IS 'none';
-- tenant-table: storefront.location_text
