-- People with something in common, who are fixed once the audience is started.
CREATE TABLE recommend.audience (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  rule jsonb NOT NULL,
  holdout_percent integer NOT NULL CHECK (holdout_percent BETWEEN 0 AND 50),
  cost bigint NOT NULL CHECK (cost >= 0),
  made_at timestamptz NOT NULL,
  started_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE recommend.audience IS 'One row is an audience, by its rule.';
COMMENT ON COLUMN recommend.audience.tenant_id IS 'none';
COMMENT ON COLUMN recommend.audience.id IS 'none';
COMMENT ON COLUMN recommend.audience.name IS 'none';
COMMENT ON COLUMN recommend.audience.rule IS 'none';
COMMENT ON COLUMN recommend.audience.holdout_percent IS 'none';
COMMENT ON COLUMN recommend.audience.cost IS 'none';
COMMENT ON COLUMN recommend.audience.made_at IS 'none';
COMMENT ON COLUMN recommend.audience.started_at IS 'none';
-- tenant-table: recommend.audience

CREATE TABLE recommend.audience_member (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  audience_id uuid NOT NULL,
  person_id uuid NOT NULL,
  is_held boolean NOT NULL,
  PRIMARY KEY (tenant_id, audience_id, person_id),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES recommend.audience (tenant_id, id)
);
COMMENT ON TABLE recommend.audience_member IS 'One row is a person of a started audience, or one who is left alone.';
COMMENT ON COLUMN recommend.audience_member.tenant_id IS 'none';
COMMENT ON COLUMN recommend.audience_member.audience_id IS 'none';
COMMENT ON COLUMN recommend.audience_member.person_id IS 'personal: offering what fits and measuring it / consent / until taken back, erased on request or switched off / pseudonymous';
COMMENT ON COLUMN recommend.audience_member.is_held IS 'none';
CREATE INDEX audience_member_by_person ON recommend.audience_member (tenant_id, person_id);
-- tenant-table: recommend.audience_member
