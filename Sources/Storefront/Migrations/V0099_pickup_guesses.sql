-- Guessing pick-up codes at a counter is slowed down for whoever enters them.
CREATE TABLE storefront.pickup_guess (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
  guesses integer NOT NULL CHECK (guesses BETWEEN 0 AND 5),
  counted_from timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, actor)
);
COMMENT ON TABLE storefront.pickup_guess IS 'One row is how many pick-up codes somebody entered wrongly in the present quarter of an hour.';
COMMENT ON COLUMN storefront.pickup_guess.tenant_id IS 'none';
COMMENT ON COLUMN storefront.pickup_guess.actor IS 'personal: slowing down guesses of codes / legitimate interest / kept with the trail of the shop / low';
COMMENT ON COLUMN storefront.pickup_guess.guesses IS 'none';
COMMENT ON COLUMN storefront.pickup_guess.counted_from IS 'none';
-- tenant-table: storefront.pickup_guess

-- What waits to be collected is found without reading the orders of years.
CREATE INDEX pickup_waiting ON storefront.pickup (tenant_id, order_id) WHERE collected_at IS NULL;
