public import Foundation
public import TenantStore

/// The identity of a knowledge entry.
public struct KnowledgeID: EntityID {
  /// Shown as `kno_…`.
  public static let prefix = "kno"
  /// The id as the database keeps it.
  public let uuid: UUID

  /// Names an entry.
  public init(uuid: UUID) { self.uuid = uuid }
}
