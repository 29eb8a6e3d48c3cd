-- Up to when the slots of each schedule are dealt with, so that each is taken once.
CREATE TABLE tenancy.job_schedule (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  considered_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
COMMENT ON TABLE tenancy.job_schedule IS 'One row is one schedule and up to when its slots are dealt with.';
COMMENT ON COLUMN tenancy.job_schedule.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.job_schedule.name IS 'none';
COMMENT ON COLUMN tenancy.job_schedule.considered_until IS 'none';
-- tenant-table: tenancy.job_schedule
