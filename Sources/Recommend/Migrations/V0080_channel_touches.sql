-- By which channel somebody came, so that an order is known to be its doing.
CREATE TABLE recommend.channel_touch (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  channel text NOT NULL CHECK (length(channel) BETWEEN 1 AND 100 AND channel <> 'direct'),
  arrived_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE recommend.channel_touch IS 'One row is one arrival by a link that names its channel.';
COMMENT ON COLUMN recommend.channel_touch.tenant_id IS 'none';
COMMENT ON COLUMN recommend.channel_touch.id IS 'none';
COMMENT ON COLUMN recommend.channel_touch.person_id IS 'personal: knowing which channel brings orders / first-party measurement, unsigned: a lawyer has to confirm it / until the retention period ends, erased on request or switched off / pseudonymous';
COMMENT ON COLUMN recommend.channel_touch.channel IS 'none';
COMMENT ON COLUMN recommend.channel_touch.arrived_at IS 'none';
CREATE INDEX channel_touch_by_person ON recommend.channel_touch (tenant_id, person_id, arrived_at);
CREATE INDEX channel_touch_by_time ON recommend.channel_touch (tenant_id, arrived_at);
-- tenant-table: recommend.channel_touch
