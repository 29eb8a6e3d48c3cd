-- Budgets are counters in the row with a check behind them, so that no race passes a limit.
CREATE TABLE storefront.promotion (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  name jsonb NOT NULL,
  stacking_group text NOT NULL CHECK (length(stacking_group) <= 80),
  priority integer NOT NULL CHECK (priority BETWEEN 0 AND 1000000),
  state text NOT NULL CHECK (state IN ('draft', 'active', 'ended')),
  starts_at timestamptz,
  ends_at timestamptz,
  needs_code boolean NOT NULL,
  terms jsonb NOT NULL,
  uses_limit bigint CHECK (uses_limit > 0),
  uses bigint NOT NULL DEFAULT 0 CHECK (uses >= 0),
  money_limit bigint CHECK (money_limit > 0),
  money_spent bigint NOT NULL DEFAULT 0 CHECK (money_spent >= 0),
  pieces_limit bigint CHECK (pieces_limit > 0),
  pieces_sold bigint NOT NULL DEFAULT 0 CHECK (pieces_sold >= 0),
  person_limit bigint CHECK (person_limit > 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  CHECK (starts_at < ends_at),
  CHECK (uses <= uses_limit),
  CHECK (money_spent <= money_limit),
  CHECK (pieces_sold <= pieces_limit)
);
COMMENT ON TABLE storefront.promotion IS 'One row is one promotion; amounts are in minor units of the tenant''s currency.';
COMMENT ON COLUMN storefront.promotion.tenant_id IS 'none';
COMMENT ON COLUMN storefront.promotion.id IS 'none';
COMMENT ON COLUMN storefront.promotion.code IS 'none';
COMMENT ON COLUMN storefront.promotion.name IS 'none';
COMMENT ON COLUMN storefront.promotion.stacking_group IS 'none';
COMMENT ON COLUMN storefront.promotion.priority IS 'none';
COMMENT ON COLUMN storefront.promotion.state IS 'none';
COMMENT ON COLUMN storefront.promotion.starts_at IS 'none';
COMMENT ON COLUMN storefront.promotion.ends_at IS 'none';
COMMENT ON COLUMN storefront.promotion.needs_code IS 'none';
COMMENT ON COLUMN storefront.promotion.terms IS 'none';
COMMENT ON COLUMN storefront.promotion.uses_limit IS 'none';
COMMENT ON COLUMN storefront.promotion.uses IS 'none';
COMMENT ON COLUMN storefront.promotion.money_limit IS 'none';
COMMENT ON COLUMN storefront.promotion.money_spent IS 'none';
COMMENT ON COLUMN storefront.promotion.pieces_limit IS 'none';
COMMENT ON COLUMN storefront.promotion.pieces_sold IS 'none';
COMMENT ON COLUMN storefront.promotion.person_limit IS 'none';
COMMENT ON COLUMN storefront.promotion.created_at IS 'none';
COMMENT ON COLUMN storefront.promotion.updated_at IS 'none';
-- tenant-table: storefront.promotion
