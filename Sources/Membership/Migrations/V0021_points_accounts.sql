-- The account is the lock of a member's points and the sum of all entries; debt and spendable points exclude each other.
CREATE TABLE membership.points_account (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  pending bigint NOT NULL DEFAULT 0 CHECK (pending >= 0),
  available bigint NOT NULL DEFAULT 0 CHECK (available >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  debt bigint NOT NULL DEFAULT 0 CHECK (debt >= 0),
  entries bigint NOT NULL DEFAULT 0 CHECK (entries >= 0),
  PRIMARY KEY (tenant_id, member_id),
  CHECK (debt = 0 OR available = 0)
);
COMMENT ON TABLE membership.points_account IS 'One row is what one member has in points.';
COMMENT ON COLUMN membership.points_account.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_account.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.points_account.pending IS 'none';
COMMENT ON COLUMN membership.points_account.available IS 'none';
COMMENT ON COLUMN membership.points_account.held IS 'none';
COMMENT ON COLUMN membership.points_account.debt IS 'none';
COMMENT ON COLUMN membership.points_account.entries IS 'none';
-- tenant-table: membership.points_account
CREATE TABLE membership.points_event (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 120),
  member_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.points_account (tenant_id, member_id)
);
COMMENT ON TABLE membership.points_event IS 'One row is one thing that changed points; the same key never changes them twice.';
COMMENT ON COLUMN membership.points_event.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_event.key IS 'none';
COMMENT ON COLUMN membership.points_event.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.points_event.created_at IS 'none';
CREATE INDEX points_event_by_member ON membership.points_event (tenant_id, member_id, created_at);
-- tenant-table: membership.points_event append-only
