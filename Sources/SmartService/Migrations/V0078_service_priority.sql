-- A talk stands further ahead among those that wait for the same reason, by the member's tier or plan.
ALTER TABLE service.hand_off
  ADD COLUMN minutes_ahead integer NOT NULL DEFAULT 0 CHECK (minutes_ahead BETWEEN 0 AND 240);
COMMENT ON COLUMN service.hand_off.minutes_ahead IS 'none';
