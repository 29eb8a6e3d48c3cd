internal import Foundation
public import TenantStore

extension Families {
  /// The account of an address; the first time it is made.
  ///
  /// Two callers at once get the same one: the key of the address lets one of them have it.
  package func enter(
    _ channel: ContactChannel,
    _ address: String,
    in transaction: TenantTransaction
  )
    async throws -> MemberSignIn
  {
    if let known = try await transaction.memberBehind(channel, address) {
      return MemberSignIn(member: known, isNew: false)
    }
    let id = MemberID.make(in: transaction.environment)
    try await transaction.insertMember(id)
    guard try await transaction.insertContact(channel, address, of: id) else {
      try await transaction.removeMember(id)
      guard let known = try await transaction.memberBehind(channel, address) else {
        throw MembershipRefusal(.memberNotFound)
      }
      return MemberSignIn(member: known, isNew: false)
    }
    try await transaction.emit("membership.member_joined", ["member": .string(id.description)])
    try await transaction.audit(
      "membership.member_joined",
      of: id.description,
      by: .shopper,
      after: ["channel": .string(channel.rawValue)]
    )
    return MemberSignIn(member: id, isNew: true)
  }

  /// Gives a member a further proved address.
  func add(
    _ channel: ContactChannel,
    _ address: String,
    to id: MemberID,
    by actor: Actor = .shopper,
    in transaction: TenantTransaction
  ) async throws {
    let member = try await held(id, in: transaction)
    guard try await transaction.insertContact(channel, address, of: member.id) else {
      guard try await transaction.memberBehind(channel, address) == member.id else {
        throw MembershipRefusal(.contactTaken)
      }
      return
    }
    try await transaction.audit(
      "membership.contact_added",
      of: member.id.description,
      by: actor,
      after: ["channel": .string(channel.rawValue)]
    )
  }

  /// Notes how a member is reached in WeChat or WeCom; again changes nothing.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`, `contact_invalid`, also for other
  ///   channels, which a code proves, or `contact_taken`.
  public func link(
    _ channel: ContactChannel,
    _ address: String,
    to id: MemberID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard channel == .wechat || channel == .wecom,
      let address = ContactRule.normal(channel, address)
    else { throw MembershipRefusal(.contactInvalid) }
    try await add(channel, address, to: id, by: actor, in: transaction)
  }

  /// Takes away a way to a member by which she does not want to be reached, or is not any more.
  func unlink(
    _ channel: ContactChannel,
    _ address: String,
    of id: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.removeContact(channel, address) else { return }
    let told: JSONValue = ["channel": .string(channel.rawValue)]
    try await transaction.emit(
      "membership.channel_refused",
      ["member": .string(id.description), "channel": .string(channel.rawValue)]
    )
    try await transaction.audit(
      "membership.channel_refused",
      of: id.description,
      by: .system,
      after: told
    )
  }

  /// Changes how the shop addresses a member.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`, or `member_invalid` for a
  ///   name of more than 40 characters.
  public func rename(_ id: MemberID, to name: String, in transaction: TenantTransaction)
    async throws
  {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard name.unicodeScalars.count <= 40 else {
      throw MembershipRefusal(.memberInvalid, fields: ["name"])
    }
    let member = try await held(id, in: transaction)
    try await transaction.setName(name, of: member.id)
  }

  /// Puts a word of the merchant on a member; again changes nothing.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found` or `member_invalid`.
  public func tag(
    _ id: MemberID,
    with text: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let tag = MemberTagRule.tag(text) else {
      throw MembershipRefusal(.memberInvalid, fields: ["tag"])
    }
    let member = try await held(id, in: transaction)
    try await transaction.insertTag(tag, on: member.id)
    try await transaction.audit(
      "membership.member_tagged",
      of: member.id.description,
      by: actor,
      after: ["tag": .string(tag)]
    )
  }

  /// Takes a word off a member; again changes nothing.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func untag(
    _ tag: String,
    from id: MemberID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let member = try await held(id, in: transaction)
    try await transaction.removeTag(tag, from: member)
    try await transaction.audit(
      "membership.member_untagged",
      of: member.id.description,
      by: actor,
      before: ["tag": .string(tag)]
    )
  }
}
