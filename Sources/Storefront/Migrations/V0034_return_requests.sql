-- What shoppers want to give back or have made good, and what became of it.
CREATE TABLE storefront.return_request (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('refund_only', 'return_refund', 'exchange')),
  reason text NOT NULL CHECK (reason IN ('no_reason', 'damaged', 'defective', 'wrong_item', 'missing', 'not_as_described', 'expired_goods')),
  state text NOT NULL CHECK (state IN ('requested', 'approved', 'sent_back', 'received', 'refunded', 'exchanged', 'refused', 'withdrawn', 'expired')),
  note text NOT NULL CHECK (length(note) <= 500),
  reply text NOT NULL DEFAULT '' CHECK (length(reply) <= 500),
  carrier text NOT NULL DEFAULT '' CHECK (length(carrier) <= 40),
  tracking_number text NOT NULL DEFAULT '' CHECK (tracking_number ~ '^[0-9A-Za-z-]{0,40}$'),
  goods_refund bigint NOT NULL DEFAULT 0 CHECK (goods_refund >= 0),
  freight_refund bigint NOT NULL DEFAULT 0 CHECK (freight_refund >= 0),
  requested_at timestamptz NOT NULL,
  received_at timestamptz,
  closed_at timestamptz,
  due_at timestamptz,
  overdue_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, order_id, id),
  CHECK ((closed_at IS NOT NULL) = (state IN ('refunded', 'exchanged', 'refused', 'withdrawn', 'expired'))),
  CHECK (goods_refund + freight_refund = 0 OR state = 'refunded'),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.return_request IS 'One row is one wish to give goods of an order back, to have money back or goods exchanged; amounts are in minor units.';
COMMENT ON COLUMN storefront.return_request.tenant_id IS 'none';
COMMENT ON COLUMN storefront.return_request.id IS 'none';
COMMENT ON COLUMN storefront.return_request.order_id IS 'none';
COMMENT ON COLUMN storefront.return_request.kind IS 'none';
COMMENT ON COLUMN storefront.return_request.reason IS 'none';
COMMENT ON COLUMN storefront.return_request.state IS 'none';
COMMENT ON COLUMN storefront.return_request.note IS 'personal: deciding the request / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.return_request.reply IS 'personal: answering the shopper / contract / kept until erased on request; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.return_request.carrier IS 'none';
COMMENT ON COLUMN storefront.return_request.tracking_number IS 'personal: following the parcel / contract / kept until erased on request; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.return_request.goods_refund IS 'none';
COMMENT ON COLUMN storefront.return_request.freight_refund IS 'none';
COMMENT ON COLUMN storefront.return_request.requested_at IS 'none';
COMMENT ON COLUMN storefront.return_request.received_at IS 'none';
COMMENT ON COLUMN storefront.return_request.closed_at IS 'none';
COMMENT ON COLUMN storefront.return_request.due_at IS 'none';
COMMENT ON COLUMN storefront.return_request.overdue_at IS 'none';
CREATE UNIQUE INDEX return_request_freight ON storefront.return_request (tenant_id, order_id) WHERE freight_refund > 0;
CREATE INDEX return_request_open ON storefront.return_request (tenant_id, due_at) WHERE closed_at IS NULL;
-- tenant-table: storefront.return_request
