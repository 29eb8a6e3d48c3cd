-- What merchants note of members, and which accounts were found to be one family.
CREATE TABLE membership.member_tag (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  member_id uuid NOT NULL,
  tag text NOT NULL CHECK (length(tag) BETWEEN 1 AND 40),
  tagged_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_id, tag),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.member_tag IS 'One row is one word that the merchant puts on a member.';
COMMENT ON COLUMN membership.member_tag.tenant_id IS 'none';
COMMENT ON COLUMN membership.member_tag.member_id IS 'none';
COMMENT ON COLUMN membership.member_tag.tag IS 'personal: grouping members for service / contract / until deleted by the member / low';
COMMENT ON COLUMN membership.member_tag.tagged_at IS 'none';
CREATE INDEX member_tag_by_word ON membership.member_tag (tenant_id, tag, member_id);
-- tenant-table: membership.member_tag

CREATE TABLE membership.member_merge (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  merged_id uuid NOT NULL,
  into_id uuid NOT NULL CHECK (into_id <> merged_id),
  followers uuid[] NOT NULL,
  merged_at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, merged_id) REFERENCES membership.member (tenant_id, id),
  FOREIGN KEY (tenant_id, into_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.member_merge IS 'One row is one merge, with the accounts that came along and would go back with it.';
COMMENT ON COLUMN membership.member_merge.tenant_id IS 'none';
COMMENT ON COLUMN membership.member_merge.id IS 'none';
COMMENT ON COLUMN membership.member_merge.merged_id IS 'none';
COMMENT ON COLUMN membership.member_merge.into_id IS 'none';
COMMENT ON COLUMN membership.member_merge.followers IS 'none';
COMMENT ON COLUMN membership.member_merge.merged_at IS 'none';
COMMENT ON COLUMN membership.member_merge.undone_at IS 'none';
CREATE UNIQUE INDEX member_merge_open ON membership.member_merge (tenant_id, merged_id) WHERE undone_at IS NULL;
-- tenant-table: membership.member_merge
