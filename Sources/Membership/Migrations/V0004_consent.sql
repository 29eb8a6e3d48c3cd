-- PIPL articles 14, 15 and 31: what was agreed to, in which words, and that it can be taken back.
-- The number counts per member, because a clock may be set back.
CREATE TABLE membership.consent_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  number bigint NOT NULL CHECK (number >= 1),
  purpose text NOT NULL CHECK (purpose IN ('guardian', 'reminders', 'marketing', 'personalisation')),
  child_id uuid,
  decision text NOT NULL CHECK (decision IN ('given', 'withdrawn')),
  text_version text NOT NULL CHECK (length(text_version) BETWEEN 1 AND 40),
  actor text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, number),
  UNIQUE (tenant_id, member_id, number, child_id, purpose, decision),
  CHECK ((purpose = 'guardian') = (child_id IS NOT NULL)),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.consent_entry IS 'One row is one yes or no of a member to one purpose.';
COMMENT ON COLUMN membership.consent_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.consent_entry.member_id IS 'none';
COMMENT ON COLUMN membership.consent_entry.number IS 'none';
COMMENT ON COLUMN membership.consent_entry.purpose IS 'none';
COMMENT ON COLUMN membership.consent_entry.child_id IS 'none';
COMMENT ON COLUMN membership.consent_entry.decision IS 'personal: proving what was agreed to / legal duty / three years after the account ends / low';
COMMENT ON COLUMN membership.consent_entry.text_version IS 'none';
COMMENT ON COLUMN membership.consent_entry.actor IS 'none';
COMMENT ON COLUMN membership.consent_entry.recorded_at IS 'none';
-- tenant-table: membership.consent_entry append-only
