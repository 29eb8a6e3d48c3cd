-- Pictures show what words leave out; the bytes lie with the media, by their hash.
CREATE TABLE storefront.review_picture (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  review_id uuid NOT NULL,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  added_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, review_id, sha256),
  FOREIGN KEY (tenant_id, review_id) REFERENCES storefront.review (tenant_id, id)
);
COMMENT ON TABLE storefront.review_picture IS 'One row is one picture of a review.';
COMMENT ON COLUMN storefront.review_picture.tenant_id IS 'none';
COMMENT ON COLUMN storefront.review_picture.review_id IS 'none';
COMMENT ON COLUMN storefront.review_picture.sha256 IS 'personal: showing what buyers received / consent / until erased by the buyer / medium';
COMMENT ON COLUMN storefront.review_picture.added_at IS 'none';
-- The same picture in another review is a sign that somebody made them up.
CREATE INDEX review_picture_by_hash ON storefront.review_picture (tenant_id, sha256);
-- tenant-table: storefront.review_picture
