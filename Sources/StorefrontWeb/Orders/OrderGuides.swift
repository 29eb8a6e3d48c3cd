public import Storefront
public import TenantWeb

/// The port to who tells how the goods of an order are used; nobody by default.
public struct OrderGuides: Sendable {
  /// A page that tells it.
  public struct Guide: Hashable, Sendable {
    /// What it tells.
    public let title: String
    /// Of which goods.
    public let goods: String
    /// Its address, from the request.
    public let url: String

    /// Names a page.
    public init(title: String, goods: String, url: String) {
      self.title = title
      self.goods = goods
      self.url = url
    }
  }

  /// Finds the pages for an order.
  public let find: @Sendable (Order, TenantRequest) async throws -> [Guide]

  /// Supplies the port.
  public init(_ find: @escaping @Sendable (Order, TenantRequest) async throws -> [Guide]) {
    self.find = find
  }

  /// Nobody tells anything.
  public static let none = Self { _, _ in [] }
}
