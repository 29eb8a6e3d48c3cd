-- A paid term may be bought with an order of the shop, and is taken back when its money goes back.
ALTER TABLE membership.paid_term
  ADD COLUMN order_id uuid,
  ADD COLUMN revoked_at timestamptz;
COMMENT ON COLUMN membership.paid_term.order_id IS 'none';
COMMENT ON COLUMN membership.paid_term.revoked_at IS 'none';
CREATE INDEX paid_term_by_order ON membership.paid_term (tenant_id, order_id) WHERE order_id IS NOT NULL;
