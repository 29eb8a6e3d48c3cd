-- When the expert got the share of a talk that took place.
ALTER TABLE service.consultation
  ADD COLUMN paid_out_at timestamptz;
COMMENT ON COLUMN service.consultation.paid_out_at IS 'none';
CREATE INDEX consultation_payout ON service.consultation (tenant_id, starts_at) WHERE state = 'done' AND paid_out_at IS NULL;
