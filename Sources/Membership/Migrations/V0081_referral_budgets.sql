-- What a referral programme may cost is taken before a reward is given, and comes back with it.
CREATE TABLE membership.referral_budget (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  period text NOT NULL CHECK (period ~ '^(whole|[0-9]{4}-[0-9]{2})$'),
  referrals bigint NOT NULL CHECK (referrals >= 0),
  money bigint NOT NULL CHECK (money >= 0),
  max_referrals bigint,
  max_money bigint,
  PRIMARY KEY (tenant_id, period),
  CHECK (referrals <= max_referrals),
  CHECK (money <= max_money)
);
COMMENT ON TABLE membership.referral_budget IS 'One row is what rewards of a calendar month, or of all time, have taken of their budget; money is in minor units.';
COMMENT ON COLUMN membership.referral_budget.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_budget.period IS 'none';
COMMENT ON COLUMN membership.referral_budget.referrals IS 'none';
COMMENT ON COLUMN membership.referral_budget.money IS 'none';
COMMENT ON COLUMN membership.referral_budget.max_referrals IS 'none';
COMMENT ON COLUMN membership.referral_budget.max_money IS 'none';
-- tenant-table: membership.referral_budget
CREATE TABLE membership.referral_spend (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  referral_id uuid NOT NULL,
  period text NOT NULL,
  money bigint NOT NULL CHECK (money >= 0),
  taken_at timestamptz NOT NULL,
  returned_at timestamptz,
  PRIMARY KEY (tenant_id, referral_id),
  FOREIGN KEY (tenant_id, referral_id) REFERENCES membership.referral (tenant_id, id),
  FOREIGN KEY (tenant_id, period) REFERENCES membership.referral_budget (tenant_id, period)
);
COMMENT ON TABLE membership.referral_spend IS 'One row is what one referral took of a budget, and when it came back.';
COMMENT ON COLUMN membership.referral_spend.tenant_id IS 'none';
COMMENT ON COLUMN membership.referral_spend.referral_id IS 'none';
COMMENT ON COLUMN membership.referral_spend.period IS 'none';
COMMENT ON COLUMN membership.referral_spend.money IS 'none';
COMMENT ON COLUMN membership.referral_spend.taken_at IS 'none';
COMMENT ON COLUMN membership.referral_spend.returned_at IS 'none';
-- tenant-table: membership.referral_spend
