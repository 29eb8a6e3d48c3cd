-- A pack may be bought with an order of the shop, and is closed when its money goes back.
ALTER TABLE membership.service_pack
  ADD COLUMN order_id uuid,
  ADD COLUMN sku text CHECK (length(sku) BETWEEN 1 AND 100);
COMMENT ON COLUMN membership.service_pack.order_id IS 'none';
COMMENT ON COLUMN membership.service_pack.sku IS 'none';
CREATE INDEX service_pack_by_order ON membership.service_pack (tenant_id, order_id) WHERE order_id IS NOT NULL;
