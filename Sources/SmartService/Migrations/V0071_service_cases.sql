-- Cases that a process of the merchant carries to an end; each keeps the process under which it was opened.
CREATE TABLE service.case_file (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('consultation', 'complaint', 'return', 'recall')),
  process jsonb NOT NULL CHECK (jsonb_typeof(process) = 'object'),
  state text NOT NULL CHECK (length(state) BETWEEN 1 AND 40),
  owner text CHECK (length(owner) BETWEEN 1 AND 100),
  wanted_role text CHECK (wanted_role IN ('service', 'manager', 'owner')),
  escalates_to text CHECK (escalates_to IN ('service', 'manager', 'owner')),
  subject text NOT NULL CHECK (length(subject) <= 400),
  reference text NOT NULL CHECK (length(reference) <= 80),
  conversation_id uuid,
  opened_at timestamptz NOT NULL,
  due_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK (closed_at IS NULL OR owner IS NULL),
  CHECK ((closed_at IS NULL) = (wanted_role IS NOT NULL)),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES service.conversation (tenant_id, id)
);
COMMENT ON TABLE service.case_file IS 'One row is one case of consultation, complaint, return or recall.';
COMMENT ON COLUMN service.case_file.tenant_id IS 'none';
COMMENT ON COLUMN service.case_file.id IS 'none';
COMMENT ON COLUMN service.case_file.kind IS 'none';
COMMENT ON COLUMN service.case_file.process IS 'none';
COMMENT ON COLUMN service.case_file.state IS 'none';
COMMENT ON COLUMN service.case_file.owner IS 'personal: who of the staff has it / contract / with the case / low';
COMMENT ON COLUMN service.case_file.wanted_role IS 'none';
COMMENT ON COLUMN service.case_file.escalates_to IS 'none';
COMMENT ON COLUMN service.case_file.subject IS 'personal: handling what a family wants / contract / with the talk, or until erased on request / sensitive';
COMMENT ON COLUMN service.case_file.reference IS 'none';
COMMENT ON COLUMN service.case_file.conversation_id IS 'none';
COMMENT ON COLUMN service.case_file.opened_at IS 'none';
COMMENT ON COLUMN service.case_file.due_at IS 'none';
COMMENT ON COLUMN service.case_file.escalated_at IS 'none';
COMMENT ON COLUMN service.case_file.closed_at IS 'none';
CREATE UNIQUE INDEX case_open_by_conversation ON service.case_file (tenant_id, conversation_id, kind) WHERE closed_at IS NULL;
CREATE INDEX case_due ON service.case_file (tenant_id, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX case_closed ON service.case_file (tenant_id, id) WHERE closed_at IS NOT NULL;
-- tenant-table: service.case_file
