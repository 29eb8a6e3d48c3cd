-- How long contracts live is a figure; those that ended before this have no day.
ALTER TABLE membership.subscription ADD COLUMN ended_at timestamptz;
COMMENT ON COLUMN membership.subscription.ended_at IS 'none';
