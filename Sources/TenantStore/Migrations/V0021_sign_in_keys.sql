-- Attempts are counted under a keyed hash: who reads the table alone cannot try addresses against it.
CREATE TABLE tenancy.sign_in_key (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  key bytea NOT NULL CHECK (length(key) = 32),
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id)
);
COMMENT ON TABLE tenancy.sign_in_key IS 'One row is the key under which a tenant counts attempts to sign in; it goes with the last attempt.';
COMMENT ON COLUMN tenancy.sign_in_key.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.sign_in_key.key IS 'none';
COMMENT ON COLUMN tenancy.sign_in_key.made_at IS 'none';
-- tenant-table: tenancy.sign_in_key system

-- The sweep forgets attempts a day after the last, also of a shop where nobody signs in again.
CREATE POLICY system_upkeep ON tenancy.sign_in_attempt TO app_system USING (true);
GRANT SELECT, UPDATE, DELETE ON tenancy.sign_in_attempt TO app_system;
-- What was counted under hashes without a key is forgotten.
TRUNCATE tenancy.sign_in_attempt;
COMMENT ON TABLE tenancy.sign_in_attempt IS 'One row is how often signing in was tried lately with one login or from one address; an attempt that succeeded is taken back.';
COMMENT ON COLUMN tenancy.sign_in_attempt.key_hash IS 'personal: slowing down guesses / legitimate interest / a day after the last attempt / HMAC-SHA-256 of a login or an address under the key of the tenant';
