public import Foundation

/// Which merchant a row, a request or a transaction belongs to.
public struct TenantID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "ten"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the tenant with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
