-- What a machine drafted is marked as such until somebody writes another answer.
ALTER TABLE service.knowledge_version ADD COLUMN drafted_by text NOT NULL DEFAULT '' CHECK (length(drafted_by) <= 200);
COMMENT ON COLUMN service.knowledge_version.drafted_by IS 'none';
