public import Foundation
public import TenantStore

/// A cart of one visitor's session.
public struct CartID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "cart"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
