-- What was given is taken back, whatever the merchant gives by then; a coupon that an order has goes later.
CREATE TABLE membership.referral_reward (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  referral_id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('inviter', 'invitee')),
  member_id uuid NOT NULL,
  points bigint CHECK (points > 0),
  coupon text,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, referral_id, part),
  FOREIGN KEY (tenant_id, referral_id) REFERENCES membership.referral (tenant_id, id)
);
COMMENT ON TABLE membership.referral_reward IS 'One row is what one of the two got for a referral.';
COMMENT ON COLUMN membership.referral_reward.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_reward.referral_id IS 'none';
COMMENT ON COLUMN membership.referral_reward.part IS 'none';
COMMENT ON COLUMN membership.referral_reward.member_id IS 'personal: keeping what a member holds / contract / as long as the membership / pseudonymous';
COMMENT ON COLUMN membership.referral_reward.points IS 'none';
COMMENT ON COLUMN membership.referral_reward.coupon IS 'none';
COMMENT ON COLUMN membership.referral_reward.given_at IS 'none';
-- tenant-table: membership.referral_reward append-only
ALTER TABLE membership.coupon ADD COLUMN revoked_at timestamptz;
COMMENT ON COLUMN membership.coupon.revoked_at IS 'none';
