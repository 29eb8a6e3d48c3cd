public import TenantStore

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
