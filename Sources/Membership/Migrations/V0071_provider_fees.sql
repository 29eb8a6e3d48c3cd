-- What providers are owed for services of packs; it names no family, so that it outlives what ends with one.
ALTER TABLE membership.service_allowance ADD COLUMN fee bigint NOT NULL DEFAULT 0 CHECK (fee >= 0);
COMMENT ON COLUMN membership.service_allowance.fee IS 'none';
CREATE TABLE membership.provider_settlement (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 80),
  used_until timestamptz NOT NULL,
  uses bigint NOT NULL CHECK (uses > 0),
  amount bigint NOT NULL CHECK (amount >= 0),
  settled_at timestamptz NOT NULL,
  paid_at timestamptz,
  reference text CHECK (length(reference) BETWEEN 1 AND 80),
  PRIMARY KEY (tenant_id, id),
  CHECK ((paid_at IS NULL) = (reference IS NULL))
);
COMMENT ON TABLE membership.provider_settlement IS 'One row is what a provider is paid at once, in minor units.';
COMMENT ON COLUMN membership.provider_settlement.tenant_id IS 'none';
COMMENT ON COLUMN membership.provider_settlement.id IS 'none';
COMMENT ON COLUMN membership.provider_settlement.provider IS 'none';
COMMENT ON COLUMN membership.provider_settlement.used_until IS 'none';
COMMENT ON COLUMN membership.provider_settlement.uses IS 'none';
COMMENT ON COLUMN membership.provider_settlement.amount IS 'none';
COMMENT ON COLUMN membership.provider_settlement.settled_at IS 'none';
COMMENT ON COLUMN membership.provider_settlement.paid_at IS 'none';
COMMENT ON COLUMN membership.provider_settlement.reference IS 'none';
CREATE INDEX provider_settlement_by_time ON membership.provider_settlement (tenant_id, settled_at);
-- tenant-table: membership.provider_settlement
CREATE TABLE membership.provider_fee (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 80),
  service text NOT NULL CHECK (length(service) BETWEEN 1 AND 40),
  amount bigint NOT NULL CHECK (amount >= 0),
  used_at timestamptz NOT NULL,
  settlement_id uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, settlement_id)
    REFERENCES membership.provider_settlement (tenant_id, id)
);
COMMENT ON TABLE membership.provider_fee IS 'One row is what a provider is owed for one use of a service, in minor units.';
COMMENT ON COLUMN membership.provider_fee.tenant_id IS 'none';
COMMENT ON COLUMN membership.provider_fee.id IS 'none';
COMMENT ON COLUMN membership.provider_fee.provider IS 'none';
COMMENT ON COLUMN membership.provider_fee.service IS 'none';
COMMENT ON COLUMN membership.provider_fee.amount IS 'none';
COMMENT ON COLUMN membership.provider_fee.used_at IS 'none';
COMMENT ON COLUMN membership.provider_fee.settlement_id IS 'none';
CREATE INDEX provider_fee_owed ON membership.provider_fee (tenant_id, provider, used_at) WHERE settlement_id IS NULL;
-- tenant-table: membership.provider_fee
