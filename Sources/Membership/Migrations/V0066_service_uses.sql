-- What a pack allows of each service, and each use of it.
CREATE TABLE membership.service_allowance (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  pack_id uuid NOT NULL,
  service text NOT NULL CHECK (length(service) BETWEEN 1 AND 40),
  provider text NOT NULL CHECK (length(provider) <= 80),
  allowed integer NOT NULL CHECK (allowed BETWEEN 1 AND 1000),
  used integer NOT NULL DEFAULT 0 CHECK (used >= 0),
  PRIMARY KEY (tenant_id, pack_id, service),
  CHECK (used <= allowed),
  FOREIGN KEY (tenant_id, pack_id) REFERENCES membership.service_pack (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.service_allowance IS 'One row is how often a pack allows a service, and how often it was used.';
COMMENT ON COLUMN membership.service_allowance.tenant_id IS 'none';
COMMENT ON COLUMN membership.service_allowance.pack_id IS 'none';
COMMENT ON COLUMN membership.service_allowance.service IS 'none';
COMMENT ON COLUMN membership.service_allowance.provider IS 'none';
COMMENT ON COLUMN membership.service_allowance.allowed IS 'none';
COMMENT ON COLUMN membership.service_allowance.used IS 'none';
-- tenant-table: membership.service_allowance
CREATE TABLE membership.service_use (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  pack_id uuid NOT NULL,
  service text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 80),
  provider text NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, pack_id, service, key),
  FOREIGN KEY (tenant_id, pack_id, service)
    REFERENCES membership.service_allowance (tenant_id, pack_id, service) ON DELETE CASCADE
);
COMMENT ON TABLE membership.service_use IS 'One row is one use of a service, which its provider is paid for.';
COMMENT ON COLUMN membership.service_use.tenant_id IS 'none';
COMMENT ON COLUMN membership.service_use.pack_id IS 'none';
COMMENT ON COLUMN membership.service_use.service IS 'none';
COMMENT ON COLUMN membership.service_use.key IS 'none';
COMMENT ON COLUMN membership.service_use.provider IS 'none';
COMMENT ON COLUMN membership.service_use.used_at IS 'none';
CREATE INDEX service_use_by_time ON membership.service_use (tenant_id, used_at);
-- tenant-table: membership.service_use
CREATE TABLE membership.birth_bag (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  item text NOT NULL CHECK (length(item) BETWEEN 1 AND 40),
  ready_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, child_id, item),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.birth_bag IS 'One row is one thing that a family has ready for the birth.';
COMMENT ON COLUMN membership.birth_bag.tenant_id IS 'none';
COMMENT ON COLUMN membership.birth_bag.child_id IS 'none';
COMMENT ON COLUMN membership.birth_bag.item IS 'personal: the list for the hospital bag / consent of the guardian / until consent is withdrawn / low';
COMMENT ON COLUMN membership.birth_bag.ready_at IS 'none';
-- tenant-table: membership.birth_bag
