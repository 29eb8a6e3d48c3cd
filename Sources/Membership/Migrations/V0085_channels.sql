-- Members are reached in WeCom too, and its groups have a name of their own there.
ALTER TABLE membership.contact
  DROP CONSTRAINT contact_channel_check,
  ADD CONSTRAINT contact_channel CHECK (channel IN ('phone', 'email', 'wechat', 'wecom'));
ALTER TABLE membership.contact_group ADD COLUMN chat text CHECK (length(chat) BETWEEN 1 AND 64);
COMMENT ON COLUMN membership.contact_group.chat IS 'none';
CREATE TABLE membership.group_message (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  grp text NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 1000),
  asked_by text NOT NULL CHECK (length(asked_by) BETWEEN 1 AND 80),
  asked_at timestamptz NOT NULL,
  handed_at timestamptz,
  outcome text CHECK (length(outcome) BETWEEN 1 AND 80),
  PRIMARY KEY (tenant_id, id),
  CHECK (outcome IS NULL OR handed_at IS NOT NULL),
  FOREIGN KEY (tenant_id, grp) REFERENCES membership.contact_group (tenant_id, code)
);
COMMENT ON TABLE membership.group_message IS 'One row is something that is said in a group chat, and what came of handing it over.';
COMMENT ON COLUMN membership.group_message.tenant_id IS 'none';
COMMENT ON COLUMN membership.group_message.id IS 'none';
COMMENT ON COLUMN membership.group_message.grp IS 'none';
COMMENT ON COLUMN membership.group_message.body IS 'none';
COMMENT ON COLUMN membership.group_message.asked_by IS 'none';
COMMENT ON COLUMN membership.group_message.asked_at IS 'none';
COMMENT ON COLUMN membership.group_message.handed_at IS 'none';
COMMENT ON COLUMN membership.group_message.outcome IS 'none';
CREATE INDEX group_message_by_group ON membership.group_message (tenant_id, grp, asked_at);
-- tenant-table: membership.group_message
