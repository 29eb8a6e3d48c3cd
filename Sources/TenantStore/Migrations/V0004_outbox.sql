-- Events leave in the transaction that caused them and are delivered at least once.
CREATE TABLE tenancy.outbox_event (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  due_at timestamptz NOT NULL,
  delivered_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE tenancy.outbox_event IS 'One row is one thing that happened and that handlers are told of.';
COMMENT ON COLUMN tenancy.outbox_event.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.id IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.kind IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.payload IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.created_at IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.attempts IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.due_at IS 'none';
COMMENT ON COLUMN tenancy.outbox_event.delivered_at IS 'none';
CREATE INDEX outbox_event_undelivered ON tenancy.outbox_event (tenant_id, due_at) WHERE delivered_at IS NULL;
-- tenant-table: tenancy.outbox_event system
