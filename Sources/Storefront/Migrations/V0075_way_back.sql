-- Who bears the way back of goods that nothing was wrong with: the shopper, or the shop as a benefit.
ALTER TABLE storefront.return_request ADD COLUMN is_way_back_free boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.return_request.is_way_back_free IS 'none';
