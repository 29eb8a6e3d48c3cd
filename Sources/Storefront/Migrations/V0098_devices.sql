-- What a connected device needs and does, which a family reads before it brings it home.
CREATE TABLE storefront.device (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  product_id uuid NOT NULL,
  radios text[] NOT NULL CHECK (cardinality(radios) > 0 AND radios <@ ARRAY['bluetooth', 'wifi', 'zigbee', 'thread', 'nfc', 'cellular']),
  pairing text NOT NULL CHECK (pairing IN ('scan', 'code', 'button', 'touch', 'ready')),
  app text NOT NULL CHECK (length(app) <= 80),
  systems text NOT NULL CHECK (length(systems) <= 120),
  app_address text NOT NULL CHECK (app_address = '' OR app_address ~ '^https://' AND length(app_address) <= 500),
  needs_account boolean NOT NULL,
  works_offline boolean NOT NULL,
  updates_until date,
  data jsonb NOT NULL,
  PRIMARY KEY (tenant_id, product_id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.device IS 'One row is what one product needs and does as a connected device.';
COMMENT ON COLUMN storefront.device.tenant_id IS 'none';
COMMENT ON COLUMN storefront.device.product_id IS 'none';
COMMENT ON COLUMN storefront.device.radios IS 'none';
COMMENT ON COLUMN storefront.device.pairing IS 'none';
COMMENT ON COLUMN storefront.device.app IS 'none';
COMMENT ON COLUMN storefront.device.systems IS 'none';
COMMENT ON COLUMN storefront.device.app_address IS 'none';
COMMENT ON COLUMN storefront.device.needs_account IS 'none';
COMMENT ON COLUMN storefront.device.works_offline IS 'none';
COMMENT ON COLUMN storefront.device.updates_until IS 'none';
COMMENT ON COLUMN storefront.device.data IS 'none';
-- tenant-table: storefront.device
