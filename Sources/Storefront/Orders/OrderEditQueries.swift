internal import TenantStore

extension TenantTransaction {
  /// Writes where a held order goes.
  func updateContact(_ contact: OrderContact, of order: OrderID) async throws {
    try await execute(
      """
      UPDATE storefront.customer_order
      SET contact_name = \(contact.name), contact_phone = \(contact.phone),
        contact_address = \(contact.address), version = version + 1,
        updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(order) AND fulfilment_status = 'unfulfilled'
      """
    )
  }

  /// Takes an amount off a held order and off the payment that is waited for.
  func lowerTotal(of order: OrderID, by amount: Money) async throws {
    let cents = amount.minorUnits
    _ = try await batch([
      """
      UPDATE storefront.customer_order
      SET adjustment = adjustment - \(cents), total = total - \(cents),
        goods_discount = goods_discount + least(\(cents), goods - goods_discount),
        freight_discount = freight_discount + greatest(\(cents) - (goods - goods_discount), 0),
        version = version + 1,
        updated_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(order) AND fulfilment_status = 'unfulfilled'
        AND payment_status = 'unpaid'
      """,
      """
      INSERT INTO storefront.order_adjustment (tenant_id, order_id, position, code, amount)
      SELECT \(tenant), \(order), coalesce(max(position) + 1, 0), 'merchant.price_edit', \(-cents)
      FROM storefront.order_adjustment WHERE tenant_id = \(tenant) AND order_id = \(order)
      """,
      """
      UPDATE storefront.payment SET amount = amount - \(cents)
      WHERE tenant_id = \(tenant) AND order_id = \(order) AND status = 'pending'
      """,
    ])
  }
}
