import EmbeddedPostgres
import Foundation
package import Logging
import PostgresClient
import TenantStore

/// The PostgreSQL server that all suites of a test process share.
///
/// A private throw-away server, started when the first suite needs it and stopped by its watchdog
/// when the process goes; or the cluster that `CRADLE_TEST_DATABASE` names, whose user is the owner.
package actor TestServer {
  package static let shared = TestServer()

  /// The mode in which all databases of the tests are made: that of `CRADLE_TEST_MODE`, or plain.
  static let mode: DatabaseMode = {
    guard let given = ProcessInfo.processInfo.environment["CRADLE_TEST_MODE"] else {
      return .postgres
    }
    guard let mode = DatabaseMode(rawValue: given) else {
      preconditionFailure("CRADLE_TEST_MODE is \(given), and not postgres or citus.")
    }
    return mode
  }()

  private var start: Task<Access, any Error>?
  private var templates: [String: Task<String, any Error>] = [:]

  /// How to reach a database of the server as a role.
  package struct Access: Sendable {
    let connectionString: @Sendable (_ role: String, _ database: String) -> String
    let keepAlive: EmbeddedPostgres?
  }

  /// Connects to a database as a role.
  package func connectionString(role: String, database: String) async throws -> String {
    try await access().connectionString(role, database)
  }

  /// Makes a database with the schema of the given modules, 20 to 30 ms from a template.
  func makeDatabase(modules: [TenantModule]) async throws -> String {
    let template = try await template(of: modules)
    let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await administer("CREATE DATABASE \(name) TEMPLATE \(template)")
    // A template's privileges on the database itself are not copied.
    try await administer("REVOKE TEMPORARY ON DATABASE \(name) FROM PUBLIC")
    return name
  }

  func dropDatabase(_ name: String) async throws {
    try await administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
  }

  private func access() async throws -> Access {
    if let start { return try await start.value }
    let task = Task { try await Self.open() }
    start = task
    return try await task.value
  }

  private static func open() async throws -> Access {
    if let given = ProcessInfo.processInfo.environment["CRADLE_TEST_DATABASE"] {
      return Access(
        connectionString: { role, database in
          let user = role == DatabaseRoles.admin ? "" : " user=\(role)"
          return "\(given) dbname=\(database)\(user)"
        },
        keepAlive: nil
      )
    }
    var configuration = EmbeddedPostgresConfiguration.temporary()
    configuration.superuser = DatabaseRoles.admin
    configuration.roles = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    configuration.bootstrap = DatabaseRoles.creation(Self.mode)
    configuration.settings["max_connections"] = "250"
    let server = try await EmbeddedPostgres.start(configuration, logger: .quiet)
    return Access(
      connectionString: { server.connectionString(role: $0, database: $1) },
      keepAlive: server
    )
  }

  private func template(of modules: [TenantModule]) async throws -> String {
    let names = modules.map(\.name).joined(separator: "_")
    if let known = templates[names] { return try await known.value }
    let task = Task { try await makeTemplate(modules, named: "template_\(names)") }
    templates[names] = task
    return try await task.value
  }

  private func makeTemplate(_ modules: [TenantModule], named name: String) async throws -> String {
    let unique = "\(name)_\(ProcessInfo.processInfo.processIdentifier)"
    try await administer("DROP DATABASE IF EXISTS \(unique) WITH (FORCE)")
    try await administer("CREATE DATABASE \(unique)")
    let migrator = Migrator(
      ownerConnection: try await connectionString(role: DatabaseRoles.admin, database: unique),
      modules: modules,
      mode: Self.mode,
      logger: .quiet
    )
    try await migrator.migrate()
    await migrator.close()
    return unique
  }

  private func administer(_ sql: String) async throws {
    let owner = try await connectionString(role: DatabaseRoles.admin, database: "postgres")
    let pool = PostgresPool(PostgresConfiguration(connectionString: owner), logger: .quiet)
    defer { Task { await pool.close() } }
    try await pool.withConnection { try await $0.script(sql) }
  }
}

extension Logger {
  /// Logs nothing below `critical`, so that a test's output is the test's.
  package static var quiet: Logger {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }
}
