-- What ties accounts together is kept as keyed digests that the caller makes, never in clear.
CREATE TABLE membership.referral_trait (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'address', 'payer', 'device')),
  digest bytea NOT NULL CHECK (octet_length(digest) BETWEEN 8 AND 64),
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, kind, digest)
);
COMMENT ON TABLE membership.referral_trait IS 'One row is something that a member was seen with.';
COMMENT ON COLUMN membership.referral_trait.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_trait.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.referral_trait.kind IS 'none';
COMMENT ON COLUMN membership.referral_trait.digest IS 'personal: telling invented referrals from true ones / legitimate interest / one year after it was seen; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.referral_trait.seen_at IS 'none';
CREATE INDEX referral_trait_by_digest ON membership.referral_trait (tenant_id, kind, digest, member_id);
-- tenant-table: membership.referral_trait
CREATE TABLE membership.referral_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  referral_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  state text NOT NULL,
  reasons text[] NOT NULL,
  actor text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, referral_id, sequence),
  FOREIGN KEY (tenant_id, referral_id) REFERENCES membership.referral (tenant_id, id)
);
COMMENT ON TABLE membership.referral_entry IS 'One row is one decision on a referral, with its reasons.';
COMMENT ON COLUMN membership.referral_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_entry.referral_id IS 'none';
COMMENT ON COLUMN membership.referral_entry.sequence IS 'none';
COMMENT ON COLUMN membership.referral_entry.state IS 'none';
COMMENT ON COLUMN membership.referral_entry.reasons IS 'none';
COMMENT ON COLUMN membership.referral_entry.actor IS 'personal: showing who decided / legitimate interest / with the referral / low';
COMMENT ON COLUMN membership.referral_entry.created_at IS 'none';
-- tenant-table: membership.referral_entry append-only
