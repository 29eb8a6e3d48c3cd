-- Measurements and milestones; what they mean is computed from the WHO standards whenever it is shown.
CREATE TABLE membership.growth_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  measured_on date NOT NULL,
  weight_grams integer CHECK (weight_grams BETWEEN 300 AND 60000),
  length_millimetres integer CHECK (length_millimetres BETWEEN 200 AND 1400),
  posture text CHECK (posture IN ('lying', 'standing')),
  head_millimetres integer CHECK (head_millimetres BETWEEN 150 AND 700),
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, child_id, measured_on),
  CHECK (num_nonnulls(weight_grams, length_millimetres, head_millimetres) >= 1),
  CHECK ((posture IS NULL) = (length_millimetres IS NULL)),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.growth_entry IS 'One row is what was measured of a child on one day.';
COMMENT ON COLUMN membership.growth_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.growth_entry.child_id IS 'none';
COMMENT ON COLUMN membership.growth_entry.measured_on IS 'none';
COMMENT ON COLUMN membership.growth_entry.weight_grams IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.growth_entry.length_millimetres IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.growth_entry.posture IS 'none';
COMMENT ON COLUMN membership.growth_entry.head_millimetres IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.growth_entry.noted_at IS 'none';
-- tenant-table: membership.growth_entry

CREATE TABLE membership.milestone_entry (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  milestone text NOT NULL CHECK (length(milestone) BETWEEN 1 AND 40),
  reached_on date NOT NULL,
  PRIMARY KEY (tenant_id, child_id, milestone),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.milestone_entry IS 'One row is one thing that a child did for the first time.';
COMMENT ON COLUMN membership.milestone_entry.tenant_id IS 'none';
COMMENT ON COLUMN membership.milestone_entry.child_id IS 'none';
COMMENT ON COLUMN membership.milestone_entry.milestone IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.milestone_entry.reached_on IS 'personal: the growth file / consent of the guardian / until consent is withdrawn / high';
-- tenant-table: membership.milestone_entry
