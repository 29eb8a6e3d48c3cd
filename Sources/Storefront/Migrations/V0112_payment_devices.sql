-- Inside a provider's app a page asks the app for the payment, which works for who looks at it.
ALTER TABLE storefront.payment
  DROP CONSTRAINT payment_prompt_kind_check,
  ADD CONSTRAINT payment_prompt_kind CHECK (prompt_kind IN ('scan', 'visit', 'invoke'));
COMMENT ON COLUMN storefront.payment.session IS 'personal: leading a payer back to what they began / contract / kept with the order / pseudonymous';
