/// How many of a SKU a location has.
public struct StockItem: Hashable, Sendable {
  /// The SKU.
  public let sku: SKUID
  /// The merchant's own number of the SKU.
  public let code: String
  /// The product's name in the reader's language.
  public let name: String
  /// The options that make the SKU; empty when there are none.
  public let options: String
  /// The short name of the location.
  public let location: String
  /// The location's name in the reader's language.
  public let locationName: String
  /// How many pieces can be sold.
  public let available: Int
}

/// One page of a merchant's stock, the lowest first.
public struct StockPage: Hashable, Sendable {
  /// The levels, the lowest first.
  public let items: [StockItem]
  /// Where the next page begins; nothing on the last one.
  public let next: String?
}
