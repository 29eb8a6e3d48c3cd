-- A visit takes one of the places of its hour; the counter with its check behind it decides races.
CREATE TABLE storefront.visit_slot (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  location_id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  taken integer NOT NULL CHECK (taken >= 0),
  PRIMARY KEY (tenant_id, location_id, starts_at),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.visit_slot IS 'One row is how many visits of an hour at a store are booked.';
COMMENT ON COLUMN storefront.visit_slot.tenant_id IS 'none';
COMMENT ON COLUMN storefront.visit_slot.location_id IS 'none';
COMMENT ON COLUMN storefront.visit_slot.starts_at IS 'none';
COMMENT ON COLUMN storefront.visit_slot.taken IS 'none';
-- tenant-table: storefront.visit_slot

CREATE TABLE storefront.store_visit (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  location_id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  session_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  phone text NOT NULL CHECK (length(phone) BETWEEN 6 AND 30),
  note text NOT NULL CHECK (length(note) <= 200),
  state text NOT NULL CHECK (state IN ('booked', 'arrived', 'cancelled')),
  booked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.store_visit IS 'One row is one visit of a store that a shopper booked.';
COMMENT ON COLUMN storefront.store_visit.tenant_id IS 'none';
COMMENT ON COLUMN storefront.store_visit.id IS 'none';
COMMENT ON COLUMN storefront.store_visit.location_id IS 'none';
COMMENT ON COLUMN storefront.store_visit.starts_at IS 'none';
COMMENT ON COLUMN storefront.store_visit.code IS 'personal: letting who booked see and call off the visit / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.store_visit.session_id IS 'personal: one open visit of a visitor at a time / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.store_visit.name IS 'personal: expecting the visitor / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.store_visit.phone IS 'personal: telling the visitor of changes / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.store_visit.note IS 'personal: preparing the visit / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.store_visit.state IS 'none';
COMMENT ON COLUMN storefront.store_visit.booked_at IS 'none';
CREATE INDEX store_visit_by_time ON storefront.store_visit (tenant_id, starts_at, id);
CREATE UNIQUE INDEX store_visit_of_session ON storefront.store_visit (tenant_id, session_id, location_id, starts_at) WHERE state = 'booked';
-- tenant-table: storefront.store_visit
