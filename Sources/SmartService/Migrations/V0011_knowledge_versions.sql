-- A version is never edited after its review; a better answer is another version.
CREATE TABLE service.knowledge_version (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  entry_id uuid NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  state text NOT NULL CHECK (state IN ('draft', 'review', 'published', 'withdrawn')),
  language text NOT NULL CHECK (length(language) BETWEEN 2 AND 12),
  question text NOT NULL CHECK (question <> '' AND length(question) <= 400),
  similar_questions text[] NOT NULL DEFAULT '{}' CHECK (cardinality(similar_questions) <= 50),
  answer text NOT NULL CHECK (answer <> '' AND length(answer) <= 4000),
  min_age_days integer CHECK (min_age_days >= -300),
  max_age_days integer CHECK (max_age_days >= -300),
  source text NOT NULL CHECK (source <> '' AND length(source) <= 400),
  reviewer text NOT NULL DEFAULT '' CHECK (length(reviewer) <= 120),
  reviewed_at timestamptz,
  due_at timestamptz,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, entry_id, version),
  CHECK (min_age_days <= max_age_days),
  CHECK (state <> 'published' OR reviewer <> '' AND reviewed_at IS NOT NULL),
  FOREIGN KEY (tenant_id, entry_id) REFERENCES service.knowledge_entry (tenant_id, id)
);
COMMENT ON TABLE service.knowledge_version IS 'One row is one wording of an entry.';
COMMENT ON COLUMN service.knowledge_version.tenant_id IS 'none';
COMMENT ON COLUMN service.knowledge_version.entry_id IS 'none';
COMMENT ON COLUMN service.knowledge_version.version IS 'none';
COMMENT ON COLUMN service.knowledge_version.state IS 'none';
COMMENT ON COLUMN service.knowledge_version.language IS 'none';
COMMENT ON COLUMN service.knowledge_version.question IS 'none';
COMMENT ON COLUMN service.knowledge_version.similar_questions IS 'none';
COMMENT ON COLUMN service.knowledge_version.answer IS 'none';
COMMENT ON COLUMN service.knowledge_version.min_age_days IS 'none';
COMMENT ON COLUMN service.knowledge_version.max_age_days IS 'none';
COMMENT ON COLUMN service.knowledge_version.source IS 'none';
COMMENT ON COLUMN service.knowledge_version.reviewer IS 'personal: who vouches for an answer / contract / while the version is kept / low';
COMMENT ON COLUMN service.knowledge_version.reviewed_at IS 'none';
COMMENT ON COLUMN service.knowledge_version.due_at IS 'none';
COMMENT ON COLUMN service.knowledge_version.written_at IS 'none';
CREATE INDEX knowledge_version_due ON service.knowledge_version (tenant_id, due_at) WHERE state = 'published';
-- tenant-table: service.knowledge_version
