-- Delivery is kept per handler, so that one that fails neither runs the others again nor holds up
-- later events. An event that every handler took at once has no row here.
ALTER TABLE tenancy.outbox_event DROP COLUMN attempts, DROP COLUMN due_at;
CREATE INDEX outbox_event_undelivered ON tenancy.outbox_event (tenant_id, id) WHERE delivered_at IS NULL;
-- Every event leaves a dead entry in the index above: it is to be swept long before a fifth of a
-- month's events are dead.
ALTER TABLE tenancy.outbox_event SET (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000);

CREATE TABLE tenancy.outbox_delivery (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  event_id uuid NOT NULL,
  handler text NOT NULL CHECK (handler <> ''),
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
  attempts integer NOT NULL CHECK (attempts >= 0),
  due_at timestamptz NOT NULL,
  last_error text,
  PRIMARY KEY (tenant_id, event_id, handler),
  FOREIGN KEY (tenant_id, event_id) REFERENCES tenancy.outbox_event (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE tenancy.outbox_delivery IS 'One row is one event that one handler did not take at once, or is to take again.';
COMMENT ON COLUMN tenancy.outbox_delivery.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.outbox_delivery.event_id IS 'none';
COMMENT ON COLUMN tenancy.outbox_delivery.handler IS 'none';
COMMENT ON COLUMN tenancy.outbox_delivery.state IS 'none';
COMMENT ON COLUMN tenancy.outbox_delivery.attempts IS 'none';
COMMENT ON COLUMN tenancy.outbox_delivery.due_at IS 'none';
COMMENT ON COLUMN tenancy.outbox_delivery.last_error IS 'none';
CREATE INDEX outbox_delivery_due ON tenancy.outbox_delivery (tenant_id, due_at) WHERE state = 'waiting';
CREATE INDEX outbox_delivery_dead ON tenancy.outbox_delivery (tenant_id, event_id) WHERE state = 'dead';
-- tenant-table: tenancy.outbox_delivery system
