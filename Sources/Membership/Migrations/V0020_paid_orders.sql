-- What an order gives and what a refund takes back is counted from these facts alone.
CREATE TABLE membership.paid_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  member_id uuid NOT NULL,
  paid bigint NOT NULL CHECK (paid >= 0),
  refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  paid_at timestamptz NOT NULL,
  return_ends timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, order_id),
  CHECK (refunded <= paid)
);
COMMENT ON TABLE membership.paid_order IS 'One row is one order that a member paid; amounts are in minor units of its currency.';
COMMENT ON COLUMN membership.paid_order.tenant_id IS 'none';
COMMENT ON COLUMN membership.paid_order.order_id IS 'none';
COMMENT ON COLUMN membership.paid_order.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.paid_order.paid IS 'none';
COMMENT ON COLUMN membership.paid_order.refunded IS 'none';
COMMENT ON COLUMN membership.paid_order.currency IS 'none';
COMMENT ON COLUMN membership.paid_order.paid_at IS 'none';
COMMENT ON COLUMN membership.paid_order.return_ends IS 'none';
CREATE INDEX paid_order_by_member ON membership.paid_order (tenant_id, member_id, paid_at);
-- tenant-table: membership.paid_order
CREATE TABLE membership.order_refund (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  refund_id uuid NOT NULL,
  order_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, refund_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES membership.paid_order (tenant_id, order_id)
);
COMMENT ON TABLE membership.order_refund IS 'One row is one refund of a paid order.';
COMMENT ON COLUMN membership.order_refund.tenant_id IS 'none';
COMMENT ON COLUMN membership.order_refund.refund_id IS 'none';
COMMENT ON COLUMN membership.order_refund.order_id IS 'none';
COMMENT ON COLUMN membership.order_refund.amount IS 'none';
COMMENT ON COLUMN membership.order_refund.created_at IS 'none';
CREATE INDEX order_refund_by_order ON membership.order_refund (tenant_id, order_id);
-- tenant-table: membership.order_refund append-only
