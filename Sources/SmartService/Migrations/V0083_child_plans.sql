-- What a family wants to know beforehand of one child; it agreed to it, and time deletes it.
CREATE TABLE service.child_plan (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  birth_day integer NOT NULL,
  weeks_early integer NOT NULL CHECK (weeks_early BETWEEN 0 AND 16),
  language text NOT NULL CHECK (length(language) BETWEEN 2 AND 12),
  is_told boolean NOT NULL,
  told_through integer NOT NULL,
  looked_day integer NOT NULL,
  agreed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id)
);
COMMENT ON TABLE service.child_plan IS 'One row is the plan of one child of a device; days are counted since 1970.';
COMMENT ON COLUMN service.child_plan.tenant_id IS 'none';
COMMENT ON COLUMN service.child_plan.session_id IS 'personal: keeping a plan of a device / consent / until the child is six, or until erased on request / sensitive';
COMMENT ON COLUMN service.child_plan.birth_day IS 'personal: telling what comes at which age / consent / until the child is six, or until erased on request / sensitive';
COMMENT ON COLUMN service.child_plan.weeks_early IS 'personal: counting the age of a child that was born early / consent / with the plan / sensitive';
COMMENT ON COLUMN service.child_plan.language IS 'none';
COMMENT ON COLUMN service.child_plan.is_told IS 'none';
COMMENT ON COLUMN service.child_plan.told_through IS 'none';
COMMENT ON COLUMN service.child_plan.looked_day IS 'none';
COMMENT ON COLUMN service.child_plan.agreed_at IS 'none';
CREATE INDEX child_plan_to_tell ON service.child_plan (tenant_id, looked_day) WHERE is_told;
-- tenant-table: service.child_plan
