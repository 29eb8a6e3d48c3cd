-- Money that moved for a box that does not come belongs to the member, and goes back once.
CREATE TABLE membership.subscription_refund (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  subscription_id uuid NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  attempt integer NOT NULL CHECK (attempt >= 0),
  member_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  payment_reference text NOT NULL,
  owed_at timestamptz NOT NULL,
  refunded_at timestamptz,
  refund_reference text,
  PRIMARY KEY (tenant_id, subscription_id, number, attempt),
  CHECK ((refunded_at IS NULL) = (refund_reference IS NULL)),
  FOREIGN KEY (tenant_id, subscription_id) REFERENCES membership.subscription (tenant_id, id)
);
COMMENT ON TABLE membership.subscription_refund IS 'One row is one payment of a contract that has to go back, or went back.';
COMMENT ON COLUMN membership.subscription_refund.tenant_id IS 'none';
COMMENT ON COLUMN membership.subscription_refund.subscription_id IS 'none';
COMMENT ON COLUMN membership.subscription_refund.number IS 'none';
COMMENT ON COLUMN membership.subscription_refund.attempt IS 'none';
COMMENT ON COLUMN membership.subscription_refund.member_id IS 'personal: paying back what is owed / contract / ten years, as books of account are kept / pseudonymous';
COMMENT ON COLUMN membership.subscription_refund.amount IS 'none';
COMMENT ON COLUMN membership.subscription_refund.currency IS 'none';
COMMENT ON COLUMN membership.subscription_refund.payment_reference IS 'none';
COMMENT ON COLUMN membership.subscription_refund.owed_at IS 'none';
COMMENT ON COLUMN membership.subscription_refund.refunded_at IS 'none';
COMMENT ON COLUMN membership.subscription_refund.refund_reference IS 'none';
CREATE INDEX subscription_refund_open ON membership.subscription_refund (tenant_id, owed_at) WHERE refunded_at IS NULL;
-- tenant-table: membership.subscription_refund
