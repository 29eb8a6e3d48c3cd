-- Who followed a proposal to a service, and which order bought it, so that each service knows what it was worth.
CREATE TABLE recommend.service_visit (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  service text NOT NULL CHECK (service ~ '^[a-z0-9-]{1,40}$'),
  article text CHECK (length(article) BETWEEN 1 AND 80),
  visited_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE recommend.service_visit IS 'One row is one time that somebody followed a proposal to a service.';
COMMENT ON COLUMN recommend.service_visit.tenant_id IS 'none';
COMMENT ON COLUMN recommend.service_visit.id IS 'none';
COMMENT ON COLUMN recommend.service_visit.person_id IS 'personal: knowing what a proposal brings / first-party measurement, unsigned: a lawyer has to confirm it / until the retention period ends, erased on request or switched off / pseudonymous';
COMMENT ON COLUMN recommend.service_visit.service IS 'personal: knowing what a proposal brings / first-party measurement, unsigned: a lawyer has to confirm it / until the retention period ends, erased on request or switched off / low';
COMMENT ON COLUMN recommend.service_visit.article IS 'none';
COMMENT ON COLUMN recommend.service_visit.visited_at IS 'none';
CREATE INDEX service_visit_by_person ON recommend.service_visit (tenant_id, person_id, visited_at);
CREATE INDEX service_visit_by_time ON recommend.service_visit (tenant_id, visited_at);
-- tenant-table: recommend.service_visit

CREATE TABLE recommend.service_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  service text NOT NULL CHECK (service ~ '^[a-z0-9-]{1,40}$'),
  amount bigint NOT NULL CHECK (amount >= 0),
  placed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, order_id, service)
);
COMMENT ON TABLE recommend.service_order IS 'One row is a paid order that bought a service after a proposal, with what it paid for it, in minor units.';
COMMENT ON COLUMN recommend.service_order.tenant_id IS 'none';
COMMENT ON COLUMN recommend.service_order.order_id IS 'none';
COMMENT ON COLUMN recommend.service_order.service IS 'none';
COMMENT ON COLUMN recommend.service_order.amount IS 'none';
COMMENT ON COLUMN recommend.service_order.placed_at IS 'none';
CREATE INDEX service_order_by_time ON recommend.service_order (tenant_id, placed_at);
-- tenant-table: recommend.service_order
