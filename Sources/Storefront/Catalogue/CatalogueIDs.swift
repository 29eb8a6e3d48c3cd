public import Foundation
public import TenantStore

/// A category of the shop.
public struct CategoryID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "cat"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A product, sold as one or more SKUs.
public struct ProductID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "prod"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// One sellable choice of a product's options.
public struct SKUID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "sku"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
