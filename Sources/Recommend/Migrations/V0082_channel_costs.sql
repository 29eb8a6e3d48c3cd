-- What a channel cost in a month, as the merchant was billed for it; months count from the year 0 on.
CREATE TABLE recommend.channel_cost (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  channel text NOT NULL CHECK (length(channel) BETWEEN 1 AND 100 AND channel <> 'direct'),
  month integer NOT NULL CHECK (month > 0),
  amount bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, channel, month)
);
COMMENT ON TABLE recommend.channel_cost IS 'One row is the cost of a channel in a month, in minor units.';
COMMENT ON COLUMN recommend.channel_cost.tenant_id IS 'none';
COMMENT ON COLUMN recommend.channel_cost.channel IS 'none';
COMMENT ON COLUMN recommend.channel_cost.month IS 'none';
COMMENT ON COLUMN recommend.channel_cost.amount IS 'none';
COMMENT ON COLUMN recommend.channel_cost.changed_at IS 'none';
CREATE INDEX channel_cost_by_month ON recommend.channel_cost (tenant_id, month);
-- tenant-table: recommend.channel_cost
