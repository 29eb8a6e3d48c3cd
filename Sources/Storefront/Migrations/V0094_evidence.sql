-- What proves where goods come from; a badge says what is proven, and goes when the proof does.
ALTER TABLE storefront.product ADD COLUMN has_evidence boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.product.has_evidence IS 'none';

CREATE TABLE storefront.evidence (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  lot_code text CHECK (lot_code ~ '^[!-~]{1,20}$'),
  kind text NOT NULL CHECK (kind IN ('authorisation', 'customs', 'origin', 'inspection', 'organic', 'certificate')),
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 80),
  issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 120),
  issued_on date NOT NULL,
  expires_on date,
  document text NOT NULL CHECK (document = '' OR document ~ '^https://' AND length(document) <= 500),
  added_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK (expires_on >= issued_on),
  CHECK ((lot_code IS NOT NULL) = (kind IN ('customs', 'origin', 'inspection'))),
  CHECK (expires_on IS NOT NULL OR kind NOT IN ('authorisation', 'organic', 'certificate')),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.evidence IS 'One row is one document that proves something of a product or of one of its lots.';
COMMENT ON COLUMN storefront.evidence.tenant_id IS 'none';
COMMENT ON COLUMN storefront.evidence.id IS 'none';
COMMENT ON COLUMN storefront.evidence.product_id IS 'none';
COMMENT ON COLUMN storefront.evidence.lot_code IS 'none';
COMMENT ON COLUMN storefront.evidence.kind IS 'none';
COMMENT ON COLUMN storefront.evidence.number IS 'none';
COMMENT ON COLUMN storefront.evidence.issuer IS 'none';
COMMENT ON COLUMN storefront.evidence.issued_on IS 'none';
COMMENT ON COLUMN storefront.evidence.expires_on IS 'none';
COMMENT ON COLUMN storefront.evidence.document IS 'none';
COMMENT ON COLUMN storefront.evidence.added_at IS 'none';
COMMENT ON COLUMN storefront.evidence.withdrawn_at IS 'none';
CREATE INDEX evidence_by_product ON storefront.evidence (tenant_id, product_id, id);
-- tenant-table: storefront.evidence
