-- What somebody chose of how things are proposed to them; taken back with the rest.
ALTER TABLE recommend.personalisation
  ADD COLUMN requires text[] NOT NULL DEFAULT '{}' CHECK (cardinality(requires) <= 10),
  ADD COLUMN scenario text CHECK (scenario IN ('home', 'travel', 'work')),
  ADD COLUMN persona text CHECK (persona ~ '^[a-z0-9-]{1,40}$');
COMMENT ON COLUMN recommend.personalisation.requires IS 'personal: proposing only what the family may use / consent / until taken back, erased on request or switched off / high';
COMMENT ON COLUMN recommend.personalisation.scenario IS 'personal: proposing what serves a situation / consent / until taken back, erased on request or switched off / low';
COMMENT ON COLUMN recommend.personalisation.persona IS 'personal: proposing the pack that was chosen / consent / until taken back, erased on request or switched off / low';
