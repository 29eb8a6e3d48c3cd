-- A theme is tied to the friction by which it shows, so that a release can be judged by what became of it.
CREATE TABLE membership.theme_signal (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  theme_id uuid NOT NULL,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 120),
  PRIMARY KEY (tenant_id, theme_id, kind, subject),
  FOREIGN KEY (tenant_id, theme_id) REFERENCES membership.feedback_theme (tenant_id, id)
);
COMMENT ON TABLE membership.theme_signal IS 'One row is a sign of friction by which a theme shows.';
COMMENT ON COLUMN membership.theme_signal.tenant_id IS 'none';
COMMENT ON COLUMN membership.theme_signal.theme_id IS 'none';
COMMENT ON COLUMN membership.theme_signal.kind IS 'none';
COMMENT ON COLUMN membership.theme_signal.subject IS 'none';
-- tenant-table: membership.theme_signal
