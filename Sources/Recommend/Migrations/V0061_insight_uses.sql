-- For whom a report was asked for, each time.
CREATE TABLE recommend.insight_use (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  report_id uuid NOT NULL,
  brand text NOT NULL CHECK (length(brand) BETWEEN 1 AND 80),
  actor text NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, report_id) REFERENCES recommend.insight_report (tenant_id, id)
);
COMMENT ON TABLE recommend.insight_use IS 'One row is one time that a report was asked for.';
COMMENT ON COLUMN recommend.insight_use.tenant_id IS 'none';
COMMENT ON COLUMN recommend.insight_use.id IS 'none';
COMMENT ON COLUMN recommend.insight_use.report_id IS 'none';
COMMENT ON COLUMN recommend.insight_use.brand IS 'none';
COMMENT ON COLUMN recommend.insight_use.actor IS 'personal: accountability of staff / legal duty / kept; automatic erasure is not built yet / low';
COMMENT ON COLUMN recommend.insight_use.used_at IS 'none';
CREATE INDEX insight_use_by_report ON recommend.insight_use (tenant_id, report_id);
CREATE INDEX insight_use_by_time ON recommend.insight_use (tenant_id, used_at);
-- tenant-table: recommend.insight_use
