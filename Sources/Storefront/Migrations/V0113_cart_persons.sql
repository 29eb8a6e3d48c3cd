-- Whoever signs in on another device finds there what they chose before.
CREATE TABLE storefront.cart_person (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id)
);
COMMENT ON TABLE storefront.cart_person IS 'One row is a session whose cart is that of a person who signed in on it.';
COMMENT ON COLUMN storefront.cart_person.tenant_id IS 'none';
COMMENT ON COLUMN storefront.cart_person.session_id IS 'personal: bringing a cart to another device / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.cart_person.person_id IS 'personal: bringing a cart to another device / contract / kept until erased on request; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.cart_person.joined_at IS 'none';
CREATE INDEX cart_person_by_person ON storefront.cart_person (tenant_id, person_id, joined_at);
-- tenant-table: storefront.cart_person
