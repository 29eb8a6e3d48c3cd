-- A product can be published for a time to come; queries ask the clock, no job has to be on time.
ALTER TABLE storefront.product
  ADD COLUMN publish_at timestamptz,
  ADD COLUMN unpublish_at timestamptz,
  ADD CHECK (unpublish_at > publish_at);
COMMENT ON COLUMN storefront.product.publish_at IS 'none';
COMMENT ON COLUMN storefront.product.unpublish_at IS 'none';
