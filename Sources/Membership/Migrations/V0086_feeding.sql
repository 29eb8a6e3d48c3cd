-- What a child drinks and eats, as its family notes it; sums and what it means are computed when shown.
CREATE TABLE membership.feeding_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  fed_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('breast', 'formula', 'solid')),
  food text NOT NULL CHECK (length(food) <= 80),
  side text CHECK (side IN ('left', 'right', 'both')),
  minutes integer CHECK (minutes BETWEEN 1 AND 180),
  millilitres integer CHECK (millilitres BETWEEN 1 AND 500),
  is_new boolean NOT NULL,
  reaction text CHECK (reaction IN ('rash', 'vomiting', 'diarrhoea', 'swelling', 'breathing')),
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, child_id, fed_at, kind, food),
  CHECK ((kind = 'breast') = (side IS NOT NULL)),
  CHECK ((kind = 'breast') = (minutes IS NOT NULL)),
  CHECK ((kind = 'formula') = (millilitres IS NOT NULL)),
  CHECK ((kind = 'solid') = (food <> '')),
  CHECK (kind = 'solid' OR NOT is_new),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.feeding_entry IS 'One row is one meal of a child.';
COMMENT ON COLUMN membership.feeding_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.feeding_entry.child_id IS 'none';
COMMENT ON COLUMN membership.feeding_entry.fed_at IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.feeding_entry.kind IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.feeding_entry.food IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.feeding_entry.side IS 'none';
COMMENT ON COLUMN membership.feeding_entry.minutes IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.feeding_entry.millilitres IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.feeding_entry.is_new IS 'none';
COMMENT ON COLUMN membership.feeding_entry.reaction IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.feeding_entry.noted_at IS 'none';
-- tenant-table: membership.feeding_entry
