-- What experts say of answers that were drawn by lot; it goes with the talk.
CREATE TABLE service.answer_grade (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  conversation_id uuid NOT NULL,
  position integer NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('right', 'partly', 'wrong', 'dangerous')),
  login text NOT NULL CHECK (length(login) BETWEEN 1 AND 100),
  graded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, conversation_id, position),
  FOREIGN KEY (tenant_id, conversation_id, position)
    REFERENCES service.message (tenant_id, conversation_id, position) ON DELETE CASCADE
);
COMMENT ON TABLE service.answer_grade IS 'One row is what an expert says of one answer.';
COMMENT ON COLUMN service.answer_grade.tenant_id IS 'none';
COMMENT ON COLUMN service.answer_grade.conversation_id IS 'none';
COMMENT ON COLUMN service.answer_grade.position IS 'none';
COMMENT ON COLUMN service.answer_grade.verdict IS 'none';
COMMENT ON COLUMN service.answer_grade.login IS 'personal: who of the staff graded it / contract / with the conversation / low';
COMMENT ON COLUMN service.answer_grade.graded_at IS 'none';
CREATE INDEX answer_grade_by_time ON service.answer_grade (tenant_id, graded_at);
-- tenant-table: service.answer_grade
