internal import DatabaseBootstrap
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
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "cradle-evaluation-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: folder) }
    let binaries = environment["CRADLE_POSTGRES_BIN"]
      .map { URL(filePath: $0, directoryHint: .isDirectory) }
    let home = try await DatabaseHome.open(
      .embedded(dataRoot: folder, binaries: binaries),
      logger: logger,
      report: report
    )
    do {
      try await home.migrate(modules: [SmartServiceModule.module], logger: logger)
      let database = TenantDatabase(home.configuration, logger: logger)
      let tenant = try await database.register(Self.scratchDocument)
      let value = try await body(database, tenant.id)
      await database.close()
      await home.close()
      return value
    } catch {
      await home.close()
      throw error
    }
  }

  private static let scratchDocument = TenantDocument(
    tenant: "evaluation",
    name: LocalizedText(["en": "Evaluation"]),
    hosts: ["evaluation.localhost"],
    locales: ["zh"],
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    market: "CN",
    modules: ["service": .object([:])]
  )
}
