-- What a campaign says also goes out, once for each step, to who agreed to offers.
ALTER TABLE membership.campaign
  ADD COLUMN sends boolean NOT NULL DEFAULT false,
  ADD COLUMN joined_days integer CHECK (joined_days BETWEEN 1 AND 365);
COMMENT ON COLUMN membership.campaign.sends IS 'none';
COMMENT ON COLUMN membership.campaign.joined_days IS 'none';
CREATE TABLE membership.campaign_message (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  campaign text NOT NULL,
  member_id uuid NOT NULL,
  step integer NOT NULL CHECK (step BETWEEN 0 AND 5),
  handed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, campaign, member_id, step),
  FOREIGN KEY (tenant_id, campaign, member_id)
    REFERENCES membership.campaign_member (tenant_id, campaign, member_id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.campaign_message IS 'One row is one message of a campaign that was handed over for a member.';
COMMENT ON COLUMN membership.campaign_message.tenant_id IS 'none';
COMMENT ON COLUMN membership.campaign_message.campaign IS 'none';
COMMENT ON COLUMN membership.campaign_message.member_id IS 'personal: sending offers, and not too often / consent / until the member deletes / pseudonymous';
COMMENT ON COLUMN membership.campaign_message.step IS 'none';
COMMENT ON COLUMN membership.campaign_message.handed_at IS 'none';
CREATE INDEX campaign_message_by_member ON membership.campaign_message (tenant_id, member_id, handed_at);
-- tenant-table: membership.campaign_message
