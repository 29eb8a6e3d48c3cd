-- A payment online leads the shopper to a provider's page or code, and may come after it was called off.
ALTER TABLE storefront.payment
  ADD COLUMN provider_reference text,
  ADD COLUMN session text,
  ADD COLUMN prompt_kind text CHECK (prompt_kind IN ('scan', 'visit')),
  ADD COLUMN prompt text,
  ADD COLUMN prompt_until timestamptz,
  ADD COLUMN prompts integer NOT NULL DEFAULT 0 CHECK (prompts >= 0),
  DROP CONSTRAINT payment_status_check,
  DROP CONSTRAINT payment_paid_when_paid,
  ADD CONSTRAINT payment_status
    CHECK (status IN ('pending', 'paid', 'void', 'refunded', 'surplus')),
  ADD CONSTRAINT payment_paid_when_paid
    CHECK (paid = CASE WHEN status IN ('paid', 'refunded', 'surplus') THEN amount ELSE 0 END),
  ADD CONSTRAINT payment_prompt_whole CHECK (
    (prompt IS NULL) = (prompt_kind IS NULL) AND (prompt IS NULL) = (prompt_until IS NULL));
COMMENT ON COLUMN storefront.payment.provider_reference IS 'none';
COMMENT ON COLUMN storefront.payment.session IS 'none';
COMMENT ON COLUMN storefront.payment.prompt_kind IS 'none';
COMMENT ON COLUMN storefront.payment.prompt IS 'none';
COMMENT ON COLUMN storefront.payment.prompt_until IS 'none';
COMMENT ON COLUMN storefront.payment.prompts IS 'none';

ALTER TABLE storefront.payment_event
  DROP CONSTRAINT payment_event_kind,
  ADD CONSTRAINT payment_event_kind CHECK (kind IN ('begun', 'prompted', 'confirmed', 'voided',
    'failed', 'closed', 'refund_requested', 'refund_sent', 'refunded', 'refund_failed'));
