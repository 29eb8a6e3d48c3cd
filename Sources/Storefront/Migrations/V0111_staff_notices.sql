-- What somebody has to know without having looked for it stands in one list until it was seen.
CREATE TABLE storefront.staff_notice (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stock_low', 'review_overdue', 'lot_recalled')),
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 80),
  detail text NOT NULL CHECK (length(detail) <= 80),
  created_at timestamptz NOT NULL,
  seen_at timestamptz,
  seen_by text CHECK (length(seen_by) BETWEEN 1 AND 200),
  PRIMARY KEY (tenant_id, id),
  CHECK ((seen_at IS NULL) = (seen_by IS NULL))
);
COMMENT ON TABLE storefront.staff_notice IS 'One row is something that members of staff are told.';
COMMENT ON COLUMN storefront.staff_notice.tenant_id IS 'none';
COMMENT ON COLUMN storefront.staff_notice.id IS 'none';
COMMENT ON COLUMN storefront.staff_notice.kind IS 'none';
COMMENT ON COLUMN storefront.staff_notice.subject IS 'none';
COMMENT ON COLUMN storefront.staff_notice.detail IS 'none';
COMMENT ON COLUMN storefront.staff_notice.created_at IS 'none';
COMMENT ON COLUMN storefront.staff_notice.seen_at IS 'none';
COMMENT ON COLUMN storefront.staff_notice.seen_by IS 'personal: knowing who of the staff has seen it / legitimate interest / kept with the trail of the shop / low';
CREATE INDEX staff_notice_unseen ON storefront.staff_notice (tenant_id, id) WHERE seen_at IS NULL;
-- tenant-table: storefront.staff_notice
