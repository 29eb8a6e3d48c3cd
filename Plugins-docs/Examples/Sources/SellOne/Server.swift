import EmbeddedPostgres
import Logging
import TenantStore

/// The PostgreSQL server that the example sells on.
struct Server {
  /// The libpq connection string of a role.
  let connection: (_ role: String) -> String
  private let owned: EmbeddedPostgres?

  init(given: String?, logger: Logger) async throws {
    if let given {
      connection = { role in role == DatabaseRoles.admin ? given : "\(given) user=\(role)" }
      owned = nil
      return
    }
    var configuration = EmbeddedPostgresConfiguration.temporary()
    configuration.superuser = DatabaseRoles.admin
    configuration.roles = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    configuration.bootstrap = DatabaseRoles.creation()
    let server = try await EmbeddedPostgres.start(configuration, logger: logger)
    connection = { server.connectionString(role: $0, database: "postgres") }
    owned = server
  }

  func stop() async { await owned?.stop() }
}
