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
