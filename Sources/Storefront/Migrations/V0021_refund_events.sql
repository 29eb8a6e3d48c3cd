-- The ledger of a payment says how much each entry moved, and for which refund.
ALTER TABLE storefront.payment_event
  ADD COLUMN amount bigint CHECK (amount >= 0),
  ADD COLUMN refund_id uuid,
  DROP CONSTRAINT payment_event_kind_check,
  ADD CONSTRAINT payment_event_kind CHECK (kind IN (
    'begun', 'confirmed', 'voided', 'refund_requested', 'refund_sent', 'refunded', 'refund_failed')),
  ADD FOREIGN KEY (tenant_id, refund_id) REFERENCES storefront.refund (tenant_id, id);
COMMENT ON COLUMN storefront.payment_event.amount IS 'none';
COMMENT ON COLUMN storefront.payment_event.refund_id IS 'none';

-- Part of a living or completed order's money may go back.
ALTER TABLE storefront.customer_order
  DROP CONSTRAINT customer_order_payment_status_check,
  DROP CONSTRAINT customer_order_check1,
  ADD CONSTRAINT customer_order_payment_status
    CHECK (payment_status IN ('unpaid', 'paid', 'partially_refunded', 'refunded')),
  ADD CONSTRAINT customer_order_completed_was_paid
    CHECK (status <> 'completed' OR payment_status <> 'unpaid'),
  ADD CONSTRAINT customer_order_completed_is_fulfilled
    CHECK (status <> 'completed' OR fulfilment_status = 'fulfilled');
