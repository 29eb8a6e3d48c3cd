-- What is expected to be sold, as it was worked out after a week: a run is a version, and the last few stay.
CREATE TABLE recommend.forecast_run (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  version integer NOT NULL CHECK (version >= 1),
  last_week integer NOT NULL,
  horizon integer NOT NULL CHECK (horizon BETWEEN 1 AND 52),
  series integer NOT NULL CHECK (series >= 0),
  report jsonb NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);
COMMENT ON TABLE recommend.forecast_run IS 'One row is one reckoning of demand; weeks are numbered from the Monday 1969-12-29 on.';
COMMENT ON COLUMN recommend.forecast_run.tenant_id IS 'none';
COMMENT ON COLUMN recommend.forecast_run.version IS 'none';
COMMENT ON COLUMN recommend.forecast_run.last_week IS 'none';
COMMENT ON COLUMN recommend.forecast_run.horizon IS 'none';
COMMENT ON COLUMN recommend.forecast_run.series IS 'none';
COMMENT ON COLUMN recommend.forecast_run.report IS 'none';
COMMENT ON COLUMN recommend.forecast_run.made_at IS 'none';
-- tenant-table: recommend.forecast_run

CREATE TABLE recommend.forecast_series (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  version integer NOT NULL,
  article text NOT NULL CHECK (length(article) BETWEEN 1 AND 80),
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 80),
  category text NOT NULL CHECK (length(category) <= 80),
  expected double precision NOT NULL CHECK (expected >= 0),
  history integer[] NOT NULL,
  means double precision[] NOT NULL,
  quantiles integer[] NOT NULL,
  PRIMARY KEY (tenant_id, version, article, place),
  FOREIGN KEY (tenant_id, version) REFERENCES recommend.forecast_run (tenant_id, version)
);
COMMENT ON TABLE recommend.forecast_series IS 'One row is the demand of an article at a place, per week; quantiles are the levels of a week after each other.';
COMMENT ON COLUMN recommend.forecast_series.tenant_id IS 'none';
COMMENT ON COLUMN recommend.forecast_series.version IS 'none';
COMMENT ON COLUMN recommend.forecast_series.article IS 'none';
COMMENT ON COLUMN recommend.forecast_series.place IS 'none';
COMMENT ON COLUMN recommend.forecast_series.category IS 'none';
COMMENT ON COLUMN recommend.forecast_series.expected IS 'none';
COMMENT ON COLUMN recommend.forecast_series.history IS 'none';
COMMENT ON COLUMN recommend.forecast_series.means IS 'none';
COMMENT ON COLUMN recommend.forecast_series.quantiles IS 'none';
CREATE INDEX forecast_series_by_amount ON recommend.forecast_series (tenant_id, version, (-expected), article, place);
-- tenant-table: recommend.forecast_series
