-- What members said in talks, kept with their consent, and by what a theme was noticed in behaviour.
CREATE TABLE membership.interview (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid,
  person text NOT NULL CHECK (length(person) <= 80),
  asked_by text NOT NULL CHECK (length(asked_by) BETWEEN 1 AND 80),
  held_on date NOT NULL,
  consent text NOT NULL CHECK (length(consent) BETWEEN 1 AND 200),
  note text NOT NULL CHECK (length(note) BETWEEN 1 AND 4000),
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (member_id IS NOT NULL OR person <> ''),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.interview IS 'One row is a talk with somebody, noted with their consent.';
COMMENT ON COLUMN membership.interview.tenant_id IS 'none';
COMMENT ON COLUMN membership.interview.id IS 'none';
COMMENT ON COLUMN membership.interview.member_id IS 'personal: learning what to better / consent / until the member deletes or takes the consent back / pseudonymous';
COMMENT ON COLUMN membership.interview.person IS 'personal: learning what to better / consent / until the consent is taken back / medium';
COMMENT ON COLUMN membership.interview.asked_by IS 'none';
COMMENT ON COLUMN membership.interview.held_on IS 'none';
COMMENT ON COLUMN membership.interview.consent IS 'personal: proving the consent / consent / with the note / low';
COMMENT ON COLUMN membership.interview.note IS 'personal: learning what to better / consent / until the consent is taken back / medium';
COMMENT ON COLUMN membership.interview.noted_at IS 'none';
CREATE INDEX interview_by_member ON membership.interview (tenant_id, member_id);
-- tenant-table: membership.interview
CREATE TABLE membership.interview_theme (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  interview_id uuid NOT NULL,
  theme_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, interview_id, theme_id),
  FOREIGN KEY (tenant_id, interview_id) REFERENCES membership.interview (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, theme_id) REFERENCES membership.feedback_theme (tenant_id, id)
);
COMMENT ON TABLE membership.interview_theme IS 'One row is a theme that was heard in a talk.';
COMMENT ON COLUMN membership.interview_theme.tenant_id IS 'none';
COMMENT ON COLUMN membership.interview_theme.interview_id IS 'none';
COMMENT ON COLUMN membership.interview_theme.theme_id IS 'none';
-- tenant-table: membership.interview_theme
