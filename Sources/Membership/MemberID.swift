public import Foundation
public import TenantStore

/// A member of one merchant.
public struct MemberID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "mem"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the member with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
