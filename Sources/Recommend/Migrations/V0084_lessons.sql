-- How far somebody is in a course, and what they want to train; gone with the switch and an erasure.
CREATE TABLE recommend.lesson_done (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  person_id uuid NOT NULL,
  item text NOT NULL CHECK (length(item) BETWEEN 1 AND 80),
  lesson integer NOT NULL CHECK (lesson BETWEEN 1 AND 200),
  done_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, person_id, item, lesson)
);
COMMENT ON TABLE recommend.lesson_done IS 'One row is a lesson of a course that somebody has done.';
COMMENT ON COLUMN recommend.lesson_done.tenant_id IS 'none';
COMMENT ON COLUMN recommend.lesson_done.person_id IS 'personal: proposing the next lesson / consent / until taken back, erased on request or switched off / pseudonymous';
COMMENT ON COLUMN recommend.lesson_done.item IS 'personal: proposing the next lesson / consent / until taken back, erased on request or switched off / low';
COMMENT ON COLUMN recommend.lesson_done.lesson IS 'none';
COMMENT ON COLUMN recommend.lesson_done.done_at IS 'none';
-- tenant-table: recommend.lesson_done

ALTER TABLE recommend.personalisation ADD COLUMN goals text[] NOT NULL DEFAULT '{}'
  CHECK (goals <@ ARRAY['gross', 'fine', 'adaptive', 'language', 'social']);
COMMENT ON COLUMN recommend.personalisation.goals IS 'personal: proposing courses towards what the family wants to train / consent / until taken back, erased on request or switched off / low';
