-- A campaign may be for a group, and may ask the staff to talk with each member whom it reaches.
ALTER TABLE membership.campaign
  ADD COLUMN grp text,
  ADD COLUMN asks boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN membership.campaign.grp IS 'none';
COMMENT ON COLUMN membership.campaign.asks IS 'none';
CREATE TABLE membership.contact_task (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  campaign text NOT NULL,
  member_id uuid NOT NULL,
  keeper text CHECK (length(keeper) BETWEEN 1 AND 40),
  opened_at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('reached', 'no_answer', 'declined')),
  done_by text CHECK (length(done_by) BETWEEN 1 AND 40),
  done_at timestamptz,
  PRIMARY KEY (tenant_id, campaign, member_id),
  CHECK ((outcome IS NULL) = (done_at IS NULL)),
  FOREIGN KEY (tenant_id, campaign, member_id)
    REFERENCES membership.campaign_member (tenant_id, campaign, member_id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.contact_task IS 'One row is a member with whom somebody of the staff is to talk about a campaign.';
COMMENT ON COLUMN membership.contact_task.tenant_id IS 'none';
COMMENT ON COLUMN membership.contact_task.campaign IS 'none';
COMMENT ON COLUMN membership.contact_task.member_id IS 'personal: talking about offers / consent / until consent is withdrawn or the member deletes / pseudonymous';
COMMENT ON COLUMN membership.contact_task.keeper IS 'none';
COMMENT ON COLUMN membership.contact_task.opened_at IS 'none';
COMMENT ON COLUMN membership.contact_task.outcome IS 'none';
COMMENT ON COLUMN membership.contact_task.done_by IS 'none';
COMMENT ON COLUMN membership.contact_task.done_at IS 'none';
CREATE INDEX contact_task_open ON membership.contact_task (tenant_id, opened_at) WHERE done_at IS NULL;
-- tenant-table: membership.contact_task
