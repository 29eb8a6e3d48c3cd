-- Secrets of merchants, sealed with a key that only the process has.
CREATE TABLE tenancy.secret (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  name text NOT NULL CHECK (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(name) <= 60),
  key_id text NOT NULL,
  sealed bytea NOT NULL CHECK (length(sealed) > 28),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
COMMENT ON TABLE tenancy.secret IS 'One row is one secret of a merchant, sealed with AES-256-GCM for its tenant and name.';
COMMENT ON COLUMN tenancy.secret.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.secret.name IS 'none';
COMMENT ON COLUMN tenancy.secret.key_id IS 'none';
COMMENT ON COLUMN tenancy.secret.sealed IS 'none';
COMMENT ON COLUMN tenancy.secret.updated_at IS 'none';
-- tenant-table: tenancy.secret
