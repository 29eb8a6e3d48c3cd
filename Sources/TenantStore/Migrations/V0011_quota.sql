-- What a plan limits: one row per tenant, quota and window, changed by one conditional statement.
CREATE TABLE tenancy.quota_usage (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  name text NOT NULL,
  period date NOT NULL,
  used bigint NOT NULL,
  ceiling bigint NOT NULL,
  PRIMARY KEY (tenant_id, name, period),
  CHECK (used BETWEEN 0 AND ceiling)
);
COMMENT ON TABLE tenancy.quota_usage IS 'One row is what a tenant used of one quota in one window; -infinity is the window without end.';
COMMENT ON COLUMN tenancy.quota_usage.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.quota_usage.name IS 'none';
COMMENT ON COLUMN tenancy.quota_usage.period IS 'none';
COMMENT ON COLUMN tenancy.quota_usage.used IS 'none';
COMMENT ON COLUMN tenancy.quota_usage.ceiling IS 'none';
-- tenant-table: tenancy.quota_usage system
