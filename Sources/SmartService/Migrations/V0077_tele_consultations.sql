-- Consultations with a licensed provider's clinician: what the parent agreed to hand over, the room, the advice.
CREATE TABLE service.tele_consultation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 200),
  state text NOT NULL CHECK (state IN ('asked', 'open', 'advised', 'failed')),
  summary text NOT NULL CHECK (length(summary) BETWEEN 1 AND 2000),
  reference text NOT NULL DEFAULT '' CHECK (length(reference) <= 200),
  url text NOT NULL DEFAULT '' CHECK (length(url) <= 500),
  advice text NOT NULL DEFAULT '' CHECK (length(advice) <= 8000),
  agreed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state IN ('open', 'advised')) = (reference <> '')),
  CHECK ((state = 'advised') = (advice <> ''))
);
COMMENT ON TABLE service.tele_consultation IS 'One row is one consultation with a provider''s clinician.';
COMMENT ON COLUMN service.tele_consultation.tenant_id IS 'none';
COMMENT ON COLUMN service.tele_consultation.id IS 'none';
COMMENT ON COLUMN service.tele_consultation.session_id IS 'personal: knowing who asked / consent / until erased on request / pseudonymous';
COMMENT ON COLUMN service.tele_consultation.provider IS 'none';
COMMENT ON COLUMN service.tele_consultation.state IS 'none';
COMMENT ON COLUMN service.tele_consultation.summary IS 'personal: handing a child''s summary to a clinician / consent / until erased on request / sensitive';
COMMENT ON COLUMN service.tele_consultation.reference IS 'none';
COMMENT ON COLUMN service.tele_consultation.url IS 'none';
COMMENT ON COLUMN service.tele_consultation.advice IS 'personal: keeping what the clinician advised / consent / until erased on request / sensitive';
COMMENT ON COLUMN service.tele_consultation.agreed_at IS 'none';
CREATE UNIQUE INDEX tele_consultation_open ON service.tele_consultation (tenant_id, session_id) WHERE state <> 'advised';
CREATE INDEX tele_consultation_by_session ON service.tele_consultation (tenant_id, session_id, id);
-- tenant-table: service.tele_consultation
