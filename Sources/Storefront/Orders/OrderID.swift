public import Foundation
public import TenantStore

/// An order.
public struct OrderID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "ord"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
