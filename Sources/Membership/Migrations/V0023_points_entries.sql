-- Append-only: the sums of a member's entries are the account at every step.
CREATE TABLE membership.points_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  event_key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('earn', 'grant', 'mature', 'expire', 'hold', 'use', 'release', 'reverse', 'owe', 'repay', 'give_back', 'redeem')),
  lot_id uuid,
  order_id uuid,
  pending bigint NOT NULL,
  available bigint NOT NULL,
  held bigint NOT NULL,
  debt bigint NOT NULL,
  total_after bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, sequence),
  FOREIGN KEY (tenant_id, event_key) REFERENCES membership.points_event (tenant_id, key),
  FOREIGN KEY (tenant_id, lot_id) REFERENCES membership.points_lot (tenant_id, id)
);
COMMENT ON TABLE membership.points_entry IS 'One row is one change of a member''s points; four signed changes and the total after it.';
COMMENT ON COLUMN membership.points_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.points_entry.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.points_entry.sequence IS 'none';
COMMENT ON COLUMN membership.points_entry.event_key IS 'none';
COMMENT ON COLUMN membership.points_entry.kind IS 'none';
COMMENT ON COLUMN membership.points_entry.lot_id IS 'none';
COMMENT ON COLUMN membership.points_entry.order_id IS 'none';
COMMENT ON COLUMN membership.points_entry.pending IS 'none';
COMMENT ON COLUMN membership.points_entry.available IS 'none';
COMMENT ON COLUMN membership.points_entry.held IS 'none';
COMMENT ON COLUMN membership.points_entry.debt IS 'none';
COMMENT ON COLUMN membership.points_entry.total_after IS 'none';
COMMENT ON COLUMN membership.points_entry.created_at IS 'none';
CREATE INDEX points_entry_by_order ON membership.points_entry (tenant_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX points_entry_by_lot ON membership.points_entry (tenant_id, lot_id);
CREATE INDEX points_entry_by_event ON membership.points_entry (tenant_id, event_key);
-- tenant-table: membership.points_entry append-only
