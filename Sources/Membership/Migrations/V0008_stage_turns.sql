-- A child enters a stage once, whatever runs twice: offers and boxes hang on these rows.
CREATE TABLE membership.stage_turn (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  child_id uuid NOT NULL,
  stage text NOT NULL CHECK (length(stage) BETWEEN 1 AND 20),
  turned_on date NOT NULL,
  PRIMARY KEY (tenant_id, child_id, stage),
  FOREIGN KEY (tenant_id, child_id) REFERENCES membership.child (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE membership.stage_turn IS 'One row is the day on which a child entered a stage.';
COMMENT ON COLUMN membership.stage_turn.tenant_id IS 'none';
COMMENT ON COLUMN membership.stage_turn.child_id IS 'none';
COMMENT ON COLUMN membership.stage_turn.stage IS 'personal: content and offers of the stage / consent of the guardian / until consent is withdrawn / high';
COMMENT ON COLUMN membership.stage_turn.turned_on IS 'none';
-- tenant-table: membership.stage_turn
