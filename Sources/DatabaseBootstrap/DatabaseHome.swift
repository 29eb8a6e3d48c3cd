internal import EmbeddedPostgres
internal import Foundation
public import Logging
public import TenantStore

/// A database that answers, and the share of this process in the private server, if it is one.
///
/// ```swift
/// let home = try await DatabaseHome.open(DatabaseLocation(), logger: logger)
/// let database = TenantDatabase(home.configuration, logger: logger)
/// // …
/// await database.close()
/// await home.close()
/// ```
public struct DatabaseHome: Sendable {
  /// The name of the database on a private server.
  public static let embeddedName = "cradle"

  /// The connections under which tenants are served.
  public let configuration: TenantDatabaseConfiguration
  /// The connection of the owner, who migrates.
  public let owner: String
  /// Whether this process has a share in a private server.
  public var isEmbedded: Bool { server != nil }
  private let server: EmbeddedPostgres?

  /// Finds the database, and starts the private server when the location says so.
  ///
  /// - Parameters:
  ///   - location: Where the database is.
  ///   - logger: Hears of restarts of a private server.
  ///   - report: Called with one sentence for each thing that takes time.
  /// - Returns: The home, to be given up with ``close()`` after its pools were closed.
  /// - Throws: `EmbeddedPostgresError`, whose description says what to do.
  public static func open(
    _ location: DatabaseLocation,
    logger: Logger,
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> DatabaseHome {
    switch location {
    case .server(let owner, let application, let system, let loader, let mode, let isPooled):
      var configuration = TenantDatabaseConfiguration(
        application: application,
        system: system,
        loader: loader
      )
      configuration.mode = mode
      configuration.isPooled = isPooled
      if isPooled {
        configuration.listening = DatabaseLocation.connection(owner, as: DatabaseRoles.system)
      }
      return DatabaseHome(configuration: configuration, owner: owner, server: nil)
    case .embedded(let dataRoot, let binaries):
      let server = try await EmbeddedPostgres.start(
        Self.privateServer(in: dataRoot, binaries: binaries),
        logger: logger,
        progress: { if let text = Self.text(of: $0) { report(text) } }
      )
      let connection = { server.connectionString(role: $0, database: Self.embeddedName) }
      return DatabaseHome(
        configuration: TenantDatabaseConfiguration(
          application: connection(DatabaseRoles.application),
          system: connection(DatabaseRoles.system),
          loader: connection(DatabaseRoles.loader)
        ),
        owner: connection(DatabaseRoles.admin),
        server: server
      )
    }
  }

  /// The connection of one of the four roles.
  public func connection(role: String) -> String {
    switch role {
    case DatabaseRoles.admin: owner
    case DatabaseRoles.application: configuration.application
    case DatabaseRoles.system: configuration.system
    case DatabaseRoles.loader: configuration.loader ?? DatabaseLocation.connection(owner, as: role)
    default:
      server?.connectionString(role: role, database: Self.embeddedName)
        ?? DatabaseLocation.connection(owner, as: role)
    }
  }

  /// Brings the database to the schema of the modules.
  ///
  /// - Returns: The steps that were applied now.
  /// - Throws: `MigrationError`, or `DatabaseUnreachable` when there is no connection.
  @discardableResult
  public func migrate(modules: [TenantModule], logger: Logger) async throws -> [Migrator.Step] {
    try await withMigrator(modules: modules, logger: logger) { try await $0.migrate() }
  }

  /// What the database has and lacks of the schema of the modules.
  ///
  /// - Throws: `MigrationError`, or `DatabaseUnreachable` when there is no connection.
  public func migrationStatus(modules: [TenantModule], logger: Logger) async throws
    -> [Migrator.Step]
  {
    try await withMigrator(modules: modules, logger: logger) { try await $0.status() }
  }

  /// Counts the tables anew for the server's planner after much was written.
  ///
  /// - Throws: `DatabaseUnreachable` when there is no connection.
  public func renewStatistics(logger: Logger) async throws {
    _ = try await withMigrator(modules: [], logger: logger) { migrator in
      try await migrator.renewStatistics()
      return []
    }
  }

  /// Gives up the share in a private server; as the last one out this stops it.
  public func close() async { await server?.stop() }

  private func withMigrator(
    modules: [TenantModule],
    logger: Logger,
    _ body: (Migrator) async throws -> [Migrator.Step]
  ) async throws -> [Migrator.Step] {
    let migrator = Migrator(
      ownerConnection: owner,
      modules: modules,
      mode: configuration.mode,
      logger: logger
    )
    do {
      let steps = try await body(migrator)
      await migrator.close()
      return steps
    } catch {
      await migrator.close()
      throw error
    }
  }

  private static func privateServer(in dataRoot: URL, binaries: URL?)
    -> EmbeddedPostgresConfiguration
  {
    var configuration = EmbeddedPostgresConfiguration(dataRoot: dataRoot)
    configuration.binaries = binaries
    configuration.superuser = DatabaseRoles.admin
    configuration.roles = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    configuration.bootstrap =
      DatabaseRoles.creation() + ["CREATE DATABASE \(embeddedName) OWNER \(DatabaseRoles.admin)"]
    return configuration
  }

  private static func text(of progress: EmbeddedPostgres.Progress) -> String? {
    switch progress {
    case .initialising: "Making a private PostgreSQL (first time only, about 5 s) …"
    case .starting: "Starting the private PostgreSQL …"
    case .ready, .adopted: nil
    }
  }
}
