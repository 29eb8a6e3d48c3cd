-- A member answers a questionnaire once; another time changes the answers.
CREATE TABLE membership.survey_answer (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  survey text NOT NULL,
  member_id uuid NOT NULL,
  number integer NOT NULL,
  choice integer CHECK (choice BETWEEN 0 AND 10),
  words text NOT NULL CHECK (length(words) <= 1000),
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, survey, member_id, number),
  FOREIGN KEY (tenant_id, survey, number)
    REFERENCES membership.survey_question (tenant_id, survey, number),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.survey_answer IS 'One row is what a member answered to one question.';
COMMENT ON COLUMN membership.survey_answer.tenant_id IS 'none';
COMMENT ON COLUMN membership.survey_answer.survey IS 'none';
COMMENT ON COLUMN membership.survey_answer.member_id IS 'personal: learning what to better / consent by answering / until deleted by the member / pseudonymous';
COMMENT ON COLUMN membership.survey_answer.number IS 'none';
COMMENT ON COLUMN membership.survey_answer.choice IS 'personal: learning what to better / consent by answering / until deleted by the member / low';
COMMENT ON COLUMN membership.survey_answer.words IS 'personal: learning what to better / consent by answering / until deleted by the member / medium';
COMMENT ON COLUMN membership.survey_answer.answered_at IS 'none';
CREATE INDEX survey_answer_by_member ON membership.survey_answer (tenant_id, member_id);
-- tenant-table: membership.survey_answer
