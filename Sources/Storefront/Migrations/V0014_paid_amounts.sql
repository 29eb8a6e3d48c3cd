-- What was really paid stands on each line, so that refunds never compute it again.
ALTER TABLE storefront.order_line
  ADD COLUMN discount bigint NOT NULL DEFAULT 0,
  ADD COLUMN tax_basis_points integer CHECK (tax_basis_points BETWEEN 0 AND 10000),
  ADD CHECK (discount BETWEEN 0 AND line_total);
COMMENT ON COLUMN storefront.order_line.discount IS 'none';
COMMENT ON COLUMN storefront.order_line.tax_basis_points IS 'none';

-- Orders so far have no adjustment: nothing has supplied one yet.
ALTER TABLE storefront.customer_order
  ADD COLUMN goods_discount bigint NOT NULL DEFAULT 0,
  ADD COLUMN freight_discount bigint NOT NULL DEFAULT 0,
  ADD CHECK (goods_discount BETWEEN 0 AND goods),
  ADD CHECK (freight_discount BETWEEN 0 AND freight),
  ADD CHECK (adjustment = -(goods_discount + freight_discount));
COMMENT ON COLUMN storefront.customer_order.goods_discount IS 'none';
COMMENT ON COLUMN storefront.customer_order.freight_discount IS 'none';
