internal import ArgumentParser
internal import Foundation
internal import Membership
internal import TenantStore

struct MembersImportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes over members of another system from a CSV file.",
    discussion: """
      Columns: phone or email, and perhaps name and tags (several between |). The whole file is checked \
      first; with a mistake nothing is written. Importing a file twice changes nothing. Nobody agrees \
      to anything by it, and whoever proves the number later has the account.
      """
  )

  private struct Shown: Encodable {
    let added: Int
    let known: Int
    let dryRun: Bool
  }

  @Argument(help: "The file.") var file: String
  @Flag(help: "Write nothing, say what would change.") var dryRun = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw AdminError(.notFound, "there is no file \(file) that can be read")
    }
    let table = MemberImport(Array(bytes))
    guard table.problems.isEmpty else {
      let lines = table.problems.prefix(100).map { "line \($0.line) \($0.message)" }
      throw AdminError(.badData, lines.joined(separator: "\n"))
    }
    let isDryRun = dryRun
    let outcome = try await session.withFamilies(of: tenant.tenant, options) { families in
      try await table.write(
        to: families.database,
        of: families.snapshot.id,
        by: session.actor,
        isDryRun: isDryRun
      )
    }
    let verb = dryRun ? "would be added" : "added"
    return try Report(
      Shown(added: outcome.added, known: outcome.known, dryRun: dryRun),
      text: "\(outcome.added) \(verb), \(outcome.known) known before."
    )
  }
}

struct MembersTagCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Puts a word of the merchant on a member, or takes it off."
  )

  @Argument(help: "The member's id.", transform: MemberID.argument) var member: MemberID
  @Argument(help: "The word, 1 to 40 characters.") var tag: String
  @Flag(help: "Take it off.") var remove = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    try await session.withFamilies(of: tenant.tenant, options) { families in
      try await families.database.transaction(for: families.snapshot.id) { transaction in
        if remove {
          try await Families().untag(tag, from: member, by: actor, in: transaction)
        } else {
          try await Families().tag(member, with: tag, by: actor, in: transaction)
        }
      }
    }
    return try Report(["done": true], text: remove ? "Taken off." : "Tagged.")
  }
}
