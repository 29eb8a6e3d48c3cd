-- A conversation waits for a person once at a time.
CREATE TABLE service.hand_off (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN ('asked', 'complaint', 'unsure', 'red_flag', 'picture')),
  priority integer NOT NULL CHECK (priority BETWEEN 0 AND 9),
  summary text NOT NULL CHECK (length(summary) <= 1000),
  asked_at timestamptz NOT NULL,
  due_at timestamptz,
  answered_at timestamptz,
  overdue_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES service.conversation (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE service.hand_off IS 'One row is one time that a talk was given to people.';
COMMENT ON COLUMN service.hand_off.tenant_id IS 'none';
COMMENT ON COLUMN service.hand_off.id IS 'none';
COMMENT ON COLUMN service.hand_off.conversation_id IS 'none';
COMMENT ON COLUMN service.hand_off.reason IS 'none';
COMMENT ON COLUMN service.hand_off.priority IS 'none';
COMMENT ON COLUMN service.hand_off.summary IS 'personal: what whoever answers has to know / consent / with the conversation / sensitive';
COMMENT ON COLUMN service.hand_off.asked_at IS 'none';
COMMENT ON COLUMN service.hand_off.due_at IS 'none';
COMMENT ON COLUMN service.hand_off.answered_at IS 'none';
COMMENT ON COLUMN service.hand_off.overdue_at IS 'none';
COMMENT ON COLUMN service.hand_off.ended_at IS 'none';
CREATE UNIQUE INDEX hand_off_open ON service.hand_off (tenant_id, conversation_id) WHERE ended_at IS NULL;
CREATE INDEX hand_off_waiting ON service.hand_off (tenant_id, due_at, id) WHERE answered_at IS NULL AND ended_at IS NULL;
-- tenant-table: service.hand_off
