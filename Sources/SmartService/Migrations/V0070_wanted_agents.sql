-- Who of the staff is wanted for a talk, by login: the member's own agent; anybody may take it.
ALTER TABLE service.hand_off
  ADD COLUMN agent text CHECK (length(agent) BETWEEN 1 AND 40);
COMMENT ON COLUMN service.hand_off.agent IS 'none';
