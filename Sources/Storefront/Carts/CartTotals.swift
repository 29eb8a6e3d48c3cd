public import TenantStore

/// What a cart comes to.
public struct CartTotals: Hashable, Sendable {
  /// The sum of the lines.
  public let goods: Money
  /// What delivery costs.
  public let freight: Money
  /// What is taken off the goods, zero to ``goods``.
  public let goodsDiscount: Money
  /// What is taken off the freight, zero to ``freight``.
  public let freightDiscount: Money

  /// Goods and freight without what is taken off.
  public var total: Money { goods + freight - discount }

  /// What is taken off altogether.
  public var discount: Money { goodsDiscount + freightDiscount }

  init(goods: Money, freight: Money, goodsDiscount: Money, freightDiscount: Money) {
    self.goods = goods
    self.freight = freight
    self.goodsDiscount = goodsDiscount
    self.freightDiscount = freightDiscount
  }

  init(goods: Money, freight: FreightRule) {
    let nothing = Money.zero(goods.currency)
    self.init(
      goods: goods,
      freight: freight.freight(for: goods),
      goodsDiscount: nothing,
      freightDiscount: nothing
    )
  }

  static func goods(_ lines: [Money], _ currency: Currency) -> Money {
    lines.reduce(.zero(currency), +)
  }
}

/// What delivery costs: a flat amount, and nothing from a sum of goods on.
public struct FreightRule: Hashable, Sendable {
  /// The flat amount.
  public let flat: Money
  /// From which sum of goods on delivery is free.
  public let freeOver: Money?

  /// Creates a rule.
  public init(flat: Money, freeOver: Money?) {
    self.flat = flat
    self.freeOver = freeOver
  }

  /// Reads a rule from checked settings.
  ///
  /// - Throws: `MoneyError` when an amount is none.
  public init(_ settings: StorefrontSettings.Freight, currency: Currency) throws(MoneyError) {
    flat = try Money(decimal: settings.flat, currency: currency)
    if let text = settings.freeOver {
      freeOver = try Money(decimal: text, currency: currency)
    } else {
      freeOver = nil
    }
  }

  /// What delivering goods of this sum costs; nothing is delivered for nothing.
  public func freight(for goods: Money) -> Money {
    guard goods.minorUnits > 0 else { return .zero(goods.currency) }
    guard let freeOver, goods.minorUnits >= freeOver.minorUnits else { return flat }
    return .zero(goods.currency)
  }
}

extension Shop {
  /// What a cart comes to for a tenant's shoppers before promotions.
  public func totals(of cart: Cart, for tenant: TenantSnapshot) throws -> CartTotals {
    let rule = try FreightRule(tenant.storefront.freight, currency: tenant.currency)
    return CartTotals(goods: cart.goods, freight: rule)
  }
}
