-- Stock and limits of the points shop are counters with a check behind them.
CREATE TABLE membership.points_reward (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name jsonb NOT NULL,
  points bigint NOT NULL CHECK (points > 0),
  stock bigint CHECK (stock >= 0),
  redeemed bigint NOT NULL DEFAULT 0 CHECK (redeemed >= 0),
  member_limit bigint CHECK (member_limit > 0),
  coupon text,
  is_active boolean NOT NULL,
  PRIMARY KEY (tenant_id, code),
  CHECK (redeemed <= stock)
);
COMMENT ON TABLE membership.points_reward IS 'One row is something that points buy.';
COMMENT ON COLUMN membership.points_reward.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_reward.code IS 'none';
COMMENT ON COLUMN membership.points_reward.name IS 'none';
COMMENT ON COLUMN membership.points_reward.points IS 'none';
COMMENT ON COLUMN membership.points_reward.stock IS 'none';
COMMENT ON COLUMN membership.points_reward.redeemed IS 'none';
COMMENT ON COLUMN membership.points_reward.member_limit IS 'none';
COMMENT ON COLUMN membership.points_reward.coupon IS 'none';
COMMENT ON COLUMN membership.points_reward.is_active IS 'none';
-- tenant-table: membership.points_reward
CREATE TABLE membership.points_reward_member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  reward text NOT NULL,
  member_id uuid NOT NULL,
  redeemed bigint NOT NULL CHECK (redeemed > 0),
  member_limit bigint,
  PRIMARY KEY (tenant_id, reward, member_id),
  CHECK (redeemed <= member_limit),
  FOREIGN KEY (tenant_id, reward) REFERENCES membership.points_reward (tenant_id, code)
);
COMMENT ON TABLE membership.points_reward_member IS 'One row is how often one member has had a reward.';
COMMENT ON COLUMN membership.points_reward_member.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_reward_member.reward IS 'none';
COMMENT ON COLUMN membership.points_reward_member.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.points_reward_member.redeemed IS 'none';
COMMENT ON COLUMN membership.points_reward_member.member_limit IS 'none';
-- tenant-table: membership.points_reward_member
