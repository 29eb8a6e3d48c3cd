-- Who works for a merchant, and where they are signed in; passwords and tokens are kept as hashes.
CREATE TABLE tenancy.staff_member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  login text NOT NULL CHECK (login ~ '^[a-z0-9]([a-z0-9._-]{0,38}[a-z0-9])?$'),
  password_hash text NOT NULL CHECK (password_hash LIKE '$scrypt$%'),
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'warehouse', 'service', 'finance')),
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, login)
);
COMMENT ON TABLE tenancy.staff_member IS 'One row is one person who may sign in at the merchant''s desk.';
COMMENT ON COLUMN tenancy.staff_member.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.staff_member.id IS 'personal: signing in / contract of employment / kept for the trail / pseudonymous';
COMMENT ON COLUMN tenancy.staff_member.login IS 'personal: signing in and the trail / contract of employment / kept for the trail / low';
COMMENT ON COLUMN tenancy.staff_member.password_hash IS 'personal: signing in / contract of employment / until replaced / secret, scrypt with a salt';
COMMENT ON COLUMN tenancy.staff_member.role IS 'personal: deciding what somebody may do / contract of employment / until changed / low';
COMMENT ON COLUMN tenancy.staff_member.created_at IS 'none';
COMMENT ON COLUMN tenancy.staff_member.disabled_at IS 'personal: ending access / contract of employment / kept for the trail / low';
-- tenant-table: tenancy.staff_member

CREATE TABLE tenancy.staff_session (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  CHECK (seen_at >= created_at),
  FOREIGN KEY (tenant_id, member_id) REFERENCES tenancy.staff_member (tenant_id, id)
);
COMMENT ON TABLE tenancy.staff_session IS 'One row is one member of staff signed in on one device.';
COMMENT ON COLUMN tenancy.staff_session.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.staff_session.id IS 'personal: staying signed in / contract of employment / until expires_at / pseudonymous';
COMMENT ON COLUMN tenancy.staff_session.member_id IS 'personal: staying signed in / contract of employment / until expires_at / pseudonymous';
COMMENT ON COLUMN tenancy.staff_session.token_hash IS 'personal: recognising the device / contract of employment / until expires_at / pseudonymous, SHA-256';
COMMENT ON COLUMN tenancy.staff_session.created_at IS 'none';
COMMENT ON COLUMN tenancy.staff_session.seen_at IS 'personal: ending unused sessions / contract of employment / until expires_at / low';
COMMENT ON COLUMN tenancy.staff_session.expires_at IS 'none';
CREATE INDEX staff_session_by_member ON tenancy.staff_session (tenant_id, member_id);
-- tenant-table: tenancy.staff_session
