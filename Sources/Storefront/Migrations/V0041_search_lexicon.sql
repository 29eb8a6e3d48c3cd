-- Pinyin, initials, typos and single characters are resolved among a shop's distinct terms, which
-- are few, and not among its postings, which are many.
CREATE TABLE storefront.search_term (
  tenant_id uuid NOT NULL,
  term text NOT NULL CHECK (length(term) BETWEEN 1 AND 64),
  product_count bigint NOT NULL CHECK (product_count >= 0),
  PRIMARY KEY (tenant_id, term)
) WITH (fillfactor = 80);
COMMENT ON TABLE storefront.search_term IS 'One row is a term of a shop with the number of products that it finds; the term * counts all products.';
COMMENT ON COLUMN storefront.search_term.tenant_id IS 'none';
COMMENT ON COLUMN storefront.search_term.term IS 'none';
COMMENT ON COLUMN storefront.search_term.product_count IS 'none';
-- tenant-table: storefront.search_term

CREATE TABLE storefront.search_key (
  tenant_id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 3 AND 80),
  term text NOT NULL CHECK (length(term) BETWEEN 1 AND 64),
  PRIMARY KEY (tenant_id, key, term)
);
COMMENT ON TABLE storefront.search_key IS 'One row says by which other writing a term or a name is found: c: character, p: pinyin, d: letters left out, f: spelling, i: initials.';
COMMENT ON COLUMN storefront.search_key.tenant_id IS 'none';
COMMENT ON COLUMN storefront.search_key.key IS 'none';
COMMENT ON COLUMN storefront.search_key.term IS 'none';
-- tenant-table: storefront.search_key
