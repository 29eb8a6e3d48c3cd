-- A campaign reaches part of a segment; the rest is held out, so that its effect can be told from chance.
CREATE TABLE membership.campaign (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  stage text,
  tag text,
  level integer CHECK (level BETWEEN 0 AND 19),
  habit text CHECK (habit IN ('never', 'active', 'lapsed')),
  coupon text,
  message text NOT NULL CHECK (length(message) <= 300),
  holdout_percent integer NOT NULL CHECK (holdout_percent BETWEEN 0 AND 90),
  window_days integer NOT NULL CHECK (window_days BETWEEN 1 AND 90),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, code)
);
COMMENT ON TABLE membership.campaign IS 'One row is one campaign to the members of a segment.';
COMMENT ON COLUMN membership.campaign.tenant_id IS 'none';
COMMENT ON COLUMN membership.campaign.code IS 'none';
COMMENT ON COLUMN membership.campaign.name IS 'none';
COMMENT ON COLUMN membership.campaign.stage IS 'none';
COMMENT ON COLUMN membership.campaign.tag IS 'none';
COMMENT ON COLUMN membership.campaign.level IS 'none';
COMMENT ON COLUMN membership.campaign.habit IS 'none';
COMMENT ON COLUMN membership.campaign.coupon IS 'none';
COMMENT ON COLUMN membership.campaign.message IS 'none';
COMMENT ON COLUMN membership.campaign.holdout_percent IS 'none';
COMMENT ON COLUMN membership.campaign.window_days IS 'none';
COMMENT ON COLUMN membership.campaign.started_at IS 'none';
COMMENT ON COLUMN membership.campaign.ended_at IS 'none';
-- tenant-table: membership.campaign
CREATE TABLE membership.campaign_member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  campaign text NOT NULL,
  member_id uuid NOT NULL,
  arm text NOT NULL CHECK (arm IN ('reached', 'held_out')),
  enrolled_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, campaign, member_id),
  FOREIGN KEY (tenant_id, campaign) REFERENCES membership.campaign (tenant_id, code),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.campaign_member IS 'One row is one member in a campaign, reached or held out.';
COMMENT ON COLUMN membership.campaign_member.tenant_id IS 'none';
COMMENT ON COLUMN membership.campaign_member.campaign IS 'none';
COMMENT ON COLUMN membership.campaign_member.member_id IS 'personal: sending offers and learning whether they help / consent / until consent is withdrawn or the member deletes / pseudonymous';
COMMENT ON COLUMN membership.campaign_member.arm IS 'none';
COMMENT ON COLUMN membership.campaign_member.enrolled_at IS 'none';
CREATE INDEX campaign_member_by_member ON membership.campaign_member (tenant_id, member_id);
-- tenant-table: membership.campaign_member
