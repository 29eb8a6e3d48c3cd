internal import ArgumentParser
internal import Flows
internal import Foundation
internal import Membership
internal import TenantStore

struct MembersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract:
      "Shows and takes over families, hands out or deletes their data, and makes two accounts one.",
    subcommands: [
      MembersListCommand.self, MembersShowCommand.self, MembersExportCommand.self,
      MembersImportCommand.self, RehearseMembersCommand.self, MembersTagCommand.self,
      MembersDeleteCommand.self, MembersMergeCommand.self, MembersUnmergeCommand.self,
    ]
  )
}

/// A member of a list as a script reads it.
private struct ShownMember: Encodable {
  let id: String
  let name: String
  let joinedAt: Date
  let merged: [String]

  init(_ member: Member) {
    id = member.id.description
    name = member.displayName
    joinedAt = member.joinedAt
    merged = member.merged.map(\.description)
  }
}

struct MembersListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists members, newest first, and says how many there are."
  )

  private struct ShownMembers: Encodable {
    let items: [ShownMember]
    let total: Int
    let next: String?
  }

  @Option(help: "Only members with this word on them.") var tag: String?
  @Option(
    help: Choice.help("Only members with a child in this stage", ChildStage.self),
    transform: Choice.one
  )
  var stage: ChildStage?
  @OptionGroup var page: PageOptions
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    var query = MemberListQuery()
    query.tag = tag
    query.stage = stage
    query.limit = page.limit
    query.before = try page.after.map(MemberID.argument)
    let asked = query
    let (members, total) = try await session.withFamilies(of: tenant.tenant, options) {
      families in
      let scope = families.database.reading(families.snapshot.id)
      return (try await scope.members(asked), try await scope.memberCount(asked))
    }
    var table = Table("MEMBER", "NAME", "JOINED", "ACCOUNTS")
    for member in members {
      table.add(
        member.id.description,
        member.displayName,
        ShownTime.text(member.joinedAt),
        "\(member.merged.count + 1)"
      )
    }
    let next = members.count == page.limit ? members.last?.id.description : nil
    return try Report(
      ShownMembers(items: members.map(ShownMember.init), total: total, next: next),
      text: table.text(ifEmpty: "No members.") + "\n\(total) in all."
    )
  }
}

struct MembersShowCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a member with contacts, words, consents and the children's stages.",
    discussion: "Contacts are shown in part; members export hands out everything."
  )

  private struct Shown: Encodable {
    let member: ShownMember
    let contacts: [String]
    let tags: [String]
    let consents: [String]
    let children: [ShownChild]
  }

  private struct ShownChild: Encodable {
    let id: String
    let stage: String?
    let isQuiet: Bool
  }

  @Argument(help: "The member's id.", transform: MemberID.argument) var member: MemberID
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let shown = try await session.withFamilies(of: tenant.tenant, options) { families in
      let scope = families.database.reading(families.snapshot.id)
      guard let found = try await scope.member(member) else {
        throw MembershipRefusal(.memberNotFound)
      }
      let today = CalendarDate(scope.environment.now(), in: families.snapshot.timeZone)
      return Shown(
        member: ShownMember(found),
        contacts: try await scope.contacts(of: found).map(\.masked),
        tags: try await scope.tags(of: found),
        consents: ConsentRule.standing(try await scope.consentEntries(of: found))
          .map(\.rawValue).sorted(),
        children: try await scope.children(of: found).map { child in
          ShownChild(
            id: child.id.description,
            stage: child.stage(on: today)?.rawValue,
            isQuiet: child.quietSince != nil
          )
        }
      )
    }
    let children = shown.children.map { "\($0.id): \($0.isQuiet ? "quiet" : $0.stage ?? "")" }
    let lines =
      [
        "\(shown.member.id) \(shown.member.name)",
        "contacts: \(shown.contacts.joined(separator: ", "))",
        "words: \(shown.tags.joined(separator: ", "))",
        "agrees to: \(shown.consents.joined(separator: ", "))",
      ] + children
    return try Report(shown, text: lines.joined(separator: "\n"))
  }
}

struct MembersExportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes everything that is kept of a member as JSON."
  )

  @Argument(help: "The member's id.", transform: MemberID.argument) var member: MemberID
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let export = try await session.withFamilies(of: tenant.tenant, options) { families in
      try await families.database.transaction(for: families.snapshot.id) {
        try await Families()
          .export(of: member, by: actor, orders: ShopMembers.exportedOrders, in: $0)
      }
    }
    let report = try Report(export, text: "")
    return try Report(export, text: report.jsonText)
  }
}
