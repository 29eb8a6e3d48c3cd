-- A paid term and a periodic gift each count once by their key.
CREATE TABLE membership.paid_term (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 120),
  member_id uuid NOT NULL,
  plan text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (tenant_id, key),
  CHECK (starts_at < ends_at)
);
COMMENT ON TABLE membership.paid_term IS 'One row is a span of paid membership.';
COMMENT ON COLUMN membership.paid_term.tenant_id IS 'none';
COMMENT ON COLUMN membership.paid_term.key IS 'none';
COMMENT ON COLUMN membership.paid_term.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.paid_term.plan IS 'none';
COMMENT ON COLUMN membership.paid_term.starts_at IS 'none';
COMMENT ON COLUMN membership.paid_term.ends_at IS 'none';
COMMENT ON COLUMN membership.paid_term.amount IS 'none';
CREATE INDEX paid_term_by_member ON membership.paid_term (tenant_id, member_id, ends_at);
-- tenant-table: membership.paid_term
CREATE TABLE membership.benefit_use (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  benefit text NOT NULL CHECK (length(benefit) BETWEEN 1 AND 80),
  period text NOT NULL,
  key text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, benefit, period, key)
);
COMMENT ON TABLE membership.benefit_use IS 'One row is a benefit that was given to a member in a period: a monthly coupon, a birthday gift, a free return.';
COMMENT ON COLUMN membership.benefit_use.tenant_id IS 'none';
COMMENT ON COLUMN membership.benefit_use.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.benefit_use.benefit IS 'none';
COMMENT ON COLUMN membership.benefit_use.period IS 'none';
COMMENT ON COLUMN membership.benefit_use.key IS 'none';
COMMENT ON COLUMN membership.benefit_use.created_at IS 'none';
-- tenant-table: membership.benefit_use append-only
CREATE TABLE membership.benefit_count (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  benefit text NOT NULL,
  period text NOT NULL,
  used bigint NOT NULL CHECK (used > 0),
  allowed bigint NOT NULL,
  PRIMARY KEY (tenant_id, member_id, benefit, period),
  CHECK (used <= allowed)
);
COMMENT ON TABLE membership.benefit_count IS 'One row is how often a member has used a limited benefit in a period.';
COMMENT ON COLUMN membership.benefit_count.tenant_id IS 'none';
COMMENT ON COLUMN membership.benefit_count.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.benefit_count.benefit IS 'none';
COMMENT ON COLUMN membership.benefit_count.period IS 'none';
COMMENT ON COLUMN membership.benefit_count.used IS 'none';
COMMENT ON COLUMN membership.benefit_count.allowed IS 'none';
-- tenant-table: membership.benefit_count
