-- A provider's bill of a day beside the shop's own ledger: what differs is kept until somebody looks.
CREATE TABLE storefront.bill_match (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  provider text NOT NULL,
  day date NOT NULL,
  matched_at timestamptz NOT NULL,
  entries integer NOT NULL CHECK (entries >= 0),
  agreed integer NOT NULL CHECK (agreed BETWEEN 0 AND entries),
  PRIMARY KEY (tenant_id, provider, day)
);
COMMENT ON TABLE storefront.bill_match IS 'One row is one provider''s bill of one day, as it was last compared.';
COMMENT ON COLUMN storefront.bill_match.tenant_id IS 'none';
COMMENT ON COLUMN storefront.bill_match.provider IS 'none';
COMMENT ON COLUMN storefront.bill_match.day IS 'none';
COMMENT ON COLUMN storefront.bill_match.matched_at IS 'none';
COMMENT ON COLUMN storefront.bill_match.entries IS 'none';
COMMENT ON COLUMN storefront.bill_match.agreed IS 'none';
-- tenant-table: storefront.bill_match

CREATE TABLE storefront.bill_difference (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  provider text NOT NULL,
  day date NOT NULL,
  subject text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('unknown', 'missing', 'other_amount', 'not_settled', 'twice')),
  ours bigint,
  theirs bigint,
  currency text NOT NULL,
  reference text,
  PRIMARY KEY (tenant_id, provider, day, subject, kind),
  FOREIGN KEY (tenant_id, provider, day)
    REFERENCES storefront.bill_match (tenant_id, provider, day) ON DELETE CASCADE
);
COMMENT ON TABLE storefront.bill_difference IS 'One row is one movement on which bill and ledger differ; amounts are in minor units.';
COMMENT ON COLUMN storefront.bill_difference.tenant_id IS 'none';
COMMENT ON COLUMN storefront.bill_difference.provider IS 'none';
COMMENT ON COLUMN storefront.bill_difference.day IS 'none';
COMMENT ON COLUMN storefront.bill_difference.subject IS 'none';
COMMENT ON COLUMN storefront.bill_difference.kind IS 'none';
COMMENT ON COLUMN storefront.bill_difference.ours IS 'none';
COMMENT ON COLUMN storefront.bill_difference.theirs IS 'none';
COMMENT ON COLUMN storefront.bill_difference.currency IS 'none';
COMMENT ON COLUMN storefront.bill_difference.reference IS 'none';
-- tenant-table: storefront.bill_difference
