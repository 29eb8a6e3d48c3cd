-- What a family is reminded of: planned once for each thing, sent once, and gone with the child.
CREATE TABLE membership.reminder (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  topic text NOT NULL CHECK (length(topic) BETWEEN 1 AND 60),
  kind text NOT NULL CHECK (kind IN ('prenatal_check', 'vaccination', 'size_change')),
  due_on date NOT NULL,
  send_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'sent', 'done', 'expired')),
  sent_at timestamptz,
  snoozes integer NOT NULL DEFAULT 0 CHECK (snoozes BETWEEN 0 AND 5),
  PRIMARY KEY (tenant_id, child_id, topic),
  CHECK (state <> 'sent' OR sent_at IS NOT NULL),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.reminder IS 'One row is one thing that a family is reminded of.';
COMMENT ON COLUMN membership.reminder.tenant_id IS 'none';
COMMENT ON COLUMN membership.reminder.child_id IS 'none';
COMMENT ON COLUMN membership.reminder.topic IS 'personal: reminding of checks, vaccinations and sizes / consent / until consent is withdrawn / high';
COMMENT ON COLUMN membership.reminder.kind IS 'none';
COMMENT ON COLUMN membership.reminder.due_on IS 'personal: reminding of checks, vaccinations and sizes / consent / until consent is withdrawn / high';
COMMENT ON COLUMN membership.reminder.send_at IS 'none';
COMMENT ON COLUMN membership.reminder.state IS 'none';
COMMENT ON COLUMN membership.reminder.sent_at IS 'none';
COMMENT ON COLUMN membership.reminder.snoozes IS 'none';
CREATE INDEX reminder_to_send ON membership.reminder (tenant_id, send_at, child_id) WHERE state = 'planned';
CREATE INDEX reminder_sent ON membership.reminder (tenant_id, sent_at) WHERE sent_at IS NOT NULL;
-- tenant-table: membership.reminder
