-- An import that was stopped goes on where it was: its row is written with each batch.
CREATE TABLE storefront.import_run (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  kind text NOT NULL CHECK (kind IN ('products', 'stock')),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  rows_done bigint NOT NULL CHECK (rows_done >= 0),
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, kind, digest)
);
COMMENT ON TABLE storefront.import_run IS 'One row is how far the latest import of a file came, by the SHA-256 of the file and how it is read.';
COMMENT ON COLUMN storefront.import_run.tenant_id IS 'none';
COMMENT ON COLUMN storefront.import_run.kind IS 'none';
COMMENT ON COLUMN storefront.import_run.digest IS 'none';
COMMENT ON COLUMN storefront.import_run.rows_done IS 'none';
COMMENT ON COLUMN storefront.import_run.started_at IS 'none';
COMMENT ON COLUMN storefront.import_run.updated_at IS 'none';
COMMENT ON COLUMN storefront.import_run.finished_at IS 'none';
-- tenant-table: storefront.import_run
