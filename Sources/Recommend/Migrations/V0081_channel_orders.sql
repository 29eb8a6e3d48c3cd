-- An order is credited once, as a whole: to one channel as the last, and in shares to all that led to it.
CREATE TABLE recommend.channel_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  placed_at timestamptz NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (tenant_id, order_id)
);
COMMENT ON TABLE recommend.channel_order IS 'One row is a paid order with what of its money was kept, in minor units.';
COMMENT ON COLUMN recommend.channel_order.tenant_id IS 'none';
COMMENT ON COLUMN recommend.channel_order.order_id IS 'none';
COMMENT ON COLUMN recommend.channel_order.placed_at IS 'none';
COMMENT ON COLUMN recommend.channel_order.amount IS 'none';
CREATE INDEX channel_order_by_time ON recommend.channel_order (tenant_id, placed_at);
-- tenant-table: recommend.channel_order

CREATE TABLE recommend.channel_credit (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  channel text NOT NULL CHECK (length(channel) BETWEEN 1 AND 100),
  share integer NOT NULL CHECK (share BETWEEN 0 AND 1000000),
  is_last boolean NOT NULL,
  PRIMARY KEY (tenant_id, order_id, channel),
  FOREIGN KEY (tenant_id, order_id) REFERENCES recommend.channel_order (tenant_id, order_id)
);
COMMENT ON TABLE recommend.channel_credit IS 'One row is what of an order a channel brought, in millionths; the last one before it brought it all by the other count.';
COMMENT ON COLUMN recommend.channel_credit.tenant_id IS 'none';
COMMENT ON COLUMN recommend.channel_credit.order_id IS 'none';
COMMENT ON COLUMN recommend.channel_credit.channel IS 'none';
COMMENT ON COLUMN recommend.channel_credit.share IS 'none';
COMMENT ON COLUMN recommend.channel_credit.is_last IS 'none';
CREATE UNIQUE INDEX channel_credit_last ON recommend.channel_credit (tenant_id, order_id) WHERE is_last;
-- tenant-table: recommend.channel_credit
