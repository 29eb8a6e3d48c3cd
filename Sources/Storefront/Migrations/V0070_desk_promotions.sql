-- What was made at the desk is no business of the folder's until the folder names it.
ALTER TABLE storefront.promotion ADD COLUMN is_of_desk boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN storefront.promotion.is_of_desk IS 'none';
