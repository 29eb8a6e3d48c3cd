-- What was sold before the shop came here, or elsewhere; orders of the shop itself are asked for anew.
CREATE TABLE recommend.past_sale (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  article text NOT NULL CHECK (length(article) BETWEEN 1 AND 80),
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 80),
  day integer NOT NULL,
  units integer NOT NULL CHECK (units BETWEEN 1 AND 1000000),
  PRIMARY KEY (tenant_id, article, place, day)
);
COMMENT ON TABLE recommend.past_sale IS 'One row is what was sold of an article at a place on a day; days are numbered from 1970-01-01 on.';
COMMENT ON COLUMN recommend.past_sale.tenant_id IS 'none';
COMMENT ON COLUMN recommend.past_sale.article IS 'none';
COMMENT ON COLUMN recommend.past_sale.place IS 'none';
COMMENT ON COLUMN recommend.past_sale.day IS 'none';
COMMENT ON COLUMN recommend.past_sale.units IS 'none';
CREATE INDEX past_sale_by_day ON recommend.past_sale (tenant_id, day);
-- tenant-table: recommend.past_sale
