-- Whose owner has proved who they are may be a member; of all others nobody need be asked.
-- Sessions from before this may be anybody's.
ALTER TABLE tenancy.session ADD COLUMN is_proved boolean NOT NULL DEFAULT true;
ALTER TABLE tenancy.session ALTER COLUMN is_proved SET DEFAULT false;
COMMENT ON COLUMN tenancy.session.is_proved IS 'none';
