-- A reminder is handed over once, also where nobody knows what came of it; codes to one address end for the day.
ALTER TABLE membership.reminder ADD COLUMN handed_at timestamptz;
COMMENT ON COLUMN membership.reminder.handed_at IS 'none';
ALTER TABLE membership.sign_in_code ADD COLUMN day_from timestamptz;
ALTER TABLE membership.sign_in_code
  ADD COLUMN day_sends integer NOT NULL DEFAULT 1 CHECK (day_sends BETWEEN 1 AND 10);
COMMENT ON COLUMN membership.sign_in_code.day_from IS 'none';
COMMENT ON COLUMN membership.sign_in_code.day_sends IS 'none';
