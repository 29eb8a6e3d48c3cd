-- Pictures in the widths in which pages show them, made once from what was kept.
ALTER TABLE tenancy.media ADD COLUMN sized_at timestamptz;
COMMENT ON COLUMN tenancy.media.sized_at IS 'none';
CREATE INDEX media_unsized ON tenancy.media (tenant_id, sha256)
  WHERE sized_at IS NULL AND content_type <> 'image/svg+xml';
CREATE TABLE tenancy.rendition (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  sha256 bytea NOT NULL,
  width integer NOT NULL CHECK (width IN (160, 320, 640, 1280)),
  content_type text NOT NULL CHECK (content_type = 'image/webp'),
  bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 1 AND 2097152),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, sha256, width),
  FOREIGN KEY (tenant_id, sha256) REFERENCES tenancy.media (tenant_id, sha256) ON DELETE CASCADE
);
COMMENT ON TABLE tenancy.rendition IS 'One row is one picture in one width; it goes with its picture.';
COMMENT ON COLUMN tenancy.rendition.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.rendition.sha256 IS 'none';
COMMENT ON COLUMN tenancy.rendition.width IS 'none';
COMMENT ON COLUMN tenancy.rendition.content_type IS 'none';
COMMENT ON COLUMN tenancy.rendition.bytes IS 'personal: showing what shoppers show / consent / until whatever shows it is deleted / medium';
COMMENT ON COLUMN tenancy.rendition.created_at IS 'none';
-- tenant-table: tenancy.rendition
