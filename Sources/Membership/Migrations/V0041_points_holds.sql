-- An order that points paid wholly goes back by a refund of nothing; what points pay is kept as agreed on.
ALTER TABLE membership.order_refund DROP CONSTRAINT order_refund_amount_check;
ALTER TABLE membership.order_refund ADD CONSTRAINT order_refund_amount_check CHECK (amount >= 0);
CREATE TABLE membership.points_hold (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  member_id uuid NOT NULL,
  points bigint NOT NULL CHECK (points > 0),
  money bigint NOT NULL CHECK (money > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, order_id)
);
COMMENT ON TABLE membership.points_hold IS 'One row is what points pay of one order, in minor units, as it was agreed on.';
COMMENT ON COLUMN membership.points_hold.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_hold.order_id IS 'none';
COMMENT ON COLUMN membership.points_hold.member_id IS 'personal: keeping what a member holds / contract / as long as the membership / pseudonymous';
COMMENT ON COLUMN membership.points_hold.points IS 'none';
COMMENT ON COLUMN membership.points_hold.money IS 'none';
COMMENT ON COLUMN membership.points_hold.currency IS 'none';
COMMENT ON COLUMN membership.points_hold.created_at IS 'none';
-- tenant-table: membership.points_hold append-only
