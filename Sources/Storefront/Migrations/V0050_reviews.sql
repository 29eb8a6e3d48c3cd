-- What buyers say of what they received: one review per order line, none without a delivered order.
CREATE TABLE storefront.review (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  product_id uuid NOT NULL,
  rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
  body text NOT NULL CHECK (length(body) <= 1000),
  display_name text NOT NULL CHECK (length(display_name) <= 3),
  state text NOT NULL CHECK (state IN ('pending', 'published', 'rejected', 'hidden')),
  holds text[] NOT NULL DEFAULT '{}',
  signals text[] NOT NULL DEFAULT '{}',
  follow_up text NOT NULL DEFAULT '' CHECK (length(follow_up) <= 1000),
  follow_up_state text CHECK (follow_up_state IN ('pending', 'published', 'rejected', 'hidden')),
  follow_up_at timestamptz,
  reply text NOT NULL DEFAULT '' CHECK (length(reply) <= 500),
  replied_at timestamptz,
  picture_count integer NOT NULL DEFAULT 0 CHECK (picture_count BETWEEN 0 AND 6),
  weight integer NOT NULL DEFAULT 100 CHECK (weight BETWEEN 1 AND 1000),
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  written_at timestamptz NOT NULL,
  edited_at timestamptz, due_at timestamptz, overdue_at timestamptz, erased_at timestamptz,
  PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, order_id, position),
  CHECK ((follow_up_state IS NULL) = (follow_up_at IS NULL)),
  CHECK ((reply = '') = (replied_at IS NULL)),
  CHECK (erased_at IS NULL OR body = '' AND follow_up = '' AND display_name = '' AND picture_count = 0),
  CHECK (overdue_at IS NULL OR due_at IS NOT NULL),
  FOREIGN KEY (tenant_id, order_id, position) REFERENCES storefront.order_line (tenant_id, order_id, position)
);
COMMENT ON TABLE storefront.review IS 'One row is what a buyer says of one order line.';
COMMENT ON COLUMN storefront.review.tenant_id IS 'none';
COMMENT ON COLUMN storefront.review.id IS 'none';
COMMENT ON COLUMN storefront.review.order_id IS 'none';
COMMENT ON COLUMN storefront.review.position IS 'none';
COMMENT ON COLUMN storefront.review.product_id IS 'none';
COMMENT ON COLUMN storefront.review.rating IS 'none';
COMMENT ON COLUMN storefront.review.body IS 'personal: showing what buyers say / consent / until erased by the buyer / medium';
COMMENT ON COLUMN storefront.review.display_name IS 'personal: the first letter of a name, if the buyer wants it shown / consent / until erased by the buyer / low';
COMMENT ON COLUMN storefront.review.state IS 'none';
COMMENT ON COLUMN storefront.review.holds IS 'none';
COMMENT ON COLUMN storefront.review.signals IS 'none';
COMMENT ON COLUMN storefront.review.follow_up IS 'personal: showing what buyers say later / consent / until erased by the buyer / medium';
COMMENT ON COLUMN storefront.review.follow_up_state IS 'none';
COMMENT ON COLUMN storefront.review.follow_up_at IS 'none';
COMMENT ON COLUMN storefront.review.reply IS 'personal: answering the buyer in public / contract / kept until erased on request; automatic erasure is not built yet / low';
COMMENT ON COLUMN storefront.review.replied_at IS 'none';
COMMENT ON COLUMN storefront.review.picture_count IS 'none';
COMMENT ON COLUMN storefront.review.weight IS 'none';
COMMENT ON COLUMN storefront.review.version IS 'none';
COMMENT ON COLUMN storefront.review.written_at IS 'none';
COMMENT ON COLUMN storefront.review.edited_at IS 'none';
COMMENT ON COLUMN storefront.review.due_at IS 'none';
COMMENT ON COLUMN storefront.review.overdue_at IS 'none';
COMMENT ON COLUMN storefront.review.erased_at IS 'none';
CREATE INDEX review_by_product ON storefront.review (tenant_id, product_id, id);
CREATE INDEX review_undecided ON storefront.review (tenant_id, id) WHERE state = 'pending' OR follow_up_state = 'pending';
CREATE INDEX review_unanswered ON storefront.review (tenant_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX review_recent ON storefront.review (tenant_id, written_at);
-- tenant-table: storefront.review
