public import Foundation
public import TenantStore

/// Something that is said in a group.
public struct GroupMessageID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "gms"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the message with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Something that is said in a group, and what came of it.
public struct GroupMessage: Hashable, Sendable {
  /// The message.
  public let id: GroupMessageID
  /// The group, by its short name.
  public let group: String
  /// What is said.
  public let text: String
  /// Who asked for it, by login.
  public let askedBy: String
  /// When, in UTC.
  public let askedAt: Date
  /// What came of handing it over: `taken`, `unknown`, or `refused` with the service's code; nothing
  /// before.
  public let outcome: String?
}

extension ContactGroups {
  /// Has an open group of WeCom told something by who keeps it.
  ///
  /// - Parameters:
  ///   - text: What is said, 1 to 1,000 characters.
  ///   - code: The group's short name.
  ///   - login: Who asks for it.
  ///   - tenant: The merchant.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: The message.
  /// - Throws: ``ValueRefusal`` with the code `group_not_found`, or `group_invalid` (`fields`): `text`,
  ///   `chat` where the group's name in WeCom is not known, `account` where no WeCom is bound.
  @discardableResult
  public func tell(
    _ text: String,
    to code: String,
    by login: String,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> GroupMessageID {
    guard let group = try await transaction.contactGroup(code), group.closedAt == nil else {
      throw ValueRefusal(.groupNotFound)
    }
    var wrong: [String] = []
    if !(1...1_000).contains(text.unicodeScalars.count) { wrong.append("text") }
    if group.kind != .wecom || group.chat == nil { wrong.append("chat") }
    if !WeComMessages.isBound(for: tenant) { wrong.append("account") }
    guard wrong.isEmpty else {
      throw ValueRefusal(.groupInvalid, details: ["fields": .array(wrong.map(JSONValue.string))])
    }
    let id = GroupMessageID.make(in: transaction.environment)
    try await transaction.insertGroupMessage(id, text, to: code, by: login)
    try await transaction.emit("membership.group_message_due", ["message": .string(id.description)])
    try await transaction.audit(
      "membership.group_told",
      of: code,
      by: .staff(login),
      after: ["message": .string(id.description)]
    )
    return id
  }
}

private struct DueGroupMessage: Decodable {
  let message: GroupMessageID
}

extension OutboxHandler {
  /// Asks for what is said in groups to be handed over.
  static func tellGroups(by delivery: JobKind) -> Self {
    Self("membership.tell_groups", kind: "membership.group_message_due") { event, transaction in
      try await transaction.enqueue(
        JobRequest(delivery, payload: event.payload, key: event.id.description)
      )
    }
  }
}

extension JobKind {
  /// Hands over what is said in a group, once: where it is not known whether it went out, it does not go
  /// out again.
  static func tellGroup(by provider: WeComMessages) -> Self {
    Self(name: "membership.tell_group", maximumAttempts: 5, timeLimit: .seconds(60)) { context in
      let due = try context.payload(as: DueGroupMessage.self)
      guard let tenant = try await context.membershipTenant(),
        let message = try await context.scope.groupMessage(due.message),
        let group = try await context.scope.contactGroup(message.group), group.closedAt == nil,
        let chat = group.chat,
        try await context.transaction({ try await $0.handOver(message.id) })
      else { return }
      let outcome: String
      do {
        try await provider.send(
          message.text,
          toGroup: chat,
          keptBy: group.keeper,
          from: tenant,
          in: context.database
        )
        outcome = "taken"
      } catch let refusal as any UntakenMessage where refusal.mayRepeat {
        try await context.transaction { try await $0.takeBack(message.id) }
        throw refusal
      } catch let error as CancellationError {
        throw error
      } catch let refusal as TencentRefusal where refusal.code != nil {
        outcome = "refused:\(refusal.code ?? 0)"
      } catch {
        outcome = "unknown"
      }
      try await context.transaction { try await $0.note(outcome, of: message.id) }
    }
  }
}
