-- A return knows the refund that its money goes back by, so that it opens again when that ends without money.
ALTER TABLE storefront.return_request
  ADD COLUMN refund_id uuid,
  ADD CONSTRAINT return_request_refund FOREIGN KEY (tenant_id, refund_id) REFERENCES storefront.refund (tenant_id, id),
  ADD CONSTRAINT return_request_refunded CHECK (refund_id IS NULL OR state = 'refunded');
ALTER TABLE storefront.return_line
  ADD COLUMN refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0);
COMMENT ON COLUMN storefront.return_request.refund_id IS 'none';
COMMENT ON COLUMN storefront.return_line.refunded IS 'none';
CREATE INDEX return_request_by_refund ON storefront.return_request (tenant_id, refund_id) WHERE refund_id IS NOT NULL;
