-- Each notice of a cycle is given once.
CREATE TABLE membership.subscription_notice (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  subscription_id uuid NOT NULL,
  number bigint NOT NULL,
  notice text NOT NULL CHECK (notice IN ('upcoming', 'charge_failed', 'last_attempt', 'unpaid', 'no_stock')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, subscription_id, number, notice),
  FOREIGN KEY (tenant_id, subscription_id, number) REFERENCES membership.subscription_cycle (tenant_id, subscription_id, number)
);
COMMENT ON TABLE membership.subscription_notice IS 'One row is something that a member was told about a cycle.';
COMMENT ON COLUMN membership.subscription_notice.tenant_id IS 'none';
COMMENT ON COLUMN membership.subscription_notice.subscription_id IS 'none';
COMMENT ON COLUMN membership.subscription_notice.number IS 'none';
COMMENT ON COLUMN membership.subscription_notice.notice IS 'none';
COMMENT ON COLUMN membership.subscription_notice.created_at IS 'none';
-- tenant-table: membership.subscription_notice append-only
