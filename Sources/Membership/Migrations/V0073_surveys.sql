-- Questions of the merchant's own, when they are asked, and what members answered.
CREATE TABLE membership.survey (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
  asked_after text NOT NULL CHECK (asked_after IN ('order', 'stage', 'joining')),
  stage text,
  after_days integer NOT NULL CHECK (after_days BETWEEN 0 AND 365),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, code),
  CHECK ((asked_after = 'stage') = (stage IS NOT NULL))
);
COMMENT ON TABLE membership.survey IS 'One row is a questionnaire of the merchant.';
COMMENT ON COLUMN membership.survey.tenant_id IS 'none';
COMMENT ON COLUMN membership.survey.code IS 'none';
COMMENT ON COLUMN membership.survey.title IS 'none';
COMMENT ON COLUMN membership.survey.asked_after IS 'none';
COMMENT ON COLUMN membership.survey.stage IS 'none';
COMMENT ON COLUMN membership.survey.after_days IS 'none';
COMMENT ON COLUMN membership.survey.started_at IS 'none';
COMMENT ON COLUMN membership.survey.ended_at IS 'none';
-- tenant-table: membership.survey
CREATE TABLE membership.survey_question (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  survey text NOT NULL,
  number integer NOT NULL CHECK (number BETWEEN 1 AND 5),
  kind text NOT NULL CHECK (kind IN ('choice', 'scale', 'words')),
  words text NOT NULL CHECK (length(words) BETWEEN 1 AND 200),
  options text[] NOT NULL,
  PRIMARY KEY (tenant_id, survey, number),
  FOREIGN KEY (tenant_id, survey) REFERENCES membership.survey (tenant_id, code)
);
COMMENT ON TABLE membership.survey_question IS 'One row is one question of a questionnaire.';
COMMENT ON COLUMN membership.survey_question.tenant_id IS 'none';
COMMENT ON COLUMN membership.survey_question.survey IS 'none';
COMMENT ON COLUMN membership.survey_question.number IS 'none';
COMMENT ON COLUMN membership.survey_question.kind IS 'none';
COMMENT ON COLUMN membership.survey_question.words IS 'none';
COMMENT ON COLUMN membership.survey_question.options IS 'none';
-- tenant-table: membership.survey_question append-only
