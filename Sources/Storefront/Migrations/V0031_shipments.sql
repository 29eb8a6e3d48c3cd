-- What left, in which parcel; an order may leave in several.
CREATE TABLE storefront.shipment (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  carrier text NOT NULL CHECK (length(carrier) <= 40),
  tracking_number text NOT NULL CHECK (tracking_number ~ '^[0-9A-Za-z-]{0,40}$'),
  shipped_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, order_id, id),
  CHECK ((carrier = '') = (tracking_number = '')),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id)
);
COMMENT ON TABLE storefront.shipment IS 'One row is one parcel of an order; without a carrier it was handed over.';
COMMENT ON COLUMN storefront.shipment.tenant_id IS 'none';
COMMENT ON COLUMN storefront.shipment.id IS 'none';
COMMENT ON COLUMN storefront.shipment.order_id IS 'none';
COMMENT ON COLUMN storefront.shipment.carrier IS 'none';
COMMENT ON COLUMN storefront.shipment.tracking_number IS 'personal: following the parcel / contract / kept until erased on request; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.shipment.shipped_at IS 'none';
CREATE UNIQUE INDEX shipment_by_parcel ON storefront.shipment (tenant_id, order_id, carrier, tracking_number)
  WHERE tracking_number <> '';
-- tenant-table: storefront.shipment

CREATE TABLE storefront.shipment_line (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  shipment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (tenant_id, shipment_id, position),
  FOREIGN KEY (tenant_id, order_id, shipment_id) REFERENCES storefront.shipment (tenant_id, order_id, id),
  FOREIGN KEY (tenant_id, order_id, position)
    REFERENCES storefront.order_line (tenant_id, order_id, position)
);
COMMENT ON TABLE storefront.shipment_line IS 'One row is how many pieces of an order line are in a parcel.';
COMMENT ON COLUMN storefront.shipment_line.tenant_id IS 'none';
COMMENT ON COLUMN storefront.shipment_line.shipment_id IS 'none';
COMMENT ON COLUMN storefront.shipment_line.order_id IS 'none';
COMMENT ON COLUMN storefront.shipment_line.position IS 'none';
COMMENT ON COLUMN storefront.shipment_line.quantity IS 'none';
CREATE INDEX shipment_line_by_order ON storefront.shipment_line (tenant_id, order_id, position);
-- tenant-table: storefront.shipment_line append-only
