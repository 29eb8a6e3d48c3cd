/// How many pieces of each SKU an order takes.
public enum StockDemand {
  /// How many pieces of one SKU.
  public struct Item: Hashable, Sendable {
    /// The SKU.
    public let sku: SKUID
    /// How many pieces.
    public let quantity: Int

    /// Creates an item.
    public init(sku: SKUID, quantity: Int) {
      self.sku = sku
      self.quantity = quantity
    }
  }

  /// Adds up what lines ask of the same SKU, in the order of ids.
  ///
  /// Two lines of one SKU would each pass alone and take too much together. Every order takes stock
  /// in this order, so that two orders never wait for each other in a circle.
  public static func summed(_ items: [Item]) -> [Item] {
    Dictionary(items.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
      .map { Item(sku: $0.key, quantity: $0.value) }
      .sorted { $0.sku < $1.sku }
  }
}
