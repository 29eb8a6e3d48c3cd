-- Whoever is no member says how old the children are, so that nothing unsuitable is proposed: the months
-- of birth, counted from the year 0 on, so that ages grow by themselves.
ALTER TABLE recommend.personalisation ADD COLUMN children_born integer[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(children_born) <= 6);
COMMENT ON COLUMN recommend.personalisation.children_born IS 'personal: proposing what suits the age / consent / until taken back, erased on request or switched off / high';
