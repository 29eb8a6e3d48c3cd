internal import DatabaseBootstrap
internal import Foundation
package import Logging
package import TenantStore

/// What a command runs with.
package struct AdminSession: Sendable {
  /// The modules whose settings, files and tables are known.
  package let modules: [TenantModule]
  /// The process's environment.
  package let environment: [String: String]
  /// Where results and messages go.
  package let terminal: Terminal
  /// Hears of what the data layer has to say.
  package let logger: Logger

  package init(
    modules: [TenantModule],
    environment: [String: String],
    terminal: Terminal,
    logger: Logger
  ) {
    self.modules = modules
    self.environment = environment
    self.terminal = terminal
    self.logger = logger
  }

  /// Tells the watching person what goes on.
  var report: @Sendable (String) -> Void {
    guard terminal.isWatched else { return { _ in } }
    return terminal.writeMessage
  }

  /// Who acts, for the audit trail: the person behind `sudo`, else the account.
  var actor: Actor { .admin(environment["SUDO_USER"] ?? NSUserName()) }

  /// Whether a command may bring a server's schema up to date.
  enum Schema {
    /// It may; a private database is always brought up to date.
    case migrated
    /// It may not, and refuses to run on an older schema.
    case asItIs
  }

  /// Runs a closure with the database, and gives it back whatever happens.
  func withHome<Value>(
    _ options: CommonOptions,
    _ body: (DatabaseHome) async throws -> Value
  ) async throws -> Value {
    let location = try options.location(environment)
    let home = try await DatabaseHome.open(location, logger: logger, report: report)
    do {
      let value = try await body(home)
      await home.close()
      return value
    } catch {
      await home.close()
      throw error
    }
  }

  /// Runs a closure with the tenants' database, whose schema is the one that this build expects.
  ///
  /// Where ``manyRows`` or more were written, the server counts its tables anew.
  func withDatabase<Value>(
    _ options: CommonOptions,
    schema: Schema = .asItIs,
    wroteMuch: (Value) -> Bool = { _ in false },
    _ body: (TenantDatabase) async throws -> Value
  ) async throws -> Value {
    try await withHome(options) { home in
      try await prepare(home, schema)
      let database = TenantDatabase(home.configuration, logger: logger)
      do {
        let value = try await body(database)
        await database.close()
        if wroteMuch(value) { await renewStatistics(of: home) }
        return value
      } catch {
        await database.close()
        throw error
      }
    }
  }

  /// From how many new rows on a plan for the tables as they were is no good any more.
  static let manyRows = 100

  /// What was written stands whether or not its tables can be counted.
  private func renewStatistics(of home: DatabaseHome) async {
    report("Counting the tables for the planner …")
    do {
      try await home.renewStatistics(logger: logger)
    } catch {
      logger.warning("The tables were not counted for the planner: \(error)")
    }
  }

  private func prepare(_ home: DatabaseHome, _ schema: Schema) async throws {
    guard !home.isEmbedded, schema == .asItIs else {
      let steps = try await home.migrate(modules: modules, logger: logger)
      if !steps.isEmpty { report("Applied \(steps.count) migrations.") }
      return
    }
    let missing = try await home.migrationStatus(modules: modules, logger: logger)
      .filter { !$0.isApplied }
    guard missing.isEmpty else {
      throw AdminError(
        .unavailable,
        "the database lacks \(missing.count) migrations; run: tenant-admin db migrate"
      )
    }
  }
}
