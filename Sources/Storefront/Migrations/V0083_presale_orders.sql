-- An order that waits for pieces is not offered to whoever packs parcels.
ALTER TABLE storefront.customer_order
  ADD COLUMN ships_from timestamptz,
  ADD COLUMN promised_from timestamptz,
  ADD COLUMN is_awaiting boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT customer_order_promise CHECK ((ships_from IS NULL) = (promised_from IS NULL)),
  ADD CONSTRAINT customer_order_awaits CHECK (NOT is_awaiting OR ships_from IS NOT NULL);
COMMENT ON COLUMN storefront.customer_order.ships_from IS 'none';
COMMENT ON COLUMN storefront.customer_order.promised_from IS 'none';
COMMENT ON COLUMN storefront.customer_order.is_awaiting IS 'none';

-- Where an order's pieces came from until it has all of a SKU; then they are those of its line.
CREATE TABLE storefront.presale_supply (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  location_id uuid NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (tenant_id, order_id, sku_id, location_id),
  FOREIGN KEY (tenant_id, order_id, sku_id) REFERENCES storefront.presale_wait (tenant_id, order_id, sku_id),
  FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id)
);
COMMENT ON TABLE storefront.presale_supply IS 'One row is how many pieces of a SKU a location has given to an order that waits for more.';
COMMENT ON COLUMN storefront.presale_supply.tenant_id IS 'none';
COMMENT ON COLUMN storefront.presale_supply.order_id IS 'none';
COMMENT ON COLUMN storefront.presale_supply.sku_id IS 'none';
COMMENT ON COLUMN storefront.presale_supply.location_id IS 'none';
COMMENT ON COLUMN storefront.presale_supply.quantity IS 'none';
-- tenant-table: storefront.presale_supply
