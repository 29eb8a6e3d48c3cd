-- Who vouches for a rule of triage, in the wording that the rule had then; a changed rule needs it anew.
CREATE TABLE service.triage_sign_off (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  rule_id text NOT NULL CHECK (length(rule_id) BETWEEN 1 AND 80),
  rule_digest text NOT NULL CHECK (length(rule_digest) = 64),
  clinician text NOT NULL CHECK (length(clinician) BETWEEN 1 AND 120),
  licence text NOT NULL CHECK (length(licence) BETWEEN 1 AND 80),
  login text NOT NULL CHECK (length(login) BETWEEN 1 AND 100),
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, rule_id, rule_digest)
);
COMMENT ON TABLE service.triage_sign_off IS 'One row is one rule of triage in one wording, signed by a clinician.';
COMMENT ON COLUMN service.triage_sign_off.tenant_id IS 'none';
COMMENT ON COLUMN service.triage_sign_off.rule_id IS 'none';
COMMENT ON COLUMN service.triage_sign_off.rule_digest IS 'none';
COMMENT ON COLUMN service.triage_sign_off.clinician IS 'personal: who vouches for a rule / contract / while the rule is used / low';
COMMENT ON COLUMN service.triage_sign_off.licence IS 'personal: by which licence the clinician vouches / contract / while the rule is used / low';
COMMENT ON COLUMN service.triage_sign_off.login IS 'personal: who of the staff noted it / contract / while the rule is used / low';
COMMENT ON COLUMN service.triage_sign_off.signed_at IS 'none';
-- tenant-table: service.triage_sign_off
