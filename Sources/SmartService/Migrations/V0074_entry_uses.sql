-- How often entries are read, watched and bought after; who read one is kept only where goods are linked.
CREATE TABLE service.entry_use (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('article', 'video', 'live')),
  day integer NOT NULL,
  count bigint NOT NULL CHECK (count >= 1),
  PRIMARY KEY (tenant_id, day, slug, kind)
);
COMMENT ON TABLE service.entry_use IS 'One row is how often an entry was used in one way on one day, in days since 1970 in UTC.';
COMMENT ON COLUMN service.entry_use.tenant_id IS 'none';
COMMENT ON COLUMN service.entry_use.slug IS 'none';
COMMENT ON COLUMN service.entry_use.kind IS 'none';
COMMENT ON COLUMN service.entry_use.day IS 'none';
COMMENT ON COLUMN service.entry_use.count IS 'none';
-- tenant-table: service.entry_use
CREATE TABLE service.entry_view (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('article', 'video', 'live')),
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id, slug)
);
COMMENT ON TABLE service.entry_view IS 'One row is the last way in which a session used an entry with goods; gone after a fortnight.';
COMMENT ON COLUMN service.entry_view.tenant_id IS 'none';
COMMENT ON COLUMN service.entry_view.session_id IS 'personal: telling which entries goods are bought after / contract / 14 days, or until erased on request / pseudonymous';
COMMENT ON COLUMN service.entry_view.slug IS 'personal: telling which entries goods are bought after / contract / 14 days, or until erased on request / pseudonymous';
COMMENT ON COLUMN service.entry_view.kind IS 'none';
COMMENT ON COLUMN service.entry_view.seen_at IS 'none';
CREATE INDEX entry_view_by_time ON service.entry_view (tenant_id, seen_at);
-- tenant-table: service.entry_view
