-- Models as they were trained: of each kind one is served, and the one before can be served again.
CREATE TABLE recommend.model_artefact (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  version integer NOT NULL CHECK (version >= 1),
  format integer NOT NULL CHECK (format >= 1),
  state text NOT NULL CHECK (state IN ('candidate', 'serving', 'retired', 'rejected')),
  metrics jsonb NOT NULL,
  content bytea NOT NULL CHECK (octet_length(content) <= 536870912),
  trained_at timestamptz NOT NULL,
  served_at timestamptz,
  PRIMARY KEY (tenant_id, kind, version),
  CHECK (state <> 'serving' OR served_at IS NOT NULL)
);
COMMENT ON TABLE recommend.model_artefact IS 'One row is one trained model.';
COMMENT ON COLUMN recommend.model_artefact.tenant_id IS 'none';
COMMENT ON COLUMN recommend.model_artefact.kind IS 'none';
COMMENT ON COLUMN recommend.model_artefact.version IS 'none';
COMMENT ON COLUMN recommend.model_artefact.format IS 'none';
COMMENT ON COLUMN recommend.model_artefact.state IS 'none';
COMMENT ON COLUMN recommend.model_artefact.metrics IS 'none';
COMMENT ON COLUMN recommend.model_artefact.content IS 'personal: recommending / consent / until the next training after an erasure / pseudonymous';
COMMENT ON COLUMN recommend.model_artefact.trained_at IS 'none';
COMMENT ON COLUMN recommend.model_artefact.served_at IS 'none';
CREATE UNIQUE INDEX model_artefact_serving ON recommend.model_artefact (tenant_id, kind) WHERE state = 'serving';
-- tenant-table: recommend.model_artefact
