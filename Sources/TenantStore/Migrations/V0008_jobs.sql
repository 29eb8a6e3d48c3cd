-- Work that is done later, once, by whichever process has time for it.
CREATE TABLE tenancy.job (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
  payload jsonb NOT NULL,
  unique_key text CHECK (length(unique_key) BETWEEN 1 AND 255),
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
  priority integer NOT NULL CHECK (priority BETWEEN 0 AND 2),
  run_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  max_attempts integer NOT NULL CHECK (max_attempts > 0),
  lease_until timestamptz,
  leased_by uuid,
  progress_done bigint,
  progress_total bigint,
  progress_text text,
  cancel_requested boolean NOT NULL DEFAULT false,
  errors jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'running') = (leased_by IS NOT NULL)),
  CHECK ((state = 'running') = (lease_until IS NOT NULL)),
  CHECK ((state IN ('done', 'dead', 'cancelled')) = (finished_at IS NOT NULL))
-- Room on each page, so that a lease is prolonged without touching an index; and a vacuum that
-- comes after some thousands of dead rows, because claims step over them.
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0.2);
COMMENT ON TABLE tenancy.job IS 'One row is one piece of work, from its request to its end.';
COMMENT ON COLUMN tenancy.job.tenant_id IS 'none';
COMMENT ON COLUMN tenancy.job.id IS 'none';
COMMENT ON COLUMN tenancy.job.kind IS 'none';
COMMENT ON COLUMN tenancy.job.payload IS 'none';
COMMENT ON COLUMN tenancy.job.unique_key IS 'none';
COMMENT ON COLUMN tenancy.job.state IS 'none';
COMMENT ON COLUMN tenancy.job.priority IS 'none';
COMMENT ON COLUMN tenancy.job.run_at IS 'none';
COMMENT ON COLUMN tenancy.job.attempts IS 'none';
COMMENT ON COLUMN tenancy.job.max_attempts IS 'none';
COMMENT ON COLUMN tenancy.job.lease_until IS 'none';
COMMENT ON COLUMN tenancy.job.leased_by IS 'none';
COMMENT ON COLUMN tenancy.job.progress_done IS 'none';
COMMENT ON COLUMN tenancy.job.progress_total IS 'none';
COMMENT ON COLUMN tenancy.job.progress_text IS 'none';
COMMENT ON COLUMN tenancy.job.cancel_requested IS 'none';
COMMENT ON COLUMN tenancy.job.errors IS 'none';
COMMENT ON COLUMN tenancy.job.created_at IS 'none';
COMMENT ON COLUMN tenancy.job.started_at IS 'none';
COMMENT ON COLUMN tenancy.job.finished_at IS 'none';
CREATE UNIQUE INDEX job_active_key ON tenancy.job (tenant_id, kind, unique_key)
  WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running');
CREATE INDEX job_waiting ON tenancy.job (tenant_id, priority, run_at, id) WHERE state = 'waiting';
CREATE INDEX job_running ON tenancy.job (tenant_id, id) WHERE state = 'running';
CREATE INDEX job_dead ON tenancy.job (tenant_id, id) WHERE state = 'dead';
CREATE INDEX job_finished ON tenancy.job (tenant_id, finished_at) WHERE finished_at IS NOT NULL;
-- tenant-table: tenancy.job system
