public import Foundation

/// One change that a person or a process made.
public struct AuditEntry: Hashable, TenantRow, Codable {
  /// When it was made, in UTC.
  public let createdAt: Date
  /// Who made it: `shopper`, `admin:NAME`, `staff:LOGIN` or `system`.
  public let actor: String
  /// What was done, `storefront.payment_confirmed`.
  public let action: String
  /// The id of what was changed.
  public let subject: String
  /// The values before, where there were any.
  public let before: JSONValue?
  /// The values after, where there are any.
  public let after: JSONValue?

  /// Reads the columns `created_at, actor, action, subject, before_values, after_values` as text.
  public init(row: inout ColumnReader) throws {
    createdAt = try row.next()
    actor = try row.next()
    action = try row.next()
    subject = try row.next()
    before = try row.next(String?.self).map { try JSONValue(json: $0) }
    after = try row.next(String?.self).map { try JSONValue(json: $0) }
  }
}

/// One change of many that are made at once.
public struct AuditDraft: Sendable {
  /// What was done, `storefront.price_changed`.
  public let action: String
  /// The id of what was changed.
  public let subject: String
  /// The values before, where there were any.
  public let before: JSONValue?
  /// The values after, where there are any.
  public let after: JSONValue?

  /// Describes a change.
  public init(action: String, subject: String, before: JSONValue?, after: JSONValue?) {
    self.action = action
    self.subject = subject
    self.before = before
    self.after = after
  }
}

/// The identity of an entry of the trail; later entries have larger ids.
public struct AuditEntryID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "aud"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the entry with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// An entry of the trail with its id, for lists.
public struct AuditListEntry: Hashable, TenantRow {
  /// The entry's id.
  public let id: AuditEntryID
  /// What the trail says.
  public let entry: AuditEntry

  /// Reads the column `id`, then those of ``AuditEntry``.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    entry = try AuditEntry(row: &row)
  }
}

/// Who acts.
public enum Actor: Hashable, Sendable, CustomStringConvertible {
  /// A visitor of the shop.
  case shopper
  /// A person at the command line, by the name of their account.
  case admin(String)
  /// A member of a merchant's staff, by their login.
  case staff(String)
  /// The toolkit itself, in a handler.
  case system

  /// The text that the trail keeps.
  public var description: String {
    switch self {
    case .shopper: "shopper"
    case .admin(let name): "admin:\(name)"
    case .staff(let login): "staff:\(login)"
    case .system: "system"
    }
  }
}
