-- The graph of what a merchant's knowledge speaks of: concepts, and edges with where they are known from.
CREATE TABLE service.concept (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  kind text NOT NULL CHECK (kind IN ('stage', 'symptom', 'food', 'nutrient', 'allergen', 'product', 'care')),
  names jsonb NOT NULL CHECK (jsonb_typeof(names) = 'object'),
  aliases text[] NOT NULL,
  min_age_days integer,
  max_age_days integer,
  entries text[] NOT NULL,
  categories text[] NOT NULL,
  PRIMARY KEY (tenant_id, code),
  CHECK (min_age_days <= max_age_days)
);
COMMENT ON TABLE service.concept IS 'One row is one thing of the field.';
COMMENT ON COLUMN service.concept.tenant_id IS 'none';
COMMENT ON COLUMN service.concept.code IS 'none';
COMMENT ON COLUMN service.concept.kind IS 'none';
COMMENT ON COLUMN service.concept.names IS 'none';
COMMENT ON COLUMN service.concept.aliases IS 'none';
COMMENT ON COLUMN service.concept.min_age_days IS 'none';
COMMENT ON COLUMN service.concept.max_age_days IS 'none';
COMMENT ON COLUMN service.concept.entries IS 'none';
COMMENT ON COLUMN service.concept.categories IS 'none';
-- tenant-table: service.concept
CREATE TABLE service.concept_relation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  from_code text NOT NULL,
  link text NOT NULL CHECK (link IN ('suits', 'unsuited', 'contains', 'causes', 'eases', 'worsens', 'needs')),
  to_code text NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 400),
  PRIMARY KEY (tenant_id, from_code, link, to_code),
  FOREIGN KEY (tenant_id, from_code) REFERENCES service.concept (tenant_id, code) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, to_code) REFERENCES service.concept (tenant_id, code) ON DELETE CASCADE
);
COMMENT ON TABLE service.concept_relation IS 'One row is one edge between two things of the field.';
COMMENT ON COLUMN service.concept_relation.tenant_id IS 'none';
COMMENT ON COLUMN service.concept_relation.from_code IS 'none';
COMMENT ON COLUMN service.concept_relation.link IS 'none';
COMMENT ON COLUMN service.concept_relation.to_code IS 'none';
COMMENT ON COLUMN service.concept_relation.source IS 'none';
CREATE INDEX concept_relation_by_end ON service.concept_relation (tenant_id, to_code);
-- tenant-table: service.concept_relation
