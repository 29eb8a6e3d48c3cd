-- A code in a cart costs nothing; it is claimed when the order is placed.
CREATE TABLE storefront.promotion_code (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{2,31}$'),
  promotion_id uuid NOT NULL,
  uses_limit bigint CHECK (uses_limit > 0),
  uses bigint NOT NULL DEFAULT 0 CHECK (uses >= 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, code),
  CHECK (uses <= uses_limit),
  FOREIGN KEY (tenant_id, promotion_id) REFERENCES storefront.promotion (tenant_id, id)
);
COMMENT ON TABLE storefront.promotion_code IS 'One row is one code that a shopper may enter.';
COMMENT ON COLUMN storefront.promotion_code.tenant_id IS 'none';
COMMENT ON COLUMN storefront.promotion_code.code IS 'none';
COMMENT ON COLUMN storefront.promotion_code.promotion_id IS 'none';
COMMENT ON COLUMN storefront.promotion_code.uses_limit IS 'none';
COMMENT ON COLUMN storefront.promotion_code.uses IS 'none';
COMMENT ON COLUMN storefront.promotion_code.created_at IS 'none';
CREATE INDEX promotion_code_by_promotion ON storefront.promotion_code (tenant_id, promotion_id, code);
-- tenant-table: storefront.promotion_code

CREATE TABLE storefront.cart_code (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  cart_id uuid NOT NULL,
  code text NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, cart_id, code),
  FOREIGN KEY (tenant_id, cart_id) REFERENCES storefront.cart (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, code) REFERENCES storefront.promotion_code (tenant_id, code)
);
COMMENT ON TABLE storefront.cart_code IS 'One row is one code that was entered in a cart.';
COMMENT ON COLUMN storefront.cart_code.tenant_id IS 'none';
COMMENT ON COLUMN storefront.cart_code.cart_id IS 'none';
COMMENT ON COLUMN storefront.cart_code.code IS 'none';
COMMENT ON COLUMN storefront.cart_code.added_at IS 'none';
CREATE INDEX cart_code_by_code ON storefront.cart_code (tenant_id, code);
-- tenant-table: storefront.cart_code
