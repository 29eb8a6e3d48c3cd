-- One charge for each cycle is the primary key of the cycle itself; the provider gets a key for each attempt.
CREATE TABLE membership.subscription_cycle (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  subscription_id uuid NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  slot integer NOT NULL CHECK (slot >= 0),
  due_day integer NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'no_stock', 'charging', 'retrying', 'paid', 'skipped', 'unpaid', 'dropped')),
  amount bigint NOT NULL CHECK (amount >= 0),
  box text NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_day integer,
  asked_at timestamptz,
  reference text,
  PRIMARY KEY (tenant_id, subscription_id, number),
  UNIQUE (tenant_id, subscription_id, slot),
  FOREIGN KEY (tenant_id, subscription_id) REFERENCES membership.subscription (tenant_id, id)
);
COMMENT ON TABLE membership.subscription_cycle IS 'One row is one box of a contract, from its planning to its end.';
COMMENT ON COLUMN membership.subscription_cycle.tenant_id IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.subscription_id IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.number IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.slot IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.due_day IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.state IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.amount IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.box IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.attempts IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.next_day IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.asked_at IS 'none';
COMMENT ON COLUMN membership.subscription_cycle.reference IS 'none';
CREATE INDEX subscription_cycle_due ON membership.subscription_cycle (tenant_id, next_day, subscription_id) WHERE next_day IS NOT NULL;
-- tenant-table: membership.subscription_cycle
CREATE TABLE membership.subscription_attempt (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  subscription_id uuid NOT NULL,
  number bigint NOT NULL,
  attempt integer NOT NULL CHECK (attempt > 0),
  event text NOT NULL CHECK (event IN ('asked', 'paid', 'declined', 'refused', 'unknown', 'not_found')),
  detail text NOT NULL,
  created_at timestamptz NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (tenant_id, subscription_id, number, id),
  FOREIGN KEY (tenant_id, subscription_id, number) REFERENCES membership.subscription_cycle (tenant_id, subscription_id, number)
);
COMMENT ON TABLE membership.subscription_attempt IS 'One row is what came of asking the provider once.';
COMMENT ON COLUMN membership.subscription_attempt.tenant_id IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.subscription_id IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.number IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.attempt IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.event IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.detail IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.created_at IS 'none';
COMMENT ON COLUMN membership.subscription_attempt.id IS 'none';
-- tenant-table: membership.subscription_attempt append-only
