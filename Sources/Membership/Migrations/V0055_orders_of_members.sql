-- A member sees the orders that are hers, the latest first.
CREATE INDEX placed_order_by_member
  ON membership.placed_order (tenant_id, member_id, placed_at, order_id);
