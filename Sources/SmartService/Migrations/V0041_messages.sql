-- What is said in a talk, by place; notes are for the staff alone.
CREATE TABLE service.message (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  conversation_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 1),
  author text NOT NULL CHECK (author IN ('customer', 'bot', 'agent', 'note')),
  login text CHECK (length(login) BETWEEN 1 AND 100),
  body text NOT NULL CHECK (length(body) <= 4000),
  payload jsonb NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, conversation_id, position),
  CHECK ((author IN ('agent', 'note')) = (login IS NOT NULL)),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES service.conversation (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE service.message IS 'One row is one message of a talk.';
COMMENT ON COLUMN service.message.tenant_id IS 'none';
COMMENT ON COLUMN service.message.conversation_id IS 'none';
COMMENT ON COLUMN service.message.position IS 'none';
COMMENT ON COLUMN service.message.author IS 'none';
COMMENT ON COLUMN service.message.login IS 'personal: who of the staff wrote it / contract / with the conversation / low';
COMMENT ON COLUMN service.message.body IS 'personal: answering what a family asks, perhaps of a child''s health / consent / until erased on request / sensitive';
COMMENT ON COLUMN service.message.payload IS 'none';
COMMENT ON COLUMN service.message.written_at IS 'none';
-- tenant-table: service.message
