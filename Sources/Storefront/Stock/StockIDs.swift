public import Foundation
public import TenantStore

/// A shop or warehouse that orders are served from.
public struct LocationID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "loc"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// One change of a stock level.
public struct StockMovementID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "mov"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
