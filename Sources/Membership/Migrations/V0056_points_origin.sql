-- Points that move between accounts are known by the lot in which they were given, so that each merge
-- that is undone finds what came with it, however often it moved since.
ALTER TABLE membership.points_lot ADD COLUMN origin_id uuid, ADD COLUMN goes_to uuid;
COMMENT ON COLUMN membership.points_lot.origin_id IS 'none';
COMMENT ON COLUMN membership.points_lot.goes_to IS 'personal: giving points back to whose they are / contract / as long as the membership / pseudonymous';
CREATE INDEX points_lot_stray ON membership.points_lot (tenant_id, member_id) WHERE goes_to IS NOT NULL;
