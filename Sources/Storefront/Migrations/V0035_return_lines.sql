-- Which pieces a request is about, in which condition, and what shows it.
CREATE TABLE storefront.return_line (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  request_id uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  is_opened boolean NOT NULL,
  is_restocked boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, request_id, position),
  FOREIGN KEY (tenant_id, order_id, request_id) REFERENCES storefront.return_request (tenant_id, order_id, id),
  FOREIGN KEY (tenant_id, order_id, position)
    REFERENCES storefront.order_line_account (tenant_id, order_id, position)
);
COMMENT ON TABLE storefront.return_line IS 'One row is how many pieces of an order line a request is about.';
COMMENT ON COLUMN storefront.return_line.tenant_id IS 'none';
COMMENT ON COLUMN storefront.return_line.request_id IS 'none';
COMMENT ON COLUMN storefront.return_line.order_id IS 'none';
COMMENT ON COLUMN storefront.return_line.position IS 'none';
COMMENT ON COLUMN storefront.return_line.quantity IS 'none';
COMMENT ON COLUMN storefront.return_line.is_opened IS 'none';
COMMENT ON COLUMN storefront.return_line.is_restocked IS 'none';
-- tenant-table: storefront.return_line

CREATE TABLE storefront.return_picture (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  request_id uuid NOT NULL,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, request_id, sha256),
  FOREIGN KEY (tenant_id, request_id) REFERENCES storefront.return_request (tenant_id, id)
);
COMMENT ON TABLE storefront.return_picture IS 'One row is one picture that shows why; the bytes lie with the media.';
COMMENT ON COLUMN storefront.return_picture.tenant_id IS 'none';
COMMENT ON COLUMN storefront.return_picture.request_id IS 'none';
COMMENT ON COLUMN storefront.return_picture.sha256 IS 'personal: deciding the request / contract / kept until erased on request; automatic erasure is not built yet / medium';
COMMENT ON COLUMN storefront.return_picture.added_at IS 'none';
-- tenant-table: storefront.return_picture append-only

-- Goods that come back whole are sold again; goods that replace others leave once more.
ALTER TABLE storefront.stock_movement
  DROP CONSTRAINT IF EXISTS stock_movement_reason_check,
  DROP CONSTRAINT IF EXISTS stock_movement_check,
  DROP CONSTRAINT IF EXISTS stock_movement_check1,
  DROP CONSTRAINT IF EXISTS stock_movement_check2,
  ADD CONSTRAINT stock_movement_reason
    CHECK (reason IN ('opening', 'sale', 'release', 'correction', 'return', 'exchange')),
  ADD CONSTRAINT stock_movement_order
    CHECK ((order_id IS NOT NULL) = (reason IN ('sale', 'release', 'return', 'exchange'))),
  ADD CONSTRAINT stock_movement_leaves CHECK (reason NOT IN ('sale', 'exchange') OR quantity < 0),
  ADD CONSTRAINT stock_movement_comes
    CHECK (reason NOT IN ('opening', 'release', 'return') OR quantity > 0);
