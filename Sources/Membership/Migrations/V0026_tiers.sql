-- Where a member stands is kept with what it falls back to when the growth that led up is taken back.
CREATE TABLE membership.tier_standing (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  level integer NOT NULL CHECK (level >= 0),
  since timestamptz NOT NULL,
  until timestamptz,
  base_level integer NOT NULL CHECK (base_level >= 0),
  base_since timestamptz NOT NULL,
  base_until timestamptz,
  changes bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, member_id),
  CHECK ((level = 0) = (until IS NULL)),
  CHECK ((base_level = 0) = (base_until IS NULL)),
  CHECK (since < until)
);
COMMENT ON TABLE membership.tier_standing IS 'One row is the tier of one member, by level from 0.';
COMMENT ON COLUMN membership.tier_standing.tenant_id IS 'none';
COMMENT ON COLUMN membership.tier_standing.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.tier_standing.level IS 'none';
COMMENT ON COLUMN membership.tier_standing.since IS 'none';
COMMENT ON COLUMN membership.tier_standing.until IS 'none';
COMMENT ON COLUMN membership.tier_standing.base_level IS 'none';
COMMENT ON COLUMN membership.tier_standing.base_since IS 'none';
COMMENT ON COLUMN membership.tier_standing.base_until IS 'none';
COMMENT ON COLUMN membership.tier_standing.changes IS 'none';
CREATE INDEX tier_standing_due ON membership.tier_standing (tenant_id, until) WHERE until IS NOT NULL;
-- tenant-table: membership.tier_standing
CREATE TABLE membership.tier_change (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  from_level integer NOT NULL,
  to_level integer NOT NULL,
  reason text NOT NULL CHECK (reason IN ('reached', 'kept', 'lapsed', 'taken_back', 'granted')),
  happened_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, sequence),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.tier_standing (tenant_id, member_id)
);
COMMENT ON TABLE membership.tier_change IS 'One row is one move of a member between tiers, with its reason.';
COMMENT ON COLUMN membership.tier_change.tenant_id IS 'none';
COMMENT ON COLUMN membership.tier_change.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.tier_change.sequence IS 'none';
COMMENT ON COLUMN membership.tier_change.from_level IS 'none';
COMMENT ON COLUMN membership.tier_change.to_level IS 'none';
COMMENT ON COLUMN membership.tier_change.reason IS 'none';
COMMENT ON COLUMN membership.tier_change.happened_at IS 'none';
-- tenant-table: membership.tier_change append-only
