-- Pictures and files as bytes, addressed by their content.
CREATE TABLE tenancy.media (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  content_type text NOT NULL CHECK (content_type IN ('image/svg+xml', 'image/png', 'image/jpeg', 'image/webp')),
  bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 1 AND 2097152),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sha256)
);
COMMENT ON TABLE tenancy.media IS 'One row is one picture; equal bytes are kept once.';
COMMENT ON COLUMN tenancy.media.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.media.sha256 IS 'none';
COMMENT ON COLUMN tenancy.media.content_type IS 'none';
COMMENT ON COLUMN tenancy.media.bytes IS 'none';
COMMENT ON COLUMN tenancy.media.created_at IS 'none';
-- tenant-table: tenancy.media
