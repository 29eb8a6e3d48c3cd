-- Under which number a term was bought, so that its money ends it whatever the settings say by then.
ALTER TABLE membership.paid_term ADD COLUMN sku text CHECK (length(sku) BETWEEN 1 AND 100);
COMMENT ON COLUMN membership.paid_term.sku IS 'none';
