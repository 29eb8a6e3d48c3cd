-- A coupon is claimed by a member, then tied to the order that holds or used it.
CREATE TABLE membership.coupon (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  kind_id uuid NOT NULL,
  member_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('claimed', 'held', 'used', 'revoked')),
  order_id uuid,
  claim_key text NOT NULL CHECK (length(claim_key) BETWEEN 1 AND 120),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  changes bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, claim_key),
  CHECK ((order_id IS NOT NULL) = (state IN ('held', 'used'))),
  CHECK (valid_from < valid_until),
  FOREIGN KEY (tenant_id, kind_id) REFERENCES membership.coupon_kind (tenant_id, id)
);
COMMENT ON TABLE membership.coupon IS 'One row is one coupon of one member.';
COMMENT ON COLUMN membership.coupon.tenant_id IS 'none';
COMMENT ON COLUMN membership.coupon.id IS 'none';
COMMENT ON COLUMN membership.coupon.kind_id IS 'none';
COMMENT ON COLUMN membership.coupon.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.coupon.state IS 'none';
COMMENT ON COLUMN membership.coupon.order_id IS 'none';
COMMENT ON COLUMN membership.coupon.claim_key IS 'none';
COMMENT ON COLUMN membership.coupon.valid_from IS 'none';
COMMENT ON COLUMN membership.coupon.valid_until IS 'none';
COMMENT ON COLUMN membership.coupon.changes IS 'none';
CREATE UNIQUE INDEX coupon_of_order ON membership.coupon (tenant_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX coupon_by_member ON membership.coupon (tenant_id, member_id, valid_until);
CREATE INDEX coupon_by_kind ON membership.coupon (tenant_id, kind_id);
-- tenant-table: membership.coupon
CREATE TABLE membership.coupon_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  coupon_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  event text NOT NULL CHECK (event IN ('claim', 'hold', 'release', 'use', 'give_back', 'revoke')),
  order_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, coupon_id, sequence),
  FOREIGN KEY (tenant_id, coupon_id) REFERENCES membership.coupon (tenant_id, id)
);
COMMENT ON TABLE membership.coupon_entry IS 'One row is one thing that happened to a coupon.';
COMMENT ON COLUMN membership.coupon_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.coupon_entry.coupon_id IS 'none';
COMMENT ON COLUMN membership.coupon_entry.sequence IS 'none';
COMMENT ON COLUMN membership.coupon_entry.event IS 'none';
COMMENT ON COLUMN membership.coupon_entry.order_id IS 'none';
COMMENT ON COLUMN membership.coupon_entry.created_at IS 'none';
CREATE INDEX coupon_entry_by_order ON membership.coupon_entry (tenant_id, order_id) WHERE order_id IS NOT NULL;
-- tenant-table: membership.coupon_entry append-only
