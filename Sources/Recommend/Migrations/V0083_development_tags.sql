-- What courses and toys train; the ages at which they do follow from the skills.
CREATE TABLE recommend.development_tag (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  item text NOT NULL CHECK (length(item) BETWEEN 1 AND 80),
  kind text NOT NULL CHECK (kind IN ('course', 'toy')),
  skills text[] NOT NULL CHECK (cardinality(skills) BETWEEN 1 AND 12),
  lessons integer NOT NULL CHECK (lessons BETWEEN 0 AND 200 AND (kind = 'course') = (lessons > 0)),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, item)
);
COMMENT ON TABLE recommend.development_tag IS 'One row is what a course or toy trains, and how many lessons a course has.';
COMMENT ON COLUMN recommend.development_tag.tenant_id IS 'none';
COMMENT ON COLUMN recommend.development_tag.item IS 'none';
COMMENT ON COLUMN recommend.development_tag.kind IS 'none';
COMMENT ON COLUMN recommend.development_tag.skills IS 'none';
COMMENT ON COLUMN recommend.development_tag.lessons IS 'none';
COMMENT ON COLUMN recommend.development_tag.changed_at IS 'none';
-- tenant-table: recommend.development_tag
