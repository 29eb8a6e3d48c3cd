-- Which model put an item before somebody, so that what follows is known to be its doing.
ALTER TABLE recommend.signal ADD COLUMN model_kind text CHECK (model_kind ~ '^[a-z][a-z0-9_]{0,39}$');
ALTER TABLE recommend.signal ADD CONSTRAINT signal_names_its_model
  CHECK (model_kind IS NULL OR kind = 'impression' AND model_version IS NOT NULL);
COMMENT ON COLUMN recommend.signal.model_kind IS 'none';
CREATE INDEX signal_impression ON recommend.signal (tenant_id, person_id, item, occurred_at) WHERE kind = 'impression';
