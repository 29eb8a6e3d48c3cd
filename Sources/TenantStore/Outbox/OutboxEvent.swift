public import Foundation

/// The identity of an event; it stays the same at every delivery.
public struct OutboxEventID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "evt"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the event with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Something that happened in a committed transaction.
public struct OutboxEvent: Hashable, TenantRow {
  /// The event; handlers are idempotent by it.
  public let id: OutboxEventID
  /// What happened, `storefront.order_placed`.
  public let kind: String
  /// What handlers need to know, ids rather than copies.
  public let payload: JSONValue
  /// When it happened, in UTC.
  public let createdAt: Date

  /// Reads the columns `id, kind, payload::text, created_at`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    kind = try row.next()
    payload = try JSONValue(json: row.next(String.self))
    createdAt = try row.next()
  }

  init(_ claimed: ClaimedEvent) throws {
    id = claimed.id
    kind = claimed.kind
    payload = try JSONValue(json: claimed.payload)
    createdAt = claimed.createdAt
  }
}
