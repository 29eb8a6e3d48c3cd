-- What a visitor gave can be deleted with what it belongs to, and is not shown while that is hidden.
ALTER TABLE tenancy.media
  ADD COLUMN is_visitors boolean NOT NULL DEFAULT false,
  ADD COLUMN withheld_at timestamptz,
  ADD CONSTRAINT media_merchants_stay CHECK (is_visitors OR withheld_at IS NULL);
COMMENT ON COLUMN tenancy.media.bytes IS 'personal: showing what shoppers show / consent / until whatever shows it is deleted / medium';
COMMENT ON COLUMN tenancy.media.is_visitors IS 'none';
COMMENT ON COLUMN tenancy.media.withheld_at IS 'none';
