-- What shoppers did; the client names each event, so that sending it again changes nothing.
CREATE TABLE recommend.signal (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('view', 'search', 'cart', 'purchase', 'return', 'rating', 'impression')),
  item text CHECK (length(item) BETWEEN 1 AND 80),
  phrase text CHECK (length(phrase) BETWEEN 1 AND 80),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
  amount bigint CHECK (amount >= 0),
  stars integer CHECK (stars BETWEEN 1 AND 5),
  model_version integer CHECK (model_version >= 1),
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK ((kind = 'search') = (item IS NULL)),
  CHECK ((kind = 'search') = (phrase IS NOT NULL)),
  CHECK ((kind = 'rating') = (stars IS NOT NULL))
);
COMMENT ON TABLE recommend.signal IS 'One row is one thing that a shopper did.';
COMMENT ON COLUMN recommend.signal.tenant_id IS 'none';
COMMENT ON COLUMN recommend.signal.id IS 'none';
COMMENT ON COLUMN recommend.signal.person_id IS 'personal: learning what a family may need / consent / until the retention period ends or erased on request / pseudonymous';
COMMENT ON COLUMN recommend.signal.kind IS 'none';
COMMENT ON COLUMN recommend.signal.item IS 'personal: learning what a family may need / consent / until the retention period ends or erased on request / low';
COMMENT ON COLUMN recommend.signal.phrase IS 'personal: learning what a family looks for / consent / until the retention period ends or erased on request / low';
COMMENT ON COLUMN recommend.signal.quantity IS 'none';
COMMENT ON COLUMN recommend.signal.amount IS 'none';
COMMENT ON COLUMN recommend.signal.stars IS 'none';
COMMENT ON COLUMN recommend.signal.model_version IS 'none';
COMMENT ON COLUMN recommend.signal.occurred_at IS 'none';
COMMENT ON COLUMN recommend.signal.received_at IS 'none';
CREATE INDEX signal_by_person ON recommend.signal (tenant_id, person_id, occurred_at);
CREATE INDEX signal_by_time ON recommend.signal (tenant_id, occurred_at);
-- tenant-table: recommend.signal

-- Who wants no recommendations of their own (算法推荐管理规定, article 17); absence means no word yet.
CREATE TABLE recommend.personalisation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  person_id uuid NOT NULL,
  is_on boolean NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, person_id)
);
COMMENT ON TABLE recommend.personalisation IS 'One row is what a person said of recommendations.';
COMMENT ON COLUMN recommend.personalisation.tenant_id IS 'none';
COMMENT ON COLUMN recommend.personalisation.person_id IS 'personal: honouring a choice / legal obligation / until erased on request / pseudonymous';
COMMENT ON COLUMN recommend.personalisation.is_on IS 'none';
COMMENT ON COLUMN recommend.personalisation.changed_at IS 'none';
-- tenant-table: recommend.personalisation
