-- A return that was handed over in a store remembers the store, for its figures.
ALTER TABLE storefront.return_request
  ADD COLUMN location_id uuid,
  ADD FOREIGN KEY (tenant_id, location_id) REFERENCES storefront.location (tenant_id, id);
COMMENT ON COLUMN storefront.return_request.location_id IS 'none';
