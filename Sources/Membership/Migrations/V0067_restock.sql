-- What a family uses up, so that it is reminded before it runs out; gone with the consent and with the member.
ALTER TABLE membership.reminder
  DROP CONSTRAINT reminder_kind_check,
  ADD CONSTRAINT reminder_kind
    CHECK (kind IN ('prenatal_check', 'vaccination', 'size_change', 'restock'));
CREATE TABLE membership.restock_purchase (
  tenant_id uuid NOT NULL REFERENCES tenancy.tenant (id),
  order_id uuid NOT NULL,
  category text NOT NULL CHECK (length(category) BETWEEN 1 AND 40),
  member_id uuid NOT NULL,
  pieces integer NOT NULL CHECK (pieces BETWEEN 1 AND 10000),
  bought_on date NOT NULL,
  PRIMARY KEY (tenant_id, order_id, category),
  FOREIGN KEY (tenant_id, member_id) REFERENCES membership.member (tenant_id, id)
);
COMMENT ON TABLE membership.restock_purchase IS 'One row is how much of a kind of goods that is used up a member bought with an order.';
COMMENT ON COLUMN membership.restock_purchase.tenant_id IS 'none';
COMMENT ON COLUMN membership.restock_purchase.order_id IS 'none';
COMMENT ON COLUMN membership.restock_purchase.category IS 'personal: reminding of what is used up / consent / one year, or until consent is withdrawn / medium';
COMMENT ON COLUMN membership.restock_purchase.member_id IS 'personal: reminding of what is used up / consent / one year, or until consent is withdrawn / pseudonymous';
COMMENT ON COLUMN membership.restock_purchase.pieces IS 'none';
COMMENT ON COLUMN membership.restock_purchase.bought_on IS 'personal: reminding of what is used up / consent / one year, or until consent is withdrawn / medium';
CREATE INDEX restock_purchase_by_member ON membership.restock_purchase (tenant_id, member_id, bought_on);
-- tenant-table: membership.restock_purchase
