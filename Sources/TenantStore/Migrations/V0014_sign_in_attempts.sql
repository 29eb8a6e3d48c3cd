-- Guessing passwords is slowed down for a login, known or not, and for an address.
CREATE TABLE tenancy.sign_in_attempt (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
  failures bigint NOT NULL CHECK (failures >= 0),
  attempted_at timestamptz NOT NULL,
  locked_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key_hash)
);
COMMENT ON TABLE tenancy.sign_in_attempt IS 'One row is how often signing in failed lately with one login or from one address.';
COMMENT ON COLUMN tenancy.sign_in_attempt.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.sign_in_attempt.key_hash IS 'personal: slowing down guesses / legitimate interest / a day after the last attempt / SHA-256 of a login or an address';
COMMENT ON COLUMN tenancy.sign_in_attempt.failures IS 'none';
COMMENT ON COLUMN tenancy.sign_in_attempt.attempted_at IS 'none';
COMMENT ON COLUMN tenancy.sign_in_attempt.locked_until IS 'none';
CREATE INDEX sign_in_attempt_by_time ON tenancy.sign_in_attempt (tenant_id, attempted_at);
-- tenant-table: tenancy.sign_in_attempt
