-- What a campaign says and gives days after a member joined it; it stops with the member's next order.
CREATE TABLE membership.campaign_step (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  campaign text NOT NULL,
  number integer NOT NULL CHECK (number BETWEEN 1 AND 5),
  after_days integer NOT NULL CHECK (after_days BETWEEN 1 AND 89),
  message text NOT NULL CHECK (length(message) <= 300),
  coupon text,
  PRIMARY KEY (tenant_id, campaign, number),
  FOREIGN KEY (tenant_id, campaign) REFERENCES membership.campaign (tenant_id, code)
);
COMMENT ON TABLE membership.campaign_step IS 'One row is what a campaign says and gives some days after a member joined it.';
COMMENT ON COLUMN membership.campaign_step.tenant_id IS 'none';
COMMENT ON COLUMN membership.campaign_step.campaign IS 'none';
COMMENT ON COLUMN membership.campaign_step.number IS 'none';
COMMENT ON COLUMN membership.campaign_step.after_days IS 'none';
COMMENT ON COLUMN membership.campaign_step.message IS 'none';
COMMENT ON COLUMN membership.campaign_step.coupon IS 'none';
-- tenant-table: membership.campaign_step append-only
ALTER TABLE membership.campaign_member ADD COLUMN steps integer NOT NULL DEFAULT 0 CHECK (steps >= 0);
COMMENT ON COLUMN membership.campaign_member.steps IS 'none';
