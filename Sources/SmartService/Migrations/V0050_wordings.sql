-- What a language model made of an answer of the service; a call is claimed before it is made.
CREATE TABLE service.wording (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  conversation_id uuid NOT NULL,
  position integer NOT NULL,
  model text NOT NULL CHECK (length(model) BETWEEN 1 AND 200),
  outcome text NOT NULL CHECK (outcome IN ('asked', 'served', 'refused', 'failed')),
  problem text CHECK (length(problem) BETWEEN 1 AND 40),
  body text CHECK (length(body) <= 9000),
  asked_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, conversation_id, position),
  CHECK ((outcome = 'served') = (body IS NOT NULL)),
  CHECK ((outcome = 'refused') = (problem IS NOT NULL)),
  CHECK ((outcome = 'asked') = (ended_at IS NULL)),
  FOREIGN KEY (tenant_id, conversation_id, position)
    REFERENCES service.message (tenant_id, conversation_id, position) ON DELETE CASCADE
);
COMMENT ON TABLE service.wording IS 'One row is one call of a language model for one answer.';
COMMENT ON COLUMN service.wording.tenant_id IS 'none';
COMMENT ON COLUMN service.wording.conversation_id IS 'none';
COMMENT ON COLUMN service.wording.position IS 'none';
COMMENT ON COLUMN service.wording.model IS 'none';
COMMENT ON COLUMN service.wording.outcome IS 'none';
COMMENT ON COLUMN service.wording.problem IS 'none';
COMMENT ON COLUMN service.wording.body IS 'none';
COMMENT ON COLUMN service.wording.asked_at IS 'none';
COMMENT ON COLUMN service.wording.ended_at IS 'none';
CREATE INDEX wording_by_time ON service.wording (tenant_id, asked_at);
-- tenant-table: service.wording
