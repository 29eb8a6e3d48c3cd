-- What providers said, and what was made of it: one effect for each of their events, refusals too.
CREATE TABLE storefront.provider_report (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  provider text NOT NULL,
  event_id text CHECK (length(event_id) BETWEEN 1 AND 200),
  source text NOT NULL CHECK (source IN ('callback', 'answer', 'bill')),
  kind text NOT NULL CHECK (kind IN ('payment_succeeded', 'payment_failed', 'payment_pending',
    'refund_succeeded', 'refund_failed', 'refund_pending', 'unreadable')),
  subject text CHECK (length(subject) <= 100),
  amount bigint,
  currency text CHECK (length(currency) <= 8),
  reference text CHECK (length(reference) <= 200),
  outcome text NOT NULL CHECK (outcome IN ('applied', 'repeated', 'refused')),
  detail text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, provider, event_id)
);
COMMENT ON TABLE storefront.provider_report IS 'One row is one event that a provider of payments told, or somebody in its name.';
COMMENT ON COLUMN storefront.provider_report.tenant_id IS 'none';
COMMENT ON COLUMN storefront.provider_report.id IS 'none';
COMMENT ON COLUMN storefront.provider_report.provider IS 'none';
COMMENT ON COLUMN storefront.provider_report.event_id IS 'none';
COMMENT ON COLUMN storefront.provider_report.source IS 'none';
COMMENT ON COLUMN storefront.provider_report.kind IS 'none';
COMMENT ON COLUMN storefront.provider_report.subject IS 'none';
COMMENT ON COLUMN storefront.provider_report.amount IS 'none';
COMMENT ON COLUMN storefront.provider_report.currency IS 'none';
COMMENT ON COLUMN storefront.provider_report.reference IS 'none';
COMMENT ON COLUMN storefront.provider_report.outcome IS 'none';
COMMENT ON COLUMN storefront.provider_report.detail IS 'none';
COMMENT ON COLUMN storefront.provider_report.received_at IS 'none';
CREATE INDEX provider_report_by_subject ON storefront.provider_report (tenant_id, subject);
-- tenant-table: storefront.provider_report append-only
