-- The pool of a coupon is a counter with a check behind it, so that no race passes it.
CREATE TABLE membership.coupon_kind (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name jsonb NOT NULL,
  effect text NOT NULL CHECK (effect IN ('amount', 'percent', 'shipping')),
  value bigint NOT NULL CHECK (value >= 0),
  minimum bigint NOT NULL CHECK (minimum >= 0),
  most bigint CHECK (most > 0),
  claim_from timestamptz,
  claim_until timestamptz,
  valid_until timestamptz,
  valid_days integer CHECK (valid_days BETWEEN 1 AND 3660),
  pool bigint CHECK (pool > 0),
  claimed bigint NOT NULL DEFAULT 0 CHECK (claimed >= 0),
  member_limit bigint CHECK (member_limit > 0),
  stages text[] NOT NULL,
  segments text[] NOT NULL,
  needs_code boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'ended')),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  CHECK (claimed <= pool),
  CHECK (effect <> 'percent' OR value BETWEEN 1 AND 10000),
  CHECK (valid_until IS NOT NULL OR valid_days IS NOT NULL),
  CHECK (claim_from < claim_until)
);
COMMENT ON TABLE membership.coupon_kind IS 'One row is a kind of coupon; amounts are in minor units of the tenant''s currency.';
COMMENT ON COLUMN membership.coupon_kind.tenant_id IS 'none';
COMMENT ON COLUMN membership.coupon_kind.id IS 'none';
COMMENT ON COLUMN membership.coupon_kind.code IS 'none';
COMMENT ON COLUMN membership.coupon_kind.name IS 'none';
COMMENT ON COLUMN membership.coupon_kind.effect IS 'none';
COMMENT ON COLUMN membership.coupon_kind.value IS 'none';
COMMENT ON COLUMN membership.coupon_kind.minimum IS 'none';
COMMENT ON COLUMN membership.coupon_kind.most IS 'none';
COMMENT ON COLUMN membership.coupon_kind.claim_from IS 'none';
COMMENT ON COLUMN membership.coupon_kind.claim_until IS 'none';
COMMENT ON COLUMN membership.coupon_kind.valid_until IS 'none';
COMMENT ON COLUMN membership.coupon_kind.valid_days IS 'none';
COMMENT ON COLUMN membership.coupon_kind.pool IS 'none';
COMMENT ON COLUMN membership.coupon_kind.claimed IS 'none';
COMMENT ON COLUMN membership.coupon_kind.member_limit IS 'none';
COMMENT ON COLUMN membership.coupon_kind.stages IS 'none';
COMMENT ON COLUMN membership.coupon_kind.segments IS 'none';
COMMENT ON COLUMN membership.coupon_kind.needs_code IS 'none';
COMMENT ON COLUMN membership.coupon_kind.state IS 'none';
-- tenant-table: membership.coupon_kind
