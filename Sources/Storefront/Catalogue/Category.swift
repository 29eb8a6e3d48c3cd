public import TenantStore

/// A category of the shop with the categories below it.
public struct Category: Hashable, Sendable {
  /// The category.
  public let id: CategoryID
  /// The merchant's short name of it, which stands in addresses.
  public let slug: String
  /// The name in the visitor's language.
  public let name: String
  /// The picture, where there is one.
  public let picture: MediaID?
  /// The categories directly below, in the merchant's order.
  public let children: [Category]
}

/// A category as part of a path: the name and the address.
public struct CategoryLink: Hashable, Sendable {
  /// The short name that stands in addresses.
  public let slug: String
  /// The name in the visitor's language.
  public let name: String
}
