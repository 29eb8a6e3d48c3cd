-- What people of a profession say of a product; shown apart from what buyers say, and never counted.
CREATE TABLE storefront.expert_evaluation (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  product_id uuid NOT NULL,
  author text NOT NULL CHECK (length(author) BETWEEN 1 AND 80),
  credential text NOT NULL CHECK (length(credential) BETWEEN 1 AND 200),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
  source text NOT NULL CHECK (source ~ '^https://' AND length(source) <= 500),
  evaluated_on date NOT NULL,
  added_at timestamptz NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES storefront.product (tenant_id, id)
);
COMMENT ON TABLE storefront.expert_evaluation IS 'One row is one evaluation of a product by an expert.';
COMMENT ON COLUMN storefront.expert_evaluation.tenant_id IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.id IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.product_id IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.author IS 'personal: naming who evaluated, as published at the source / consent / until removed by the merchant / low';
COMMENT ON COLUMN storefront.expert_evaluation.credential IS 'personal: naming what the expert is / consent / until removed by the merchant / low';
COMMENT ON COLUMN storefront.expert_evaluation.body IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.source IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.evaluated_on IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.added_at IS 'none';
COMMENT ON COLUMN storefront.expert_evaluation.removed_at IS 'none';
CREATE INDEX expert_evaluation_shown ON storefront.expert_evaluation (tenant_id, product_id, evaluated_on) WHERE removed_at IS NULL;
-- tenant-table: storefront.expert_evaluation
