-- A use belongs to its order from the claim on, and is given back once when the order is called off.
CREATE TABLE storefront.promotion_use (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  code text,
  person_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  pieces bigint NOT NULL CHECK (pieces >= 0),
  person_uses bigint NOT NULL CHECK (person_uses >= 0),
  state text NOT NULL CHECK (state IN ('claimed', 'released')),
  claimed_at timestamptz NOT NULL,
  released_at timestamptz,
  PRIMARY KEY (tenant_id, order_id, promotion_id),
  CHECK ((state = 'released') = (released_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id),
  FOREIGN KEY (tenant_id, promotion_id) REFERENCES storefront.promotion (tenant_id, id)
);
COMMENT ON TABLE storefront.promotion_use IS 'One row is what one promotion gave to one order.';
COMMENT ON COLUMN storefront.promotion_use.tenant_id IS 'none';
COMMENT ON COLUMN storefront.promotion_use.order_id IS 'none';
COMMENT ON COLUMN storefront.promotion_use.promotion_id IS 'none';
COMMENT ON COLUMN storefront.promotion_use.code IS 'none';
COMMENT ON COLUMN storefront.promotion_use.person_id IS 'personal: keeping the limit per person / contract / kept with the order; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.promotion_use.amount IS 'none';
COMMENT ON COLUMN storefront.promotion_use.pieces IS 'none';
COMMENT ON COLUMN storefront.promotion_use.person_uses IS 'none';
COMMENT ON COLUMN storefront.promotion_use.state IS 'none';
COMMENT ON COLUMN storefront.promotion_use.claimed_at IS 'none';
COMMENT ON COLUMN storefront.promotion_use.released_at IS 'none';
CREATE INDEX promotion_use_by_promotion ON storefront.promotion_use (tenant_id, promotion_id);
-- tenant-table: storefront.promotion_use

CREATE TABLE storefront.promotion_person (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  promotion_id uuid NOT NULL,
  person_id uuid NOT NULL,
  uses bigint NOT NULL CHECK (uses >= 0),
  uses_limit bigint NOT NULL,
  PRIMARY KEY (tenant_id, promotion_id, person_id),
  CHECK (uses <= uses_limit),
  FOREIGN KEY (tenant_id, promotion_id) REFERENCES storefront.promotion (tenant_id, id)
);
COMMENT ON TABLE storefront.promotion_person IS 'One row is how often one person has had a promotion that is limited per person.';
COMMENT ON COLUMN storefront.promotion_person.tenant_id IS 'none';
COMMENT ON COLUMN storefront.promotion_person.promotion_id IS 'none';
COMMENT ON COLUMN storefront.promotion_person.person_id IS 'personal: keeping the limit per person / contract / kept until the promotion is deleted; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.promotion_person.uses IS 'none';
COMMENT ON COLUMN storefront.promotion_person.uses_limit IS 'none';
-- tenant-table: storefront.promotion_person
CREATE INDEX order_by_session ON storefront.customer_order (tenant_id, session_id);
