-- Lines of paid orders of goods that an entry speaks of, bought after it was used; money that went back is out.
CREATE TABLE service.entry_sale (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  sku text NOT NULL CHECK (length(sku) BETWEEN 1 AND 80),
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('article', 'video', 'live')),
  amount_minor bigint NOT NULL,
  currency text NOT NULL CHECK (length(currency) = 3),
  day integer NOT NULL,
  PRIMARY KEY (tenant_id, order_id, sku)
);
COMMENT ON TABLE service.entry_sale IS 'One row is one line of a paid order that is counted for an entry.';
COMMENT ON COLUMN service.entry_sale.tenant_id IS 'none';
COMMENT ON COLUMN service.entry_sale.order_id IS 'none';
COMMENT ON COLUMN service.entry_sale.sku IS 'none';
COMMENT ON COLUMN service.entry_sale.slug IS 'none';
COMMENT ON COLUMN service.entry_sale.kind IS 'none';
COMMENT ON COLUMN service.entry_sale.amount_minor IS 'none';
COMMENT ON COLUMN service.entry_sale.currency IS 'none';
COMMENT ON COLUMN service.entry_sale.day IS 'none';
CREATE INDEX entry_sale_by_day ON service.entry_sale (tenant_id, day);
-- tenant-table: service.entry_sale
