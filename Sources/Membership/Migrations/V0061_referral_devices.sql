-- Signing out gives a device a new session; that it is the same device is kept for a year, for who invites themselves.
CREATE TABLE membership.referral_device (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  digest bytea NOT NULL CHECK (octet_length(digest) BETWEEN 8 AND 64),
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id)
);
COMMENT ON TABLE membership.referral_device IS 'One row is one session of a device on which a member was signed in.';
COMMENT ON COLUMN membership.referral_device.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_device.session_id IS 'personal: telling invented referrals from true ones / legitimate interest / one year after it was seen / pseudonymous';
COMMENT ON COLUMN membership.referral_device.digest IS 'personal: telling invented referrals from true ones / legitimate interest / one year after it was seen / pseudonymous';
COMMENT ON COLUMN membership.referral_device.seen_at IS 'none';
CREATE INDEX referral_device_outdated ON membership.referral_device (tenant_id, seen_at);
CREATE INDEX referral_device_by_digest ON membership.referral_device (tenant_id, digest);
-- tenant-table: membership.referral_device
COMMENT ON COLUMN membership.referral_trait.digest IS 'personal: telling invented referrals from true ones / legitimate interest / one year after it was seen / pseudonymous';
CREATE INDEX referral_trait_outdated ON membership.referral_trait (tenant_id, seen_at);
