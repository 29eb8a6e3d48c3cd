-- What happened to a case, by place.
CREATE TABLE service.case_step (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  case_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 1),
  event text NOT NULL CHECK (event IN ('opened', 'taken', 'moved', 'noted', 'escalated')),
  state text NOT NULL CHECK (length(state) BETWEEN 1 AND 40),
  login text CHECK (length(login) BETWEEN 1 AND 100),
  note text NOT NULL CHECK (length(note) <= 2000),
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, case_id, position),
  CHECK ((event = 'escalated') = (login IS NULL)),
  FOREIGN KEY (tenant_id, case_id) REFERENCES service.case_file (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE service.case_step IS 'One row is one thing that happened to a case.';
COMMENT ON COLUMN service.case_step.tenant_id IS 'none';
COMMENT ON COLUMN service.case_step.case_id IS 'none';
COMMENT ON COLUMN service.case_step.position IS 'none';
COMMENT ON COLUMN service.case_step.event IS 'none';
COMMENT ON COLUMN service.case_step.state IS 'none';
COMMENT ON COLUMN service.case_step.login IS 'personal: who of the staff did it / contract / with the case / low';
COMMENT ON COLUMN service.case_step.note IS 'personal: what was done for a family / contract / with the case, or until erased on request / sensitive';
COMMENT ON COLUMN service.case_step.noted_at IS 'none';
-- tenant-table: service.case_step
