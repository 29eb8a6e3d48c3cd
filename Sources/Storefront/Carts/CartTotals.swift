public import TenantStore

/// What a cart comes to.
public struct CartTotals: Hashable, Sendable {
  /// The sum of the lines.
  public let goods: Money
  /// What delivery costs.
  public let freight: Money
  /// Whether everything is delivered to where it shall go.
  public let isDeliverable: Bool

  /// Goods and freight.
  public var total: Money { goods + freight }

  init(goods: Money, freight: Money, isDeliverable: Bool = true) {
    self.goods = goods
    self.freight = freight
    self.isDeliverable = isDeliverable
  }

  static func goods(_ lines: [Money], _ currency: Currency) -> Money {
    lines.reduce(.zero(currency), +)
  }
}

extension Shop {
  /// What a cart comes to for a tenant's shoppers.
  ///
  /// - Parameters:
  ///   - cart: The cart.
  ///   - tenant: Whose shop it is.
  ///   - destination: Where it goes; the shop's usual region when it is not known yet.
  /// - Returns: Goods and freight.
  /// - Throws: `MoneyError` when an amount of the settings is none, or what the settings throw.
  public func totals(
    of cart: Cart,
    for tenant: TenantSnapshot,
    to destination: FreightDestination = .region("")
  ) throws -> CartTotals {
    let plan = try FreightPlan(tenant.storefront.freight, currency: tenant.currency)
    let items = cart.lines.filter { $0.state != .unavailable }.map(FreightItem.init)
    let quote = FreightTemplateRule.quote(items, to: destination, by: plan)
    return CartTotals(goods: cart.goods, freight: quote.amount, isDeliverable: quote.isServed)
  }
}
