-- A refund above the shop's limit that one member of staff asked for waits for a second person.
CREATE TABLE storefront.refund_hold (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  refund_id uuid NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  approved_by text,
  approved_at timestamptz,
  PRIMARY KEY (tenant_id, refund_id),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK (approved_by <> asked_by),
  FOREIGN KEY (tenant_id, refund_id) REFERENCES storefront.refund (tenant_id, id)
);
COMMENT ON TABLE storefront.refund_hold IS 'One row is a refund whose money goes back only after a second person said yes.';
COMMENT ON COLUMN storefront.refund_hold.tenant_id IS 'none';
COMMENT ON COLUMN storefront.refund_hold.refund_id IS 'none';
COMMENT ON COLUMN storefront.refund_hold.asked_by IS 'personal: accountability of staff / legal duty / kept with the refund; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.refund_hold.asked_at IS 'none';
COMMENT ON COLUMN storefront.refund_hold.approved_by IS 'personal: accountability of staff / legal duty / kept with the refund; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.refund_hold.approved_at IS 'none';
-- tenant-table: storefront.refund_hold
