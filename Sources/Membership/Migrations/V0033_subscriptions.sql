-- The contract says what recurs; a day is a civil day of the tenant and its number of days since 1970.
CREATE TABLE membership.subscription (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  child_id uuid,
  plan text NOT NULL,
  state text NOT NULL CHECK (state IN ('active', 'paused', 'past_due', 'cancelled', 'ended')),
  unit text NOT NULL CHECK (unit IN ('week', 'month')),
  every integer NOT NULL CHECK (every BETWEEN 1 AND 12),
  price bigint NOT NULL CHECK (price >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  prepaid integer CHECK (prepaid BETWEEN 2 AND 60),
  boxes_left integer NOT NULL CHECK (boxes_left >= 0),
  renews boolean NOT NULL,
  anchor_day integer NOT NULL,
  next_slot integer NOT NULL CHECK (next_slot >= 0),
  cycles bigint NOT NULL DEFAULT 0,
  address text NOT NULL CHECK (length(address) BETWEEN 1 AND 500),
  cancel_reason text,
  changes bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE membership.subscription IS 'One row is one contract for recurring boxes; the price is in minor units.';
COMMENT ON COLUMN membership.subscription.tenant_id IS 'none';
COMMENT ON COLUMN membership.subscription.id IS 'none';
COMMENT ON COLUMN membership.subscription.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.subscription.child_id IS 'personal: choosing the box by the age of the child / contract / with the contract / high';
COMMENT ON COLUMN membership.subscription.plan IS 'none';
COMMENT ON COLUMN membership.subscription.state IS 'none';
COMMENT ON COLUMN membership.subscription.unit IS 'none';
COMMENT ON COLUMN membership.subscription.every IS 'none';
COMMENT ON COLUMN membership.subscription.price IS 'none';
COMMENT ON COLUMN membership.subscription.currency IS 'none';
COMMENT ON COLUMN membership.subscription.prepaid IS 'none';
COMMENT ON COLUMN membership.subscription.boxes_left IS 'none';
COMMENT ON COLUMN membership.subscription.renews IS 'none';
COMMENT ON COLUMN membership.subscription.anchor_day IS 'none';
COMMENT ON COLUMN membership.subscription.next_slot IS 'none';
COMMENT ON COLUMN membership.subscription.cycles IS 'none';
COMMENT ON COLUMN membership.subscription.address IS 'personal: sending boxes / contract / until the contract has ended; automatic erasure is not built yet / medium';
COMMENT ON COLUMN membership.subscription.cancel_reason IS 'none';
COMMENT ON COLUMN membership.subscription.changes IS 'none';
COMMENT ON COLUMN membership.subscription.created_at IS 'none';
CREATE INDEX subscription_by_member ON membership.subscription (tenant_id, member_id);
CREATE INDEX subscription_open ON membership.subscription (tenant_id, id) WHERE state = 'active';
-- tenant-table: membership.subscription
