-- Booked talks with experts: a time is held, then paid through the shop; one time has one booking.
CREATE TABLE service.consultation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  expert text NOT NULL CHECK (length(expert) BETWEEN 1 AND 40),
  starts_at timestamptz NOT NULL,
  minutes integer NOT NULL CHECK (minutes BETWEEN 10 AND 120),
  session_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'booked', 'done', 'missed', 'cancelled', 'expired', 'unplaced')),
  held_until timestamptz NOT NULL,
  sku text NOT NULL CHECK (length(sku) BETWEEN 1 AND 80),
  order_id uuid,
  order_number text CHECK (length(order_number) BETWEEN 1 AND 40),
  owes_refund boolean NOT NULL DEFAULT false,
  question text NOT NULL CHECK (length(question) <= 2000),
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
  rating integer CHECK (rating BETWEEN 1 AND 5),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((order_id IS NULL) = (order_number IS NULL)),
  CHECK (state NOT IN ('booked', 'done', 'missed', 'unplaced') OR order_id IS NOT NULL)
);
COMMENT ON TABLE service.consultation IS 'One row is one booking of an expert''s time.';
COMMENT ON COLUMN service.consultation.tenant_id IS 'none';
COMMENT ON COLUMN service.consultation.id IS 'none';
COMMENT ON COLUMN service.consultation.expert IS 'none';
COMMENT ON COLUMN service.consultation.starts_at IS 'none';
COMMENT ON COLUMN service.consultation.minutes IS 'none';
COMMENT ON COLUMN service.consultation.session_id IS 'personal: knowing who booked / contract / with the order / pseudonymous';
COMMENT ON COLUMN service.consultation.state IS 'none';
COMMENT ON COLUMN service.consultation.held_until IS 'none';
COMMENT ON COLUMN service.consultation.sku IS 'none';
COMMENT ON COLUMN service.consultation.order_id IS 'none';
COMMENT ON COLUMN service.consultation.order_number IS 'none';
COMMENT ON COLUMN service.consultation.owes_refund IS 'none';
COMMENT ON COLUMN service.consultation.question IS 'personal: preparing the talk, perhaps about a child''s health / consent / until erased on request / sensitive';
COMMENT ON COLUMN service.consultation.note IS 'personal: what the expert said / consent / until erased on request / sensitive';
COMMENT ON COLUMN service.consultation.rating IS 'none';
COMMENT ON COLUMN service.consultation.changed_at IS 'none';
CREATE UNIQUE INDEX consultation_time ON service.consultation (tenant_id, expert, starts_at) WHERE state IN ('held', 'booked', 'done', 'missed');
CREATE INDEX consultation_by_session ON service.consultation (tenant_id, session_id, id);
CREATE INDEX consultation_by_order ON service.consultation (tenant_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX consultation_refund ON service.consultation (tenant_id, starts_at) WHERE owes_refund;
-- tenant-table: service.consultation
