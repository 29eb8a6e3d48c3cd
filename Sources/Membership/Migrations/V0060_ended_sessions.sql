-- Whoever goes takes along what was said on the devices of before, so that signing out forgets no session.
ALTER TABLE membership.member_session ADD COLUMN ended_at timestamptz;
COMMENT ON COLUMN membership.member_session.ended_at IS 'none';
COMMENT ON COLUMN membership.member_session.member_id IS 'personal: knowing who is signed in, and deleting on request what was said from the session / contract / until deleted by the member / pseudonymous';
-- An order that was called off is no first order.
CREATE TABLE membership.called_off_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  called_off_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, order_id)
);
COMMENT ON TABLE membership.called_off_order IS 'One row is one order of a member that came to nothing before it was paid.';
COMMENT ON COLUMN membership.called_off_order.tenant_id IS 'none';
COMMENT ON COLUMN membership.called_off_order.order_id IS 'none';
COMMENT ON COLUMN membership.called_off_order.called_off_at IS 'none';
-- tenant-table: membership.called_off_order append-only
