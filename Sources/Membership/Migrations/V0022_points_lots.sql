-- Points expire by lot, so each knows from when and until when it is good.
CREATE TABLE membership.points_lot (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  order_id uuid,
  earned bigint NOT NULL CHECK (earned > 0),
  remaining bigint NOT NULL CHECK (remaining >= 0),
  is_pending boolean NOT NULL,
  available_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (remaining <= earned),
  CHECK (available_at < expires_at),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.points_account (tenant_id, member_id)
);
COMMENT ON TABLE membership.points_lot IS 'One row is points that were given together.';
COMMENT ON COLUMN membership.points_lot.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_lot.id IS 'none';
COMMENT ON COLUMN membership.points_lot.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.points_lot.order_id IS 'none';
COMMENT ON COLUMN membership.points_lot.earned IS 'none';
COMMENT ON COLUMN membership.points_lot.remaining IS 'none';
COMMENT ON COLUMN membership.points_lot.is_pending IS 'none';
COMMENT ON COLUMN membership.points_lot.available_at IS 'none';
COMMENT ON COLUMN membership.points_lot.expires_at IS 'none';
CREATE INDEX points_lot_open ON membership.points_lot (tenant_id, member_id, expires_at, id) WHERE remaining > 0;
CREATE INDEX points_lot_expiring ON membership.points_lot (tenant_id, expires_at) WHERE remaining > 0 AND NOT is_pending;
CREATE INDEX points_lot_maturing ON membership.points_lot (tenant_id, available_at) WHERE is_pending;
-- tenant-table: membership.points_lot
