-- Whose session and whose order it is; a shop knows sessions and orders, and no member.
CREATE TABLE membership.member_session (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  member_id uuid NOT NULL,
  signed_in_at timestamptz NOT NULL,
  coupon_id uuid,
  points bigint CHECK (points > 0),
  PRIMARY KEY (tenant_id, session_id),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.member_session IS 'One row is one session in which a member is signed in, with what the member wants to use at the checkout.';
COMMENT ON COLUMN membership.member_session.tenant_id IS 'none';
COMMENT ON COLUMN membership.member_session.session_id IS 'none';
COMMENT ON COLUMN membership.member_session.member_id IS 'personal: knowing who is signed in / contract / half a year from signing in / pseudonymous';
COMMENT ON COLUMN membership.member_session.signed_in_at IS 'none';
COMMENT ON COLUMN membership.member_session.coupon_id IS 'none';
COMMENT ON COLUMN membership.member_session.points IS 'none';
CREATE INDEX member_session_by_member ON membership.member_session (tenant_id, member_id);
-- tenant-table: membership.member_session

CREATE TABLE membership.placed_order (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  member_id uuid NOT NULL,
  placed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, order_id)
);
COMMENT ON TABLE membership.placed_order IS 'One row is one order that a member placed, paid or not.';
COMMENT ON COLUMN membership.placed_order.tenant_id IS 'none';
COMMENT ON COLUMN membership.placed_order.order_id IS 'none';
COMMENT ON COLUMN membership.placed_order.member_id IS 'personal: giving what orders earn / contract / as long as the membership / pseudonymous';
COMMENT ON COLUMN membership.placed_order.placed_at IS 'none';
-- tenant-table: membership.placed_order append-only
