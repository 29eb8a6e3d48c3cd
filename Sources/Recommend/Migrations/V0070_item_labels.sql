-- What a merchant says of an item beside what the catalogue does; one row, so that it changes as a whole.
CREATE TABLE recommend.item_label (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  item text NOT NULL CHECK (length(item) BETWEEN 1 AND 80),
  scenarios text[] NOT NULL CHECK (scenarios <@ ARRAY['home', 'travel', 'work']),
  markets text[] NOT NULL CHECK (cardinality(markets) <= 60),
  languages text[] NOT NULL CHECK (cardinality(languages) <= 20),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, item)
);
COMMENT ON TABLE recommend.item_label IS 'One row is what an item serves, where it may be sold and what languages are on it.';
COMMENT ON COLUMN recommend.item_label.tenant_id IS 'none';
COMMENT ON COLUMN recommend.item_label.item IS 'none';
COMMENT ON COLUMN recommend.item_label.scenarios IS 'none';
COMMENT ON COLUMN recommend.item_label.markets IS 'none';
COMMENT ON COLUMN recommend.item_label.languages IS 'none';
COMMENT ON COLUMN recommend.item_label.changed_at IS 'none';
-- tenant-table: recommend.item_label
