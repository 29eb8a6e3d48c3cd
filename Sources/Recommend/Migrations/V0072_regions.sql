-- The shop's region in which something was done, by the language of the page or order; null where none is named.
ALTER TABLE recommend.signal ADD COLUMN region text CHECK (region ~ '^[a-z]{2}$');
COMMENT ON COLUMN recommend.signal.region IS 'none';
