-- A child's dates decide its stage. Without a guardian's yes the row cannot be: the key leads to it.
CREATE TABLE membership.child (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  siblings uuid NOT NULL,
  nickname text NOT NULL CHECK (length(nickname) <= 40),
  sex text CHECK (sex IN ('female', 'male')),
  due_on date,
  born_on date CHECK (born_on BETWEEN due_on - 126 AND due_on + 28),
  quiet_since timestamptz,
  consent bigint NOT NULL,
  consent_purpose text NOT NULL DEFAULT 'guardian' CHECK (consent_purpose = 'guardian'),
  consent_decision text NOT NULL DEFAULT 'given' CHECK (consent_decision = 'given'),
  told_stage text,
  turns_on date,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (due_on IS NOT NULL OR born_on IS NOT NULL),
  CHECK (quiet_since IS NULL OR turns_on IS NULL),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id),
  FOREIGN KEY (tenant_id, member_id, consent, id, consent_purpose, consent_decision)
    REFERENCES membership.consent_entry (tenant_id, member_id, number, child_id, purpose, decision)
);
COMMENT ON TABLE membership.child IS 'One row is one child of a member, born or expected.';
COMMENT ON COLUMN membership.child.tenant_id IS 'none';
COMMENT ON COLUMN membership.child.id IS 'none';
COMMENT ON COLUMN membership.child.member_id IS 'none';
COMMENT ON COLUMN membership.child.siblings IS 'none';
COMMENT ON COLUMN membership.child.nickname IS 'personal: telling children apart / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.child.sex IS 'personal: choosing the growth standard / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.child.due_on IS 'personal: stage and reminders of the pregnancy / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.child.born_on IS 'personal: stage, growth and reminders / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.child.quiet_since IS 'personal: not to write to a family in grief / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.child.consent IS 'none';
COMMENT ON COLUMN membership.child.consent_purpose IS 'none';
COMMENT ON COLUMN membership.child.consent_decision IS 'none';
COMMENT ON COLUMN membership.child.told_stage IS 'none';
COMMENT ON COLUMN membership.child.turns_on IS 'none';
COMMENT ON COLUMN membership.child.version IS 'none';
COMMENT ON COLUMN membership.child.added_at IS 'none';
CREATE INDEX child_by_member ON membership.child (tenant_id, member_id);
CREATE INDEX child_turning ON membership.child (tenant_id, turns_on, id) WHERE turns_on IS NOT NULL;
-- tenant-table: membership.child
