-- What somebody wants nothing of to be proposed, such as what a child does not bear; taken back with the rest.
ALTER TABLE recommend.personalisation ADD COLUMN avoids text[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(avoids) <= 20);
COMMENT ON COLUMN recommend.personalisation.avoids IS 'personal: proposing nothing that a child does not bear / consent / until taken back, erased on request or switched off / high';
