-- Server-side sessions; the cookie's token is kept as a hash only.
CREATE TABLE tenancy.session (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash)
);
COMMENT ON TABLE tenancy.session IS 'One row is one visitor''s session on one device.';
COMMENT ON COLUMN tenancy.session.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.session.id IS 'personal: keeping a cart between pages / contract / until expires_at / pseudonymous';
COMMENT ON COLUMN tenancy.session.token_hash IS 'personal: recognising the device / contract / until expires_at / pseudonymous, SHA-256';
COMMENT ON COLUMN tenancy.session.created_at IS 'none';
COMMENT ON COLUMN tenancy.session.seen_at IS 'personal: expiring unused sessions / contract / until expires_at / low';
COMMENT ON COLUMN tenancy.session.expires_at IS 'none';
CREATE INDEX session_by_expiry ON tenancy.session (tenant_id, expires_at);
-- tenant-table: tenancy.session system
