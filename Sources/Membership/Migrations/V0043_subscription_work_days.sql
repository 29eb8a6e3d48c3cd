-- Contracts are looked at when something is due; one that has not said when yet is looked at once.
ALTER TABLE membership.subscription ADD COLUMN work_day integer DEFAULT 0;
ALTER TABLE membership.subscription ALTER COLUMN work_day DROP DEFAULT;
ALTER TABLE membership.subscription
  ADD COLUMN request_key text CHECK (length(request_key) BETWEEN 1 AND 80);
COMMENT ON COLUMN membership.subscription.work_day IS 'none';
COMMENT ON COLUMN membership.subscription.request_key IS 'none';
CREATE UNIQUE INDEX subscription_asked ON membership.subscription (tenant_id, member_id, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX subscription_due ON membership.subscription (tenant_id, work_day, id) WHERE work_day IS NOT NULL;
CREATE INDEX subscription_by_state ON membership.subscription (tenant_id, state, id);
DROP INDEX membership.subscription_open;
DROP INDEX membership.subscription_cycle_due;
