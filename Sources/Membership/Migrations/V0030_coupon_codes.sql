-- Codes and members count their claims in rows of their own.
CREATE TABLE membership.coupon_code (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  code text NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{2,31}$'),
  kind_id uuid NOT NULL,
  claims_limit bigint CHECK (claims_limit > 0),
  claims bigint NOT NULL DEFAULT 0 CHECK (claims >= 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, code),
  CHECK (claims <= claims_limit),
  FOREIGN KEY (tenant_id, kind_id) REFERENCES membership.coupon_kind (tenant_id, id)
);
COMMENT ON TABLE membership.coupon_code IS 'One row is a code that lets members claim a coupon.';
COMMENT ON COLUMN membership.coupon_code.tenant_id IS 'none';
COMMENT ON COLUMN membership.coupon_code.code IS 'none';
COMMENT ON COLUMN membership.coupon_code.kind_id IS 'none';
COMMENT ON COLUMN membership.coupon_code.claims_limit IS 'none';
COMMENT ON COLUMN membership.coupon_code.claims IS 'none';
COMMENT ON COLUMN membership.coupon_code.created_at IS 'none';
CREATE INDEX coupon_code_by_kind ON membership.coupon_code (tenant_id, kind_id, code);
-- tenant-table: membership.coupon_code
CREATE TABLE membership.coupon_member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  kind_id uuid NOT NULL,
  member_id uuid NOT NULL,
  claimed bigint NOT NULL CHECK (claimed > 0),
  member_limit bigint,
  PRIMARY KEY (tenant_id, kind_id, member_id),
  CHECK (claimed <= member_limit),
  FOREIGN KEY (tenant_id, kind_id) REFERENCES membership.coupon_kind (tenant_id, id)
);
COMMENT ON TABLE membership.coupon_member IS 'One row is how many coupons of a kind one member has claimed.';
COMMENT ON COLUMN membership.coupon_member.tenant_id IS 'none';
COMMENT ON COLUMN membership.coupon_member.kind_id IS 'none';
COMMENT ON COLUMN membership.coupon_member.member_id IS 'personal: keeping what a member holds / contract / as long as the membership; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN membership.coupon_member.claimed IS 'none';
COMMENT ON COLUMN membership.coupon_member.member_limit IS 'none';
-- tenant-table: membership.coupon_member
