-- One number per tenant that grows with every change of what is published: indexes in memory follow it.
CREATE TABLE service.knowledge_revision (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  revision bigint NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (tenant_id)
);
COMMENT ON TABLE service.knowledge_revision IS 'One row is how often a tenant''s published knowledge changed.';
COMMENT ON COLUMN service.knowledge_revision.tenant_id IS 'none';
COMMENT ON COLUMN service.knowledge_revision.revision IS 'none';
-- tenant-table: service.knowledge_revision
