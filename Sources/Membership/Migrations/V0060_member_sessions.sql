-- A visitor's session is a member's once a code was entered in it; the session itself is tenancy's.
CREATE TABLE membership.member_session (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  member_id uuid NOT NULL,
  signed_in_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.member_session IS 'One row is one device on which a member is signed in.';
COMMENT ON COLUMN membership.member_session.tenant_id IS 'none';
COMMENT ON COLUMN membership.member_session.session_id IS 'none';
COMMENT ON COLUMN membership.member_session.member_id IS 'personal: knowing who is signed in / contract / half a year from signing in / pseudonymous';
COMMENT ON COLUMN membership.member_session.signed_in_at IS 'none';
CREATE INDEX member_session_by_member ON membership.member_session (tenant_id, member_id);
-- tenant-table: membership.member_session
