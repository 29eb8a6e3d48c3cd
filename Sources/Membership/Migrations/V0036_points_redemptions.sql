-- What was taken from the points shop is found by member.
CREATE TABLE membership.points_redemption (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  reward text NOT NULL,
  points bigint NOT NULL CHECK (points > 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, reward) REFERENCES membership.points_reward (tenant_id, code)
);
COMMENT ON TABLE membership.points_redemption IS 'One row is one reward that a member took.';
COMMENT ON COLUMN membership.points_redemption.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_redemption.id IS 'none';
COMMENT ON COLUMN membership.points_redemption.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.points_redemption.reward IS 'none';
COMMENT ON COLUMN membership.points_redemption.points IS 'none';
COMMENT ON COLUMN membership.points_redemption.created_at IS 'none';
CREATE INDEX points_redemption_by_member ON membership.points_redemption (tenant_id, member_id, created_at);
-- tenant-table: membership.points_redemption append-only
