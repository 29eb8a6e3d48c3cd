-- Text equality on terms is leakproof, so the index works under row-level security.
CREATE TABLE storefront.posting (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  term text NOT NULL CHECK (length(term) BETWEEN 1 AND 64),
  product_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, term, product_id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.posting IS 'One row says that a product is found by a term.';
COMMENT ON COLUMN storefront.posting.tenant_id IS 'none';
COMMENT ON COLUMN storefront.posting.term IS 'none';
COMMENT ON COLUMN storefront.posting.product_id IS 'none';
CREATE INDEX posting_by_product ON storefront.posting (tenant_id, product_id);
-- tenant-table: storefront.posting
