-- A person's row is there from the first event on, so that intake and opting out can wait for each other.
ALTER TABLE recommend.personalisation ALTER COLUMN is_on DROP NOT NULL;
COMMENT ON TABLE recommend.personalisation IS 'One row is a person of whom events came, with what was said of recommendations; null is no word yet.';
