-- A cart beside the usual one holds what is bought in a group, and its order remembers the group.
ALTER TABLE storefront.cart
  DROP CONSTRAINT cart_status_check,
  ADD CONSTRAINT cart_status_check CHECK (status IN ('open', 'group', 'ordered')),
  ADD COLUMN group_promotion_id uuid,
  ADD COLUMN group_id uuid,
  ADD CHECK (status <> 'group' OR group_promotion_id IS NOT NULL),
  ADD FOREIGN KEY (tenant_id, group_promotion_id) REFERENCES storefront.promotion (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, group_id) REFERENCES storefront.buying_group (tenant_id, id);
COMMENT ON COLUMN storefront.cart.group_promotion_id IS 'none';
COMMENT ON COLUMN storefront.cart.group_id IS 'none';
CREATE UNIQUE INDEX cart_group_by_session ON storefront.cart (tenant_id, session_id)
  WHERE status = 'group';

ALTER TABLE storefront.customer_order
  DROP CONSTRAINT customer_order_cancellation_check,
  ADD CONSTRAINT customer_order_cancellation_check CHECK
    (cancellation IN ('expired', 'shopper', 'merchant', 'group')),
  ADD COLUMN group_id uuid,
  ADD FOREIGN KEY (tenant_id, group_id) REFERENCES storefront.buying_group (tenant_id, id);
COMMENT ON COLUMN storefront.customer_order.group_id IS 'none';

CREATE TABLE storefront.buying_group_seat (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  group_id uuid NOT NULL,
  person_id uuid NOT NULL,
  phone_hash bytea NOT NULL CHECK (length(phone_hash) = 32),
  is_leader boolean NOT NULL,
  taken_at timestamptz NOT NULL,
  paid_at timestamptz,
  left_at timestamptz,
  PRIMARY KEY (tenant_id, order_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES storefront.customer_order (tenant_id, id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES storefront.buying_group (tenant_id, id)
);
COMMENT ON TABLE storefront.buying_group_seat IS 'One row is the place that an order has, or had, in a group.';
COMMENT ON COLUMN storefront.buying_group_seat.tenant_id IS 'none';
COMMENT ON COLUMN storefront.buying_group_seat.order_id IS 'none';
COMMENT ON COLUMN storefront.buying_group_seat.group_id IS 'none';
COMMENT ON COLUMN storefront.buying_group_seat.person_id IS 'personal: one place of a person in a group / contract / kept with the order; automatic erasure is not built yet / pseudonymous';
COMMENT ON COLUMN storefront.buying_group_seat.phone_hash IS 'personal: one place of a person in a group / contract / kept with the order; automatic erasure is not built yet / pseudonymous, SHA-256';
COMMENT ON COLUMN storefront.buying_group_seat.is_leader IS 'none';
COMMENT ON COLUMN storefront.buying_group_seat.taken_at IS 'none';
COMMENT ON COLUMN storefront.buying_group_seat.paid_at IS 'none';
COMMENT ON COLUMN storefront.buying_group_seat.left_at IS 'none';
CREATE INDEX buying_group_seat_by_group ON storefront.buying_group_seat (tenant_id, group_id);
CREATE UNIQUE INDEX buying_group_seat_of_person
  ON storefront.buying_group_seat (tenant_id, group_id, person_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX buying_group_seat_of_phone
  ON storefront.buying_group_seat (tenant_id, group_id, phone_hash) WHERE left_at IS NULL;
-- tenant-table: storefront.buying_group_seat
