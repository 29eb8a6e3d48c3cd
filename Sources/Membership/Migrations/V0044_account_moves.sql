-- Points move by entries on both sides when two accounts become one person's, or are told apart again.
ALTER TABLE membership.points_entry DROP CONSTRAINT points_entry_kind_check;
ALTER TABLE membership.points_entry ADD CONSTRAINT points_entry_kind_check CHECK (kind IN ('earn',
  'grant', 'mature', 'expire', 'hold', 'use', 'release', 'reverse', 'owe', 'repay', 'give_back',
  'redeem', 'move'));
-- Lists by state, and no index that nothing reads by.
CREATE INDEX referral_by_state ON membership.referral (tenant_id, state, id);
DROP INDEX membership.points_entry_by_lot;
DROP INDEX membership.points_event_by_member;
DROP INDEX membership.tier_growth_entry_by_time;
DROP INDEX membership.coupon_by_kind;
DROP INDEX membership.coupon_code_by_kind;
DROP INDEX membership.coupon_entry_by_order;
DROP INDEX membership.order_refund_by_order;
