public import Foundation

/// A person who works for a merchant.
public struct StaffID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "stf"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the person with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A member of staff signed in on one device.
public struct StaffSessionID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "sse"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the session with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A member of staff, without the password.
public struct StaffMember: Hashable, TenantRow {
  /// The person.
  public let id: StaffID
  /// The name by which they sign in and by which the trail knows them; it never changes.
  public let login: String
  /// What they are for the merchant.
  public let role: StaffRole
  /// When they were added, in UTC.
  public let createdAt: Date
  /// When their access ended, in UTC.
  public let disabledAt: Date?

  /// Reads the columns `id, login, role, created_at, disabled_at`.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    login = try row.next()
    guard let role = StaffRole(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.role = role
    createdAt = try row.next()
    disabledAt = try row.next()
  }

  /// Who acts, for the trail.
  public var actor: Actor { .staff(login) }

  /// Refuses what the member's role may not do.
  ///
  /// - Throws: ``StaffRefusal`` with the code `not_permitted` (`permission`, `role`).
  public func demand(_ permission: StaffPermission) throws(StaffRefusal) {
    guard role.may(permission) else {
      throw StaffRefusal(
        .notPermitted,
        details: ["permission": .string(permission.rawValue), "role": .string(role.rawValue)]
      )
    }
  }
}

/// A living session of a member of staff.
public struct StaffSession: Hashable, TenantRow {
  /// How long an unused session lives: an hour.
  public static let idleLimit: TimeInterval = 3_600
  /// How long any session lives: twelve hours, a day at the shop.
  public static let lifetime: TimeInterval = 12 * 3_600
  /// How old the last use may be before it is written anew.
  public static let seenAfter: TimeInterval = 60

  /// The session.
  public let id: StaffSessionID
  /// When it was last used, to the minute, in UTC.
  public let seenAt: Date
  /// Who is signed in.
  public let member: StaffMember

  /// Reads the columns `id, seen_at`, then those of ``StaffMember``.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    seenAt = try row.next()
    member = try StaffMember(row: &row)
  }
}

/// The form of a login: 1 to 40 small letters, digits, dots, underscores and hyphens.
public enum StaffLoginRule {
  /// The login that somebody typed, in any case and with spaces around; nothing when it is none.
  public static func read(_ text: String) -> String? {
    let login = text.trimmingCharacters(in: .whitespaces).lowercased()
    return login.wholeMatch(of: /[a-z0-9]([a-z0-9._\-]{0,38}[a-z0-9])?/) == nil ? nil : login
  }
}
