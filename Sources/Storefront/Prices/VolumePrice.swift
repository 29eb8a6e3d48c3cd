public import TenantStore

/// What a piece costs when a line has at least so many.
public struct VolumePrice: Hashable, Sendable {
  /// The fewest pieces, 2 to 99.
  public let quantity: Int
  /// What each piece costs then.
  public let price: Money

  /// Describes a price.
  public init(quantity: Int, price: Money) {
    self.quantity = quantity
    self.price = price
  }
}
