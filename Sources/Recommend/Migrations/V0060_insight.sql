-- What the reports of a year cost the privacy of the people in them, in millionths of rho.
CREATE TABLE recommend.insight_budget (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  year integer NOT NULL CHECK (year BETWEEN 1 AND 9999),
  spent bigint NOT NULL CHECK (spent >= 0),
  PRIMARY KEY (tenant_id, year)
);
COMMENT ON TABLE recommend.insight_budget IS 'One row is what was spent in a year of the tenant''s calendar.';
COMMENT ON COLUMN recommend.insight_budget.tenant_id IS 'none';
COMMENT ON COLUMN recommend.insight_budget.year IS 'none';
COMMENT ON COLUMN recommend.insight_budget.spent IS 'none';
-- tenant-table: recommend.insight_budget

-- A question is paid for once; months count from the year 0 on. No content: too few people.
CREATE TABLE recommend.insight_report (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('cohorts', 'trends')),
  first_month integer NOT NULL CHECK (first_month > 0),
  last_month integer NOT NULL CHECK (last_month >= first_month),
  cost bigint NOT NULL CHECK (cost > 0),
  cap integer NOT NULL CHECK (cap BETWEEN 1 AND 200),
  content jsonb,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind, first_month, last_month, cost, cap)
);
COMMENT ON TABLE recommend.insight_report IS 'One row is a table of counts with noise, as it may be given away.';
COMMENT ON COLUMN recommend.insight_report.tenant_id IS 'none';
COMMENT ON COLUMN recommend.insight_report.id IS 'none';
COMMENT ON COLUMN recommend.insight_report.kind IS 'none';
COMMENT ON COLUMN recommend.insight_report.first_month IS 'none';
COMMENT ON COLUMN recommend.insight_report.last_month IS 'none';
COMMENT ON COLUMN recommend.insight_report.cost IS 'none';
COMMENT ON COLUMN recommend.insight_report.cap IS 'none';
COMMENT ON COLUMN recommend.insight_report.content IS 'none';
COMMENT ON COLUMN recommend.insight_report.made_at IS 'none';
-- tenant-table: recommend.insight_report
