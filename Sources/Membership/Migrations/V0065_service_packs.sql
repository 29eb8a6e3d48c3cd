-- A pack holds services, each so many times; what is used is counted under the pack's lock.
CREATE TABLE membership.service_pack (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  child_id uuid,
  plan text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 160),
  paid bigint NOT NULL CHECK (paid >= 0),
  opened_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, key),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.service_pack IS 'One row is a pack of services that a family has; paid is in minor units.';
COMMENT ON COLUMN membership.service_pack.tenant_id IS 'none';
COMMENT ON COLUMN membership.service_pack.id IS 'none';
COMMENT ON COLUMN membership.service_pack.member_id IS 'personal: giving what a pack holds / contract / as long as the membership / pseudonymous';
COMMENT ON COLUMN membership.service_pack.child_id IS 'personal: following the child from pregnancy on / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.service_pack.plan IS 'none';
COMMENT ON COLUMN membership.service_pack.key IS 'none';
COMMENT ON COLUMN membership.service_pack.paid IS 'none';
COMMENT ON COLUMN membership.service_pack.opened_at IS 'none';
COMMENT ON COLUMN membership.service_pack.ends_at IS 'none';
COMMENT ON COLUMN membership.service_pack.closed_at IS 'none';
CREATE INDEX service_pack_by_member ON membership.service_pack (tenant_id, member_id);
CREATE INDEX service_pack_by_child ON membership.service_pack (tenant_id, child_id);
-- tenant-table: membership.service_pack
