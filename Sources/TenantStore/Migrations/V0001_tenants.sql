-- The registry of merchants: who is served at which host, and with which settings.
CREATE TABLE tenancy.tenant (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  revision bigint NOT NULL CHECK (revision > 0),
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
COMMENT ON TABLE tenancy.tenant IS 'One row is one merchant with its settings document.';

CREATE TABLE tenancy.tenant_host (
  host text PRIMARY KEY CHECK (host = lower(host)),
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id) ON DELETE CASCADE
);
COMMENT ON TABLE tenancy.tenant_host IS 'One row is one host name that leads to a merchant.';
CREATE INDEX tenant_host_by_tenant ON tenancy.tenant_host (tenant_id);

GRANT SELECT, INSERT, UPDATE ON tenancy.tenant TO app_system;
GRANT SELECT, INSERT, DELETE ON tenancy.tenant_host TO app_system;
GRANT SELECT ON tenancy.schema_migration TO app_system;
