-- An entry told in other ways than its article, and the goods that it speaks of.
CREATE TABLE service.entry_format (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('video', 'live')),
  url text NOT NULL CHECK (url LIKE 'https://%' AND length(url) <= 500),
  starts_at timestamptz,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, slug, kind),
  CHECK ((kind = 'live') = (starts_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, slug) REFERENCES service.knowledge_entry (tenant_id, slug)
);
COMMENT ON TABLE service.entry_format IS 'One row is a video or a live broadcast of an entry.';
COMMENT ON COLUMN service.entry_format.tenant_id IS 'none';
COMMENT ON COLUMN service.entry_format.slug IS 'none';
COMMENT ON COLUMN service.entry_format.kind IS 'none';
COMMENT ON COLUMN service.entry_format.url IS 'none';
COMMENT ON COLUMN service.entry_format.starts_at IS 'none';
COMMENT ON COLUMN service.entry_format.added_at IS 'none';
-- tenant-table: service.entry_format
CREATE TABLE service.entry_goods (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  slug text NOT NULL,
  sku text NOT NULL CHECK (length(sku) BETWEEN 1 AND 80),
  PRIMARY KEY (tenant_id, slug, sku),
  FOREIGN KEY (tenant_id, slug) REFERENCES service.knowledge_entry (tenant_id, slug)
);
COMMENT ON TABLE service.entry_goods IS 'One row is one SKU that an entry speaks of.';
COMMENT ON COLUMN service.entry_goods.tenant_id IS 'none';
COMMENT ON COLUMN service.entry_goods.slug IS 'none';
COMMENT ON COLUMN service.entry_goods.sku IS 'none';
CREATE INDEX entry_goods_by_sku ON service.entry_goods (tenant_id, sku);
-- tenant-table: service.entry_goods
