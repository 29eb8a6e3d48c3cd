-- A family is a member, however many channels it comes by; ledgers and children hang on this row.
-- A merge moves nothing: the merged row points at the one that stays, so that it can be undone.
CREATE TABLE membership.member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  display_name text NOT NULL DEFAULT '' CHECK (length(display_name) <= 40),
  merged_into uuid CHECK (merged_into <> id),
  consents bigint NOT NULL DEFAULT 0 CHECK (consents >= 0),
  joined_at timestamptz NOT NULL,
  erased_at timestamptz CHECK (erased_at IS NULL OR display_name = ''),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, merged_into) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.member IS 'One row is one account of a family; merged ones point at the one that stays.';
COMMENT ON COLUMN membership.member.tenant_id IS 'none';
COMMENT ON COLUMN membership.member.id IS 'none';
COMMENT ON COLUMN membership.member.display_name IS 'personal: addressing the member / contract / until deleted by the member / low';
COMMENT ON COLUMN membership.member.merged_into IS 'none';
COMMENT ON COLUMN membership.member.consents IS 'none';
COMMENT ON COLUMN membership.member.joined_at IS 'none';
COMMENT ON COLUMN membership.member.erased_at IS 'none';
CREATE INDEX member_merged ON membership.member (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
-- tenant-table: membership.member
