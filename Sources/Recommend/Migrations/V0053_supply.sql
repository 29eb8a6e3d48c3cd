-- What a merchant knows of buying an article; absence leaves the shop's usual terms.
CREATE TABLE recommend.supply_term (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  article text NOT NULL CHECK (length(article) BETWEEN 1 AND 80),
  lead_days integer CHECK (lead_days BETWEEN 1 AND 365),
  pack integer CHECK (pack BETWEEN 1 AND 10000),
  shelf_life_days integer CHECK (shelf_life_days BETWEEN 1 AND 3650),
  unit_cost bigint CHECK (unit_cost BETWEEN 0 AND 1000000000000),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, article)
);
COMMENT ON TABLE recommend.supply_term IS 'One row is how an article is bought.';
COMMENT ON COLUMN recommend.supply_term.tenant_id IS 'none';
COMMENT ON COLUMN recommend.supply_term.article IS 'none';
COMMENT ON COLUMN recommend.supply_term.lead_days IS 'none';
COMMENT ON COLUMN recommend.supply_term.pack IS 'none';
COMMENT ON COLUMN recommend.supply_term.shelf_life_days IS 'none';
COMMENT ON COLUMN recommend.supply_term.unit_cost IS 'none';
COMMENT ON COLUMN recommend.supply_term.changed_at IS 'none';
-- tenant-table: recommend.supply_term

-- Goods that were ordered and are on their way.
CREATE TABLE recommend.goods_on_way (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  article text NOT NULL CHECK (length(article) BETWEEN 1 AND 80),
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 80),
  units integer NOT NULL CHECK (units BETWEEN 1 AND 1000000),
  due_day integer NOT NULL,
  ordered_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE recommend.goods_on_way IS 'One row is an order with a supplier; days are numbered from 1970-01-01 on.';
COMMENT ON COLUMN recommend.goods_on_way.tenant_id IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.id IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.article IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.place IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.units IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.due_day IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.ordered_at IS 'none';
COMMENT ON COLUMN recommend.goods_on_way.closed_at IS 'none';
CREATE INDEX goods_on_way_open ON recommend.goods_on_way (tenant_id, article) WHERE closed_at IS NULL;
-- tenant-table: recommend.goods_on_way
