-- A promotion that rests keeps its times, its limits and what was used of them.
ALTER TABLE storefront.promotion
  DROP CONSTRAINT promotion_state_check,
  ADD CONSTRAINT promotion_state_check CHECK (state IN ('draft', 'active', 'paused', 'ended'));
