-- Claim, effect and stored answer of a request share one transaction.
CREATE TABLE tenancy.idempotent_request (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  asker text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 255),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  status integer CHECK (status BETWEEN 200 AND 499),
  headers jsonb,
  body bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, asker, key)
);
COMMENT ON TABLE tenancy.idempotent_request IS 'One row is one request with an Idempotency-Key and the answer it got.';
COMMENT ON COLUMN tenancy.idempotent_request.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.idempotent_request.asker IS 'personal: answering a retry to the same visitor / contract / 24 hours / pseudonymous';
COMMENT ON COLUMN tenancy.idempotent_request.key IS 'none';
COMMENT ON COLUMN tenancy.idempotent_request.request_hash IS 'personal: telling a retry from another request / contract / 24 hours / SHA-256';
COMMENT ON COLUMN tenancy.idempotent_request.status IS 'none';
COMMENT ON COLUMN tenancy.idempotent_request.headers IS 'personal: repeating the answer, with the order''s secret link, to a retry / contract / 24 hours / as the order';
COMMENT ON COLUMN tenancy.idempotent_request.body IS 'personal: repeating the answer to a retry / contract / 24 hours / as the order';
COMMENT ON COLUMN tenancy.idempotent_request.created_at IS 'none';
CREATE INDEX idempotent_request_by_age ON tenancy.idempotent_request (tenant_id, created_at);
-- tenant-table: tenancy.idempotent_request system
