-- Growth value is apart from points: it is never spent, and a refund takes it back at the time at which it counted.
CREATE TABLE membership.tier_growth (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  total bigint NOT NULL DEFAULT 0 CHECK (total >= 0),
  entries bigint NOT NULL DEFAULT 0 CHECK (entries >= 0),
  PRIMARY KEY (tenant_id, member_id)
);
COMMENT ON TABLE membership.tier_growth IS 'One row is the growth value of one member.';
COMMENT ON COLUMN membership.tier_growth.tenant_id IS 'none';
COMMENT ON COLUMN membership.tier_growth.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.tier_growth.total IS 'none';
COMMENT ON COLUMN membership.tier_growth.entries IS 'none';
-- tenant-table: membership.tier_growth
CREATE TABLE membership.tier_growth_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 120),
  order_id uuid,
  amount bigint NOT NULL CHECK (amount <> 0),
  total_after bigint NOT NULL CHECK (total_after >= 0),
  counted_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, sequence),
  UNIQUE (tenant_id, key),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.tier_growth (tenant_id, member_id)
);
COMMENT ON TABLE membership.tier_growth_entry IS 'One row is one change of growth value.';
COMMENT ON COLUMN membership.tier_growth_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.tier_growth_entry.sequence IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.key IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.order_id IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.amount IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.total_after IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.counted_at IS 'none';
COMMENT ON COLUMN membership.tier_growth_entry.created_at IS 'none';
CREATE INDEX tier_growth_entry_by_time ON membership.tier_growth_entry (tenant_id, member_id, counted_at);
CREATE INDEX tier_growth_entry_by_order ON membership.tier_growth_entry (tenant_id, order_id) WHERE order_id IS NOT NULL;
-- tenant-table: membership.tier_growth_entry append-only
