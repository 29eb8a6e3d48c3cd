-- One inviter for each member and no further level; a reward waits for the end of the return period.
CREATE TABLE membership.referral_code (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[0-9A-Z]{8}$'),
  member_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, code),
  UNIQUE (tenant_id, member_id)
);
COMMENT ON TABLE membership.referral_code IS 'One row is the code with which a member invites.';
COMMENT ON COLUMN membership.referral_code.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_code.code IS 'none';
COMMENT ON COLUMN membership.referral_code.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.referral_code.created_at IS 'none';
-- tenant-table: membership.referral_code
CREATE TABLE membership.referral (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  inviter_id uuid NOT NULL,
  invitee_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('invited', 'waiting', 'flagged', 'rewarded', 'refused', 'clawed_back', 'void')),
  order_id uuid,
  amount bigint CHECK (amount >= 0),
  invited_at timestamptz NOT NULL,
  ordered_at timestamptz,
  due_at timestamptz,
  changes bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, invitee_id),
  CHECK (state IN ('invited', 'refused', 'void') OR order_id IS NOT NULL),
  CHECK ((order_id IS NULL) = (due_at IS NULL))
);
COMMENT ON TABLE membership.referral IS 'One row is one member whom another invited.';
COMMENT ON COLUMN membership.referral.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral.id IS 'none';
COMMENT ON COLUMN membership.referral.inviter_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.referral.invitee_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.referral.state IS 'none';
COMMENT ON COLUMN membership.referral.order_id IS 'none';
COMMENT ON COLUMN membership.referral.amount IS 'none';
COMMENT ON COLUMN membership.referral.invited_at IS 'none';
COMMENT ON COLUMN membership.referral.ordered_at IS 'none';
COMMENT ON COLUMN membership.referral.due_at IS 'none';
COMMENT ON COLUMN membership.referral.changes IS 'none';
CREATE INDEX referral_by_inviter ON membership.referral (tenant_id, inviter_id, invited_at);
CREATE INDEX referral_due ON membership.referral (tenant_id, due_at) WHERE state = 'waiting';
CREATE UNIQUE INDEX referral_by_order ON membership.referral (tenant_id, order_id) WHERE order_id IS NOT NULL;
-- tenant-table: membership.referral
