-- Doses that a child got; which are due follows from them, the birth date and the national programme.
CREATE TABLE membership.vaccination (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  vaccine text NOT NULL CHECK (length(vaccine) BETWEEN 1 AND 20),
  dose integer NOT NULL CHECK (dose BETWEEN 1 AND 9),
  given_on date NOT NULL,
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, child_id, vaccine, dose),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.vaccination IS 'One row is one dose that a child got.';
COMMENT ON COLUMN membership.vaccination.tenant_id IS 'none';
COMMENT ON COLUMN membership.vaccination.child_id IS 'none';
COMMENT ON COLUMN membership.vaccination.vaccine IS 'personal: the vaccination calendar / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.vaccination.dose IS 'none';
COMMENT ON COLUMN membership.vaccination.given_on IS 'personal: the vaccination calendar / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.vaccination.noted_at IS 'none';
-- tenant-table: membership.vaccination
