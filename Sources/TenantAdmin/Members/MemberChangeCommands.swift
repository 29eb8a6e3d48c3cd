internal import ArgumentParser
internal import Membership
internal import TenantStore

/// A command that changes members.
private protocol MemberChange: AdminCommand {
  var tenant: TenantOption { get }
  var done: String { get }
  func change(
    _ families: Families,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws
}

extension MemberChange {
  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    try await session.withFamilies(of: tenant.tenant, options) { families in
      try await families.database.transaction(for: families.snapshot.id) {
        try await change(Families(), for: families.snapshot, by: actor, in: $0)
      }
    }
    return try Report(["done": true], text: done)
  }
}

struct MembersDeleteCommand: MemberChange {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Deletes everything personal of a member and the children, for good."
  )

  @Argument(help: "The member's id.", transform: MemberID.argument) var member: MemberID
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  var done: String { "Deleted; the ledgers keep an account without a name." }

  func change(
    _ families: Families,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await families.erase(member, by: actor, in: transaction)
  }
}

struct MembersMergeCommand: MemberChange {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Makes an account part of another one's; members unmerge undoes it."
  )

  @Argument(help: "The account that is merged.", transform: MemberID.argument)
  var merged: MemberID
  @Option(help: "The account that stays.", transform: MemberID.argument) var into: MemberID
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  var done: String { "\(merged) is part of \(into)." }

  func change(
    _ families: Families,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await families.merge(merged, into: into, by: actor, for: tenant, in: transaction)
  }
}

struct MembersUnmergeCommand: MemberChange {
  static let configuration = CommandConfiguration(
    commandName: "unmerge",
    abstract: "Undoes the merge of an account."
  )

  @Argument(help: "The account that was merged.", transform: MemberID.argument)
  var merged: MemberID
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  var done: String { "\(merged) stands for itself again." }

  func change(
    _ families: Families,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await families.unmerge(merged, by: actor, for: tenant, in: transaction)
  }
}
