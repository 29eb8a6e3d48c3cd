-- What somebody who expects a child notes of what she eats; she agreed to it, and time deletes it.
CREATE TABLE service.diary (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  due_day integer NOT NULL,
  agreed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id)
);
COMMENT ON TABLE service.diary IS 'One row is one diary of a pregnancy; days are counted since 1970.';
COMMENT ON COLUMN service.diary.tenant_id IS 'none';
COMMENT ON COLUMN service.diary.session_id IS 'personal: keeping a diary of a device / consent / 90 days after birth was due, or until erased on request / sensitive';
COMMENT ON COLUMN service.diary.due_day IS 'personal: telling the week of pregnancy / consent / 90 days after birth was due, or until erased on request / sensitive';
COMMENT ON COLUMN service.diary.agreed_at IS 'none';
CREATE INDEX diary_by_due ON service.diary (tenant_id, due_day);
-- tenant-table: service.diary
CREATE TABLE service.diary_day (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  session_id uuid NOT NULL,
  day integer NOT NULL,
  amounts jsonb NOT NULL CHECK (jsonb_typeof(amounts) = 'object'),
  words text NOT NULL CHECK (length(words) <= 1000),
  PRIMARY KEY (tenant_id, session_id, day),
  FOREIGN KEY (tenant_id, session_id) REFERENCES service.diary (tenant_id, session_id) ON DELETE CASCADE
);
COMMENT ON TABLE service.diary_day IS 'One row is what was noted of one day.';
COMMENT ON COLUMN service.diary_day.tenant_id IS 'none';
COMMENT ON COLUMN service.diary_day.session_id IS 'personal: keeping a diary of a device / consent / with the diary / sensitive';
COMMENT ON COLUMN service.diary_day.day IS 'none';
COMMENT ON COLUMN service.diary_day.amounts IS 'personal: comparing what was eaten with what is usual / consent / with the diary / sensitive';
COMMENT ON COLUMN service.diary_day.words IS 'personal: telling of food that is not safe / consent / with the diary / sensitive';
-- tenant-table: service.diary_day
