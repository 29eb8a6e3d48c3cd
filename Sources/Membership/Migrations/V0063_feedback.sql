-- What members think, asked seldom and answered freely; what the shop makes of it.
CREATE TABLE membership.feedback (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  score integer NOT NULL CHECK (score BETWEEN 0 AND 10),
  reasons text[] NOT NULL,
  comment text NOT NULL CHECK (length(comment) <= 1000),
  given_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.feedback IS 'One row is how likely a member recommends the shop, 0 to 10, and why.';
COMMENT ON COLUMN membership.feedback.tenant_id IS 'none';
COMMENT ON COLUMN membership.feedback.id IS 'none';
COMMENT ON COLUMN membership.feedback.member_id IS 'personal: learning what to better / consent by answering / until deleted by the member / pseudonymous';
COMMENT ON COLUMN membership.feedback.score IS 'none';
COMMENT ON COLUMN membership.feedback.reasons IS 'none';
COMMENT ON COLUMN membership.feedback.comment IS 'personal: learning what to better / consent by answering / until deleted by the member / medium';
COMMENT ON COLUMN membership.feedback.given_at IS 'none';
CREATE INDEX feedback_by_member ON membership.feedback (tenant_id, member_id, given_at);
CREATE INDEX feedback_by_time ON membership.feedback (tenant_id, given_at);
-- tenant-table: membership.feedback
CREATE TABLE membership.feedback_theme (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  source text NOT NULL CHECK (source IN ('survey', 'interview', 'behaviour')),
  note text NOT NULL CHECK (length(note) <= 2000),
  answered_in text CHECK (length(answered_in) BETWEEN 1 AND 80),
  opened_at timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK ((answered_in IS NULL) = (answered_at IS NULL))
);
COMMENT ON TABLE membership.feedback_theme IS 'One row is a theme of what members say, and the release that answered it.';
COMMENT ON COLUMN membership.feedback_theme.tenant_id IS 'none';
COMMENT ON COLUMN membership.feedback_theme.id IS 'none';
COMMENT ON COLUMN membership.feedback_theme.title IS 'none';
COMMENT ON COLUMN membership.feedback_theme.source IS 'none';
COMMENT ON COLUMN membership.feedback_theme.note IS 'none';
COMMENT ON COLUMN membership.feedback_theme.answered_in IS 'none';
COMMENT ON COLUMN membership.feedback_theme.opened_at IS 'none';
COMMENT ON COLUMN membership.feedback_theme.answered_at IS 'none';
-- tenant-table: membership.feedback_theme
