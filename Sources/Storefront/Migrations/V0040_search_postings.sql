-- Postings say how much a term says of a product, and a document keeps what was written for one, so
-- that a change writes the difference only. Both follow from the catalogue: what the older table
-- held is made anew by the job storefront.index_products. No foreign keys: a batch of an import
-- writes a hundred thousand rows, each check would cost more than the row, and products stay.
DROP TABLE storefront.posting;
CREATE TABLE storefront.posting (
  tenant_id uuid NOT NULL,
  term text NOT NULL CHECK (length(term) BETWEEN 1 AND 64),
  product_id uuid NOT NULL,
  weight smallint NOT NULL CHECK (weight BETWEEN 0 AND 9),
  PRIMARY KEY (tenant_id, term, product_id) INCLUDE (weight)
);
COMMENT ON TABLE storefront.posting IS 'One row says that a product is found by a term.';
COMMENT ON COLUMN storefront.posting.tenant_id IS 'none';
COMMENT ON COLUMN storefront.posting.term IS 'none';
COMMENT ON COLUMN storefront.posting.product_id IS 'none';
COMMENT ON COLUMN storefront.posting.weight IS 'none';
-- tenant-table: storefront.posting

CREATE TABLE storefront.search_document (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  version integer NOT NULL,
  terms text[] NOT NULL,
  facets text[] NOT NULL,
  PRIMARY KEY (tenant_id, product_id)
);
COMMENT ON TABLE storefront.search_document IS 'One row is what the search knows of a product: its terms, each behind its weight, and its facets.';
COMMENT ON COLUMN storefront.search_document.tenant_id IS 'none';
COMMENT ON COLUMN storefront.search_document.product_id IS 'none';
COMMENT ON COLUMN storefront.search_document.version IS 'none';
COMMENT ON COLUMN storefront.search_document.terms IS 'none';
COMMENT ON COLUMN storefront.search_document.facets IS 'none';
-- tenant-table: storefront.search_document
