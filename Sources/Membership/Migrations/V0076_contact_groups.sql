-- Groups in which a merchant's people talk with members outside of the shop, such as a group chat.
CREATE TABLE membership.contact_group (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  kind text NOT NULL CHECK (kind IN ('wechat', 'wecom', 'other')),
  keeper text NOT NULL CHECK (length(keeper) BETWEEN 1 AND 40),
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, code)
);
COMMENT ON TABLE membership.contact_group IS 'One row is a group chat that somebody of the staff keeps.';
COMMENT ON COLUMN membership.contact_group.tenant_id IS 'none';
COMMENT ON COLUMN membership.contact_group.code IS 'none';
COMMENT ON COLUMN membership.contact_group.name IS 'none';
COMMENT ON COLUMN membership.contact_group.kind IS 'none';
COMMENT ON COLUMN membership.contact_group.keeper IS 'none';
COMMENT ON COLUMN membership.contact_group.opened_at IS 'none';
COMMENT ON COLUMN membership.contact_group.closed_at IS 'none';
-- tenant-table: membership.contact_group
CREATE TABLE membership.contact_group_member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  grp text NOT NULL,
  member_id uuid NOT NULL,
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, grp, member_id),
  FOREIGN KEY (tenant_id, grp) REFERENCES membership.contact_group (tenant_id, code),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.contact_group_member IS 'One row is a member in a group chat, as staff noted it.';
COMMENT ON COLUMN membership.contact_group_member.tenant_id IS 'none';
COMMENT ON COLUMN membership.contact_group_member.grp IS 'none';
COMMENT ON COLUMN membership.contact_group_member.member_id IS 'personal: knowing where a member is talked with / contract / until she leaves the group or deletes / pseudonymous';
COMMENT ON COLUMN membership.contact_group_member.joined_at IS 'none';
CREATE INDEX contact_group_member_by_member ON membership.contact_group_member (tenant_id, member_id);
-- tenant-table: membership.contact_group_member
