-- What the service may say: entries, each with versions that were drafted, reviewed and published.
CREATE TABLE service.knowledge_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  slug text NOT NULL CHECK (slug <> '' AND length(slug) <= 80),
  topic text NOT NULL CHECK (length(topic) <= 60),
  published_version integer,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, slug)
);
COMMENT ON TABLE service.knowledge_entry IS 'One row is one thing the service can answer.';
COMMENT ON COLUMN service.knowledge_entry.tenant_id IS 'none';
COMMENT ON COLUMN service.knowledge_entry.id IS 'none';
COMMENT ON COLUMN service.knowledge_entry.slug IS 'none';
COMMENT ON COLUMN service.knowledge_entry.topic IS 'none';
COMMENT ON COLUMN service.knowledge_entry.published_version IS 'none';
COMMENT ON COLUMN service.knowledge_entry.added_at IS 'none';
-- tenant-table: service.knowledge_entry
