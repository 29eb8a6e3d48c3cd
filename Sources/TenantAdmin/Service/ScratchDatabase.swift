internal import EmbeddedPostgres
internal import Foundation
internal import SmartService
internal import TenantStore

extension AdminSession {
  /// Runs a closure with a private server of its own that is gone afterwards, and a tenant on it.
  ///
  /// An evaluation must not depend on what a merchant's database holds, nor leave anything there.
  func withScratchTenant<Value>(
    _ body: (TenantDatabase, TenantID) async throws -> Value
  ) async throws -> Value {
    var configuration = EmbeddedPostgresConfiguration.temporary()
    configuration.superuser = DatabaseRoles.admin
    configuration.roles = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    configuration.bootstrap = DatabaseRoles.creation()
    if let binaries = environment["CRADLE_POSTGRES_BIN"], !binaries.isEmpty {
      configuration.binaries = URL(filePath: binaries, directoryHint: .isDirectory)
    }
    let server = try await EmbeddedPostgres.start(configuration, logger: logger)
    do {
      let value = try await withTenant(on: server, body)
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }

  private func withTenant<Value>(
    on server: EmbeddedPostgres,
    _ body: (TenantDatabase, TenantID) async throws -> Value
  ) async throws -> Value {
    func connection(_ role: String) -> String {
      server.connectionString(role: role, database: "postgres")
    }
    let migrator = Migrator(
      ownerConnection: connection(DatabaseRoles.admin),
      modules: [SmartServiceModule.module],
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()
    let database = TenantDatabase(
      TenantDatabaseConfiguration(
        application: connection(DatabaseRoles.application),
        system: connection(DatabaseRoles.system)
      ),
      logger: logger
    )
    do {
      let tenant = try await database.register(Self.scratchDocument)
      let value = try await body(database, tenant.id)
      await database.close()
      return value
    } catch {
      await database.close()
      throw error
    }
  }

  private static let scratchDocument = TenantDocument(
    tenant: "evaluation",
    name: LocalizedText([:]),
    hosts: ["evaluation.localhost"],
    locales: [LanguageTag(rawValue: "zh")].compactMap { $0 },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    market: "CN",
    modules: ["service": .object([:])]
  )
}
