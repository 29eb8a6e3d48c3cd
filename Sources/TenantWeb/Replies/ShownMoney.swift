public import TenantStore

/// Money as the API shows it: `{"minor": 12800, "currency": "CNY", "text": "¥128.00"}`.
public struct ShownMoney: Hashable, Sendable, Codable {
  /// Whole minor units.
  public let minor: Int64
  /// The ISO 4217 code.
  public let currency: String
  /// The amount as shoppers read it.
  public let text: String

  /// Shows an amount.
  public init(_ money: Money) {
    minor = money.minorUnits
    currency = money.currency.code
    text = money.text
  }
}
