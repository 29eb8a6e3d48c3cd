internal import ArgumentParser
internal import Foundation
internal import SmartService
internal import TenantStore

struct KnowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "knowledge",
    abstract: "Brings in, shows, publishes and writes out what customer service answers with.",
    subcommands: [
      KnowledgeImportCommand.self, KnowledgeListCommand.self, KnowledgePublishCommand.self,
      KnowledgeExportCommand.self,
    ]
  )
}

/// An entry as a script reads it.
private struct ShownKnowledge: Encodable {
  let slug: String
  let version: Int
  let state: String
  let question: String
  let source: String
  let reviewer: String
  let dueAt: Date?

  init(_ entry: KnowledgeEntry) {
    slug = entry.draft.slug
    version = entry.version
    state = entry.state.rawValue
    question = entry.draft.question
    source = entry.draft.source
    reviewer = entry.reviewer
    dueAt = entry.dueAt
  }
}

struct KnowledgeImportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Writes drafts from Markdown and CSV files and gives them to the experts."
  )

  @Argument(help: "Files that end in .md or .csv.") var files: [String]
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let drafts = try files.flatMap(Self.drafts)
    let actor = session.actor
    try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.transaction(for: tenant) { transaction in
        for draft in drafts {
          try await ServiceDesk().writeKnowledge(draft, by: actor, in: transaction)
          try await ServiceDesk().submitKnowledge(draft.slug, by: actor, in: transaction)
        }
      }
    }
    return try Report(
      ["imported": drafts.map(\.slug)],
      text: "\(drafts.count) entries wait for review."
    )
  }

  private static func drafts(in path: String) throws -> [KnowledgeDraft] {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw AdminError(.notFound, "\(path) is no file that can be read")
    }
    do {
      if path.hasSuffix(".csv") { return try KnowledgeFile.drafts(csv: Array(data)) }
      guard path.hasSuffix(".md") else {
        throw AdminError(.usage, "\(path) must end in .md or .csv")
      }
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      return [try KnowledgeFile.draft(markdown: String(decoding: data, as: UTF8.self), slug: name)]
    } catch let error as KnowledgeFileError {
      throw AdminError(.badData, "\(path), \(error)")
    }
  }
}

struct KnowledgeListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the latest version of each entry."
  )

  @Option(
    help: Choice.help("Only those in this state", KnowledgeState.self),
    transform: Choice.one
  )
  var state: KnowledgeState?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let state = state
    let found = try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.reading(tenant).knowledge(in: state)
    }
    var table = Table("ENTRY", "VERSION", "STATE", "REVIEWER", "QUESTION")
    for entry in found {
      table.add(
        entry.draft.slug,
        "\(entry.version)",
        entry.state.rawValue,
        entry.reviewer,
        entry.draft.question
      )
    }
    return try Report(
      found.map(ShownKnowledge.init),
      text: table.text(ifEmpty: "No such entries.")
    )
  }
}

struct KnowledgePublishCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publishes entries that an expert vouches for."
  )

  @Argument(help: "The entries' short names; all that wait for review when none is given.")
  var slugs: [String] = []
  @Option(help: "Who vouches for them; shown with each answer.") var reviewer: String
  @Option(help: InstantOption.help("When they are due for review"), transform: InstantOption.read)
  var due: Date?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (actor, due, reviewer, named) = (session.actor, due, reviewer, slugs)
    let published = try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.transaction(for: tenant) { transaction in
        let slugs =
          named.isEmpty
          ? try await transaction.knowledge(in: .review).map(\.draft.slug) : named
        for slug in slugs {
          try await ServiceDesk()
            .publishKnowledge(slug, reviewer: reviewer, due: due, by: actor, in: transaction)
        }
        return slugs
      }
    }
    return try Report(["published": published], text: "\(published.count) entries are published.")
  }
}

struct KnowledgeExportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the latest version of each entry as CSV to the standard output."
  )

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let found = try await session.withTenant(tenant.tenant, options) { database, tenant in
      try await database.reading(tenant).knowledge()
    }
    return try Report(
      found.map(ShownKnowledge.init),
      text: KnowledgeFile.csv(found.map(\.draft))
    )
  }
}
