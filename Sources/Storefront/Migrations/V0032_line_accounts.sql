-- Counters behind every piece that leaves, comes back or is paid back; opened when goods leave.
CREATE TABLE storefront.order_line_account (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  position integer NOT NULL,
  ordered integer NOT NULL CHECK (ordered > 0),
  shipped integer NOT NULL DEFAULT 0,
  claimed integer NOT NULL DEFAULT 0,
  settled integer NOT NULL DEFAULT 0,
  paid bigint NOT NULL CHECK (paid >= 0),
  refunded bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, order_id, position),
  CHECK (shipped BETWEEN 0 AND ordered),
  CHECK (claimed BETWEEN 0 AND shipped),
  CHECK (settled BETWEEN 0 AND claimed),
  CHECK (refunded BETWEEN 0 AND paid),
  FOREIGN KEY (tenant_id, order_id, position)
    REFERENCES storefront.order_line (tenant_id, order_id, position)
);
COMMENT ON TABLE storefront.order_line_account IS 'One row is what became of an order line: pieces shipped, claimed back and settled, and its money in minor units.';
COMMENT ON COLUMN storefront.order_line_account.tenant_id IS 'none';
COMMENT ON COLUMN storefront.order_line_account.order_id IS 'none';
COMMENT ON COLUMN storefront.order_line_account.position IS 'none';
COMMENT ON COLUMN storefront.order_line_account.ordered IS 'none';
COMMENT ON COLUMN storefront.order_line_account.shipped IS 'none';
COMMENT ON COLUMN storefront.order_line_account.claimed IS 'none';
COMMENT ON COLUMN storefront.order_line_account.settled IS 'none';
COMMENT ON COLUMN storefront.order_line_account.paid IS 'none';
COMMENT ON COLUMN storefront.order_line_account.refunded IS 'none';
-- tenant-table: storefront.order_line_account
