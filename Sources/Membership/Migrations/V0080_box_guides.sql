-- What families of an age read with a programme's boxes; a contract enters each span of ages once.
CREATE TABLE membership.box_guide (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 40),
  from_months integer NOT NULL CHECK (from_months BETWEEN -9 AND 72),
  language text NOT NULL CHECK (length(language) BETWEEN 2 AND 16),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 8000),
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
  reviewer text NOT NULL CHECK (length(reviewer) <= 80),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, plan, from_months, language)
);
COMMENT ON TABLE membership.box_guide IS 'One row is what is told with the boxes of a plan from an age on, in one language.';
COMMENT ON COLUMN membership.box_guide.tenant_id IS 'none';
COMMENT ON COLUMN membership.box_guide.plan IS 'none';
COMMENT ON COLUMN membership.box_guide.from_months IS 'none';
COMMENT ON COLUMN membership.box_guide.language IS 'none';
COMMENT ON COLUMN membership.box_guide.title IS 'none';
COMMENT ON COLUMN membership.box_guide.body IS 'none';
COMMENT ON COLUMN membership.box_guide.source IS 'none';
COMMENT ON COLUMN membership.box_guide.reviewer IS 'none';
COMMENT ON COLUMN membership.box_guide.changed_at IS 'none';
-- tenant-table: membership.box_guide
ALTER TABLE membership.subscription_cycle ADD COLUMN guide_months integer;
COMMENT ON COLUMN membership.subscription_cycle.guide_months IS 'none';
CREATE TABLE membership.subscription_guide (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  subscription_id uuid NOT NULL,
  from_months integer NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, subscription_id, from_months),
  FOREIGN KEY (tenant_id, subscription_id) REFERENCES membership.subscription (tenant_id, id)
);
COMMENT ON TABLE membership.subscription_guide IS 'One row is a span of ages that a contract has entered, with the box it entered it by.';
COMMENT ON COLUMN membership.subscription_guide.tenant_id IS 'none';
COMMENT ON COLUMN membership.subscription_guide.subscription_id IS 'none';
COMMENT ON COLUMN membership.subscription_guide.from_months IS 'none';
COMMENT ON COLUMN membership.subscription_guide.number IS 'none';
COMMENT ON COLUMN membership.subscription_guide.entered_at IS 'none';
-- tenant-table: membership.subscription_guide
