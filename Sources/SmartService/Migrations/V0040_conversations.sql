-- Talks of customers: one open at a time for each session; what is resolved never opens again.
CREATE TABLE service.conversation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('bot', 'queued', 'person', 'resolved')),
  owner text CHECK (length(owner) BETWEEN 1 AND 100),
  locale text NOT NULL CHECK (length(locale) <= 35),
  message_count integer NOT NULL DEFAULT 0 CHECK (message_count >= 0),
  rating integer CHECK (rating BETWEEN 1 AND 5),
  rated_at timestamptz,
  opened_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  resolved_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'person') = (owner IS NOT NULL)),
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  CHECK ((rating IS NULL) = (rated_at IS NULL))
);
COMMENT ON TABLE service.conversation IS 'One row is one talk of a visitor''s session with the shop.';
COMMENT ON COLUMN service.conversation.tenant_id IS 'none';
COMMENT ON COLUMN service.conversation.id IS 'none';
COMMENT ON COLUMN service.conversation.session_id IS 'personal: keeping the talk of a device / contract / until erased on request / pseudonymous';
COMMENT ON COLUMN service.conversation.state IS 'none';
COMMENT ON COLUMN service.conversation.owner IS 'personal: who of the staff answers / contract / with the conversation / low';
COMMENT ON COLUMN service.conversation.locale IS 'none';
COMMENT ON COLUMN service.conversation.message_count IS 'none';
COMMENT ON COLUMN service.conversation.rating IS 'none';
COMMENT ON COLUMN service.conversation.rated_at IS 'none';
COMMENT ON COLUMN service.conversation.opened_at IS 'none';
COMMENT ON COLUMN service.conversation.updated_at IS 'none';
COMMENT ON COLUMN service.conversation.resolved_at IS 'none';
CREATE UNIQUE INDEX conversation_open_by_session ON service.conversation (tenant_id, session_id) WHERE state <> 'resolved';
CREATE INDEX conversation_by_state ON service.conversation (tenant_id, state, id);
-- tenant-table: service.conversation

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
