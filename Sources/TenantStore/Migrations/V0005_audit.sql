-- Who changed what, with the values before and after; never edited.
CREATE TABLE tenancy.audit_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  before_values jsonb,
  after_values jsonb,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE tenancy.audit_entry IS 'One row is one change that a person or a process made.';
COMMENT ON COLUMN tenancy.audit_entry.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.audit_entry.id IS 'none';
COMMENT ON COLUMN tenancy.audit_entry.created_at IS 'none';
COMMENT ON COLUMN tenancy.audit_entry.actor IS 'personal: accountability of staff / legal duty / kept; automatic erasure is not built yet / low';
COMMENT ON COLUMN tenancy.audit_entry.action IS 'none';
COMMENT ON COLUMN tenancy.audit_entry.subject IS 'none';
COMMENT ON COLUMN tenancy.audit_entry.before_values IS 'none';
COMMENT ON COLUMN tenancy.audit_entry.after_values IS 'none';
CREATE INDEX audit_entry_by_subject ON tenancy.audit_entry (tenant_id, subject, id);
-- tenant-table: tenancy.audit_entry append-only
