public import TenantStore

extension Shop {
  /// What the shopper has to do to pay an order.
  ///
  /// - Throws: ``StorefrontRefusal`` when the shop no longer offers the order's way to pay.
  public func paymentInstruction(for order: Order, of tenant: TenantSnapshot) throws
    -> PaymentInstruction
  {
    let (provider, method) = try paymentMethod(order.provider, of: tenant)
    let request = PaymentRequest(orderNumber: order.number, amount: order.total)
    return provider.instruction(for: request, reference: order.paymentReference, by: method)
  }

  /// The provider and the merchant's settings of a way to pay.
  func paymentMethod(_ code: String, of tenant: TenantSnapshot) throws
    -> (any PaymentProvider, StorefrontSettings.PaymentMethod)
  {
    guard
      let provider = providers.first(where: { $0.code == code }),
      let method = try tenant.storefront.payments.first(where: { $0.provider == code })
    else { throw StorefrontRefusal(.providerUnknown) }
    return (provider, method)
  }
}
