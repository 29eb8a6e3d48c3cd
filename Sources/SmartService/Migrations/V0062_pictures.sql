-- Pictures that customers show to people; whoever deletes the talk deletes them, and so does time.
CREATE TABLE service.picture (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  conversation_id uuid NOT NULL,
  position integer NOT NULL,
  content_type text NOT NULL CHECK (content_type IN ('image/png', 'image/jpeg', 'image/webp')),
  width integer NOT NULL CHECK (width BETWEEN 1 AND 8000),
  height integer NOT NULL CHECK (height BETWEEN 1 AND 8000),
  bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 2097152),
  shown_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, conversation_id, position),
  FOREIGN KEY (tenant_id, conversation_id, position)
    REFERENCES service.message (tenant_id, conversation_id, position) ON DELETE CASCADE
);
COMMENT ON TABLE service.picture IS 'One row is one picture that came with a message.';
COMMENT ON COLUMN service.picture.tenant_id IS 'none';
COMMENT ON COLUMN service.picture.conversation_id IS 'none';
COMMENT ON COLUMN service.picture.position IS 'none';
COMMENT ON COLUMN service.picture.content_type IS 'none';
COMMENT ON COLUMN service.picture.width IS 'none';
COMMENT ON COLUMN service.picture.height IS 'none';
COMMENT ON COLUMN service.picture.bytes IS 'personal: letting a person see what a family asks about, perhaps a child''s body / consent / 30 days after the talk, or until erased / sensitive';
COMMENT ON COLUMN service.picture.shown_at IS 'none';
-- tenant-table: service.picture
