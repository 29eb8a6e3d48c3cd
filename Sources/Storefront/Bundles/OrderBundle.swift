public import TenantStore

/// A bundle of an order, as it was when it was bought; its pieces are among the order's lines.
public struct OrderBundle: Hashable, Sendable {
  /// Pieces of one of the order's lines.
  public struct Part: Hashable, Sendable {
    /// The place of the line in the order, from 0.
    public let line: Int
    /// How many of its pieces belong to the bundle.
    public let quantity: Int
  }

  /// The product.
  public let product: ProductID
  /// The SKU.
  public let sku: SKUID
  /// The merchant's own number of the SKU.
  public let code: String
  /// The product's name.
  public let name: String
  /// The options; empty when there were none.
  public let options: String
  /// What one bundle cost before discounts.
  public let unitPrice: Money
  /// How many bundles.
  public let quantity: Int
  /// Where its pieces are, in the order of the lines.
  public let parts: [Part]
}
