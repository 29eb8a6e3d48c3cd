internal import ArgumentParser
internal import TenantStore

/// Why a changed count in a folder is no difference to the database.
private enum StockNote {
  static let text =
    "stock.csv holds opening balances, which count once; later changes: stock adjust."
}

struct PlanCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Says what applying tenants' folders would change.",
    discussion: StockNote.text
  )

  @Argument(help: "A tenant's folder, or a folder of such folders.")
  var path: [String]

  @Flag(help: "Exit with 2 when there are changes.")
  var detailedExitCode = false

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let sources = try TenantSource.found(at: path)
    return try await session.withDatabase(options) { database in
      let changes = try await TenantReconciliation(
        database: database,
        modules: session.modules,
        report: session.report
      ).plan(sources)
      let hasChanges = changes.contains { !$0.changes.isEmpty }
      return try Report(
        changes,
        text: ChangeText.listed(changes),
        status: detailedExitCode && hasChanges ? .changes : .success
      )
    }
  }
}

struct ApplyCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Makes the database like tenants' folders; a second run changes nothing.",
    discussion: """
      Every folder is checked before anything is written. Brings the database's schema up to date \
      first. What is not in a folder any more is archived, never deleted.

      \(StockNote.text)
      """
  )

  @Argument(help: "A tenant's folder, or a folder of such folders.")
  var path: [String]

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let sources = try TenantSource.found(at: path)
    let changes = try await session.withDatabase(
      options,
      schema: .migrated,
      wroteMuch: Self.areMany
    ) { database in
      try await TenantReconciliation(
        database: database,
        modules: session.modules,
        report: session.report
      ).apply(sources, by: session.actor)
    }
    return try Report(changes, text: ChangeText.counted(changes))
  }

  private static func areMany(_ changes: [TenantChanges]) -> Bool {
    changes.reduce(0) { $0 + $1.changes.count } >= AdminSession.manyRows
  }
}

struct ExportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a tenant's folder; a plan of it shows no changes.",
    discussion: "Comments and the order of settings in an earlier tenant.yaml are not kept."
  )

  private struct Written: Encodable {
    let tenant: String
    let folder: String
    let files: [String]
  }

  @Argument(help: "The tenant's short name.")
  var tenant: String

  @Argument(help: "The folder to write.")
  var folder: String

  @Flag(help: "Replace the tenant's folder that is there.")
  var force = false

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let export = try await session.withDatabase(options) { database in
      try await TenantExport(of: tenant, from: database, modules: session.modules)
    }
    try export.write(to: folder, replacing: force)
    return try Report(
      Written(tenant: tenant, folder: folder, files: export.files.map(\.path)),
      text: "\(tenant): \(export.files.count) files in \(folder)"
    )
  }
}
