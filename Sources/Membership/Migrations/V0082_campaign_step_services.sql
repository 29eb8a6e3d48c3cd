-- A step of a campaign may be for those alone who may use a service.
ALTER TABLE membership.campaign_step
  ADD COLUMN service text CHECK (length(service) BETWEEN 1 AND 40);
COMMENT ON COLUMN membership.campaign_step.service IS 'none';
