-- What somebody wants later lies beside the cart; nothing is reserved for it.
CREATE TABLE storefront.saved_line (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  owner_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  price bigint NOT NULL CHECK (price >= 0),
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, owner_id, sku_id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.saved_line IS 'One row is how many of a SKU a visitor or a member keeps for later.';
COMMENT ON COLUMN storefront.saved_line.tenant_id IS 'none';
COMMENT ON COLUMN storefront.saved_line.owner_id IS 'personal: keeping what somebody wants later / contract / kept until it is removed; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.saved_line.sku_id IS 'none';
COMMENT ON COLUMN storefront.saved_line.quantity IS 'none';
COMMENT ON COLUMN storefront.saved_line.price IS 'none';
COMMENT ON COLUMN storefront.saved_line.saved_at IS 'none';
CREATE INDEX saved_line_by_sku ON storefront.saved_line (tenant_id, sku_id);
-- tenant-table: storefront.saved_line
