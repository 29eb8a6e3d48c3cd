-- What is sold before it is there: up to a limit, and with the day from which it is sent.
ALTER TABLE storefront.sku ADD COLUMN is_presale boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.sku.is_presale IS 'none';

CREATE TABLE storefront.presale (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sku_id uuid NOT NULL,
  piece_limit integer NOT NULL CHECK (piece_limit BETWEEN 1 AND 1000000),
  taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
  ships_from timestamptz NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sku_id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.presale IS 'One row is how many pieces of a SKU are sold before they are there, when, and from which day they are sent.';
COMMENT ON COLUMN storefront.presale.tenant_id IS 'none';
COMMENT ON COLUMN storefront.presale.sku_id IS 'none';
COMMENT ON COLUMN storefront.presale.piece_limit IS 'none';
COMMENT ON COLUMN storefront.presale.taken IS 'none';
COMMENT ON COLUMN storefront.presale.ships_from IS 'none';
COMMENT ON COLUMN storefront.presale.starts_at IS 'none';
COMMENT ON COLUMN storefront.presale.ends_at IS 'none';
-- tenant-table: storefront.presale

CREATE TABLE storefront.presale_wait (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  given integer NOT NULL DEFAULT 0 CHECK (given BETWEEN 0 AND quantity),
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, order_id, sku_id),
  FOREIGN KEY (tenant_id, order_id, sku_id) REFERENCES storefront.order_line (tenant_id, order_id, sku_id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.presale (tenant_id, sku_id)
);
COMMENT ON TABLE storefront.presale_wait IS 'One row is how many pieces of a SKU an order was promised, and how many of them it has been given.';
COMMENT ON COLUMN storefront.presale_wait.tenant_id IS 'none';
COMMENT ON COLUMN storefront.presale_wait.order_id IS 'none';
COMMENT ON COLUMN storefront.presale_wait.sku_id IS 'none';
COMMENT ON COLUMN storefront.presale_wait.quantity IS 'none';
COMMENT ON COLUMN storefront.presale_wait.given IS 'none';
COMMENT ON COLUMN storefront.presale_wait.ended_at IS 'none';
CREATE INDEX presale_wait_open ON storefront.presale_wait (tenant_id, sku_id, order_id)
  WHERE ended_at IS NULL AND given < quantity;
-- tenant-table: storefront.presale_wait
