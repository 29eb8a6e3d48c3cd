internal import ArgumentParser
internal import DatabaseBootstrap
internal import TenantStore

struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "Shows, migrates, opens, dumps and restores the database.",
    subcommands: [
      DatabaseStatusCommand.self, DatabaseMigrateCommand.self, DatabaseRolesCommand.self,
      DatabasePsqlCommand.self, DatabaseDumpCommand.self, DatabaseRestoreCommand.self,
    ]
  )
}

/// One migration and whether the database has it.
private struct ShownStep: Encodable {
  let module: String
  let name: String
  let isApplied: Bool

  init(_ step: Migrator.Step) {
    module = step.module
    name = step.name
    isApplied = step.isApplied
  }
}

struct DatabaseStatusCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows the schema, and whether tenants are kept apart.",
    discussion: "Exits with 1 when a migration is missing or a rule of the schema is broken."
  )

  private struct Status: Encodable {
    let server: String
    let isolation: String
    let migrations: [ShownStep]
    let problems: [String]
  }

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await session.withHome(options) { home in
      let steps = try await home.migrationStatus(modules: session.modules, logger: session.logger)
      let problems = try await problems(of: home, in: session)
      let status = Status(
        server: home.isEmbedded ? "private" : "external",
        isolation: Self.isolation(home.configuration.mode),
        migrations: steps.map(ShownStep.init),
        problems: problems
      )
      return try Report(
        status,
        text: text(of: status),
        status: problems.isEmpty ? .success : .failure
      )
    }
  }

  private static func isolation(_ mode: DatabaseMode) -> String {
    switch mode {
    case .postgres: "row-level security, schema rules checked"
    case .citus: "row-level security in the mode of Citus, schema rules checked"
    }
  }

  private func problems(of home: DatabaseHome, in session: AdminSession) async throws -> [String] {
    let database = TenantDatabase(home.configuration, logger: session.logger)
    defer { Task { await database.close() } }
    do {
      try await database.check(modules: session.modules)
      return []
    } catch TenantStoreError.unfit(let reasons) {
      return reasons
    }
  }

  private func text(of status: Status) -> String {
    var table = Table("MODULE", "MIGRATION", "APPLIED")
    for step in status.migrations {
      table.add(step.module, step.name, step.isApplied ? "yes" : "no")
    }
    let verdict =
      status.problems.isEmpty
      ? "Fit to be served." : "Not fit to be served:\n" + status.problems.joined(separator: "\n")
    return """
      Server     \(status.server)
      Isolation  \(status.isolation)

      \(table.text(ifEmpty: "No migrations."))

      \(verdict)
      """
  }
}

struct DatabaseMigrateCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Brings the schema up to date; a second run changes nothing."
  )

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await session.withHome(options) { home in
      let steps = try await home.migrate(modules: session.modules, logger: session.logger)
      let names = steps.map { "applied \($0.module)/\($0.name)" }
      return try Report(
        steps.map { ["module": $0.module, "name": $0.name] },
        text: names.isEmpty ? "no changes" : names.joined(separator: "\n")
      )
    }
  }
}

struct DatabaseRolesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "snippet",
    abstract: "Writes the SQL that makes the roles on a server of your own.",
    discussion: """
      The owner may not be allowed to make roles, so an administrator runs it once: \
      tenant-admin db snippet | psql -U postgres
      """,
    aliases: ["roles"]
  )

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let mode = try DatabaseLocation.mode(in: session.environment)
    let statements =
      ["CREATE ROLE \(DatabaseRoles.admin) LOGIN NOSUPERUSER"] + DatabaseRoles.creation(mode)
      + ["CREATE DATABASE \(DatabaseHome.embeddedName) OWNER \(DatabaseRoles.admin)"]
    return try Report(statements, text: statements.map { $0 + ";" }.joined(separator: "\n"))
  }
}

/// The roles that a person may take in `psql`.
enum DatabaseRole: String, CaseIterable, ExpressibleByArgument {
  case admin
  case user
  case system
  case loader

  var name: String {
    switch self {
    case .admin: DatabaseRoles.admin
    case .user: DatabaseRoles.application
    case .system: DatabaseRoles.system
    case .loader: DatabaseRoles.loader
    }
  }
}

struct DatabasePsqlCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "psql",
    abstract: "Opens psql on the database.",
    discussion: "What follows -- is handed to psql: tenant-admin db psql -- -c 'SELECT 1'"
  )

  @Option(help: "The role to connect as.") var role = DatabaseRole.admin
  @Argument(parsing: .postTerminator, help: "Arguments of psql.") var arguments: [String] = []
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let status = try await session.withHome(options) { home in
      try await ServerProgram.psql.run(
        connection: home.connection(role: role.name),
        arguments: arguments,
        environment: session.environment
      )
    }
    guard status == 0 else { throw AdminError(.failure, "psql ended with \(status)") }
    return try Report(["status": 0], text: "")
  }
}
