public import Foundation
public import TenantStore

/// A group chat that somebody of the staff keeps.
public struct ContactGroup: Hashable, Sendable {
  /// Where it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// A group in WeChat.
    case wechat
    /// A customer group in WeCom.
    case wecom
    /// Anywhere else.
    case other
  }

  /// The short name, 2 to 40 of a-z, 0-9 and hyphens.
  public let code: String
  /// What staff read, 1 to 80 characters.
  public let name: String
  /// Where it is.
  public let kind: Kind
  /// Who keeps it, by login.
  public let keeper: String
  /// How many members are in it, as staff noted.
  public let members: Int64
  /// What WeCom calls it, so that something can be said in it from the desk.
  public let chat: String?
  /// When it was closed, in UTC; nothing while it is open.
  public let closedAt: Date?
}

/// A merchant's groups, and who is in which, as staff note it; no group tells by itself.
public struct ContactGroups: Sendable {
  /// Creates the program.
  public init() {}

  /// Notes a group, or changes its name, kind and keeper.
  ///
  /// - Throws: ``ValueRefusal`` with the code `group_invalid` (`fields`).
  public func keep(
    _ code: String,
    name: String,
    kind: ContactGroup.Kind,
    keeper: String,
    chat: String? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    var wrong: [String] = []
    if code.wholeMatch(of: /[a-z0-9-]{2,40}/) == nil { wrong.append("code") }
    if !(1...80).contains(name.unicodeScalars.count) { wrong.append("name") }
    if !(1...40).contains(keeper.unicodeScalars.count) { wrong.append("keeper") }
    if let chat, ContactRule.normal(.wecom, chat) == nil { wrong.append("chat") }
    guard wrong.isEmpty else {
      throw ValueRefusal(.groupInvalid, details: ["fields": .array(wrong.map(JSONValue.string))])
    }
    try await transaction.keepGroup(code, name, kind, keeper, chat)
    try await transaction.audit(
      "membership.group_kept",
      of: code,
      by: actor,
      after: ["keeper": .string(keeper)]
    )
  }

  /// Closes a group: nobody is put into it any more; again changes nothing.
  ///
  /// - Throws: ``ValueRefusal`` with the code `group_not_found`.
  public func close(_ code: String, by actor: Actor, in transaction: TenantTransaction) async throws
  {
    guard try await transaction.contactGroup(code) != nil else {
      throw ValueRefusal(.groupNotFound)
    }
    guard try await transaction.closeGroup(code) else { return }
    try await transaction.audit("membership.group_closed", of: code, by: actor)
  }

  /// Notes that a member is in a group, or is not any more; again changes nothing.
  ///
  /// - Throws: ``ValueRefusal`` with the code `group_not_found`, also for one that is closed, or
  ///   ``MembershipRefusal`` with the code `member_not_found`.
  public func put(
    _ id: MemberID,
    into code: String,
    _ isInside: Bool = true,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let id = try await transaction.heldStaying(id)
    guard let member = try await transaction.member(id), member.erasedAt == nil else {
      throw MembershipRefusal(.memberNotFound)
    }
    guard let group = try await transaction.contactGroup(code),
      group.closedAt == nil || !isInside
    else { throw ValueRefusal(.groupNotFound) }
    let isNew =
      if isInside {
        try await transaction.enterGroup(code, member)
      } else {
        try await transaction.leaveGroup(code, member)
      }
    guard isNew else { return }
    try await transaction.audit(
      isInside ? "membership.group_entered" : "membership.group_left",
      of: member.id.description,
      by: actor,
      after: ["group": .string(code)]
    )
  }
}
