-- A group buys at its own price when enough people have paid in time.
ALTER TABLE storefront.promotion ADD COLUMN is_group boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.promotion.is_group IS 'none';

CREATE TABLE storefront.buying_group (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('opening', 'open', 'complete', 'failed')),
  size integer NOT NULL CHECK (size BETWEEN 2 AND 100),
  hours integer NOT NULL CHECK (hours BETWEEN 1 AND 168),
  taken integer NOT NULL CHECK (taken BETWEEN 0 AND size),
  paid integer NOT NULL CHECK (paid BETWEEN 0 AND taken),
  created_at timestamptz NOT NULL,
  closes_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK (state <> 'open' OR closes_at IS NOT NULL),
  CHECK ((ended_at IS NOT NULL) = (state IN ('complete', 'failed'))),
  FOREIGN KEY (tenant_id, promotion_id) REFERENCES storefront.promotion (tenant_id, id),
  FOREIGN KEY (tenant_id, sku_id) REFERENCES storefront.sku (tenant_id, id)
);
COMMENT ON TABLE storefront.buying_group IS 'One row is one group of people who buy at a promotion''s price together.';
COMMENT ON COLUMN storefront.buying_group.tenant_id IS 'none';
COMMENT ON COLUMN storefront.buying_group.id IS 'none';
COMMENT ON COLUMN storefront.buying_group.promotion_id IS 'none';
COMMENT ON COLUMN storefront.buying_group.sku_id IS 'none';
COMMENT ON COLUMN storefront.buying_group.state IS 'none';
COMMENT ON COLUMN storefront.buying_group.size IS 'none';
COMMENT ON COLUMN storefront.buying_group.hours IS 'none';
COMMENT ON COLUMN storefront.buying_group.taken IS 'none';
COMMENT ON COLUMN storefront.buying_group.paid IS 'none';
COMMENT ON COLUMN storefront.buying_group.created_at IS 'none';
COMMENT ON COLUMN storefront.buying_group.closes_at IS 'none';
COMMENT ON COLUMN storefront.buying_group.ended_at IS 'none';
CREATE INDEX buying_group_open ON storefront.buying_group (tenant_id, closes_at) WHERE state = 'open';
CREATE INDEX buying_group_by_promotion ON storefront.buying_group (tenant_id, promotion_id, id);
CREATE INDEX buying_group_by_sku ON storefront.buying_group (tenant_id, sku_id);
CREATE INDEX buying_group_to_undo ON storefront.buying_group (tenant_id, id)
  WHERE state = 'failed' AND taken > 0;
-- tenant-table: storefront.buying_group
