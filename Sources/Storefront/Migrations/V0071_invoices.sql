-- A wish for an invoice and what came of it; an order has one at most that lives.
CREATE TABLE storefront.invoice (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('requested', 'issued', 'refused', 'withdrawn', 'voided')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  tax_number text NOT NULL CHECK (tax_number = '' OR tax_number ~ '^[0-9A-Z]{15,20}$'),
  email text NOT NULL CHECK (length(email) <= 200),
  amount bigint CHECK (amount > 0),
  number text NOT NULL DEFAULT '' CHECK (length(number) <= 20),
  reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 200),
  requested_at timestamptz NOT NULL,
  decided_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id),
  CHECK (state NOT IN ('issued', 'voided') OR amount IS NOT NULL AND number <> '')
);
COMMENT ON TABLE storefront.invoice IS 'One row is one wish for an invoice; the amount is in minor units of the order''s currency.';
COMMENT ON COLUMN storefront.invoice.tenant_id IS 'none';
COMMENT ON COLUMN storefront.invoice.id IS 'none';
COMMENT ON COLUMN storefront.invoice.order_id IS 'none';
COMMENT ON COLUMN storefront.invoice.state IS 'none';
COMMENT ON COLUMN storefront.invoice.title IS 'personal: naming the buyer on the invoice / contract / ten years, as the law on vouchers demands / medium';
COMMENT ON COLUMN storefront.invoice.tax_number IS 'personal: naming the buyer on the invoice / contract / ten years, as the law on vouchers demands / medium';
COMMENT ON COLUMN storefront.invoice.email IS 'personal: sending the invoice / contract / ten years, with the invoice / medium';
COMMENT ON COLUMN storefront.invoice.amount IS 'none';
COMMENT ON COLUMN storefront.invoice.number IS 'none';
COMMENT ON COLUMN storefront.invoice.reason IS 'none';
COMMENT ON COLUMN storefront.invoice.requested_at IS 'none';
COMMENT ON COLUMN storefront.invoice.decided_at IS 'none';
CREATE UNIQUE INDEX invoice_living ON storefront.invoice (tenant_id, order_id) WHERE state IN ('requested', 'issued');
CREATE INDEX invoice_newest ON storefront.invoice (tenant_id, state, id);
-- tenant-table: storefront.invoice
