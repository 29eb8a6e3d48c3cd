-- An order without a cart says what it was made for; of one such thing lives at most one order.
ALTER TABLE storefront.customer_order
  ALTER COLUMN cart_id DROP NOT NULL,
  ALTER COLUMN session_id DROP NOT NULL,
  ADD COLUMN agreement text CHECK (length(agreement) BETWEEN 1 AND 120),
  ADD CHECK ((cart_id IS NULL) = (agreement IS NOT NULL)),
  ADD CHECK ((cart_id IS NULL) = (session_id IS NULL));
COMMENT ON COLUMN storefront.customer_order.agreement IS 'none';
CREATE UNIQUE INDEX customer_order_by_agreement
  ON storefront.customer_order (tenant_id, agreement)
  WHERE agreement IS NOT NULL AND status <> 'cancelled';
CREATE INDEX customer_order_of_agreement
  ON storefront.customer_order (tenant_id, agreement, id) WHERE agreement IS NOT NULL;
