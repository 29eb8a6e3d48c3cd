import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite(
  "The database behind a transaction pooler",
  .tenantDatabase(),
  .enabled(if: TransactionPooler.isAvailable, "apt-get install pgbouncer"),
  .serialized
)
struct TransactionPoolerTests {
  private static let serverConnections = 2

  @Test(.timeLimit(.minutes(10)))
  func `scopes and transactions keep their tenant on shared connections`() async throws {
    let pair = try await TenantPair.fresh()

    try await withPooled { pooled in
      await withThrowingTaskGroup(of: Void.self) { group in
        for tenant in [pair.mine.id, pair.other.id] {
          for number in 0..<20 {
            group.addTask {
              try await pooled.transaction(for: tenant) { transaction in
                try await transaction.audit("probe.done", of: "\(tenant)", by: .system)
                guard number % 5 != 0 else { throw CancellationError() }
                let seen = try await transaction.auditEntries(of: "\(tenant)")
                #expect(!seen.isEmpty)
              }
            }
          }
        }
        while let outcome = await group.nextResult() {
          guard case .failure(let error) = outcome else { continue }
          let isMeant = error is CancellationError
          #expect(isMeant, "\(error)")
        }
      }
      for (tenant, neighbour) in [(pair.mine.id, pair.other.id), (pair.other.id, pair.mine.id)] {
        let own = try await pooled.reading(tenant).auditEntries(of: "\(tenant)")
        let theirs = try await pooled.reading(tenant).auditEntries(of: "\(neighbour)")
        #expect(own.count == 16)
        #expect(theirs.isEmpty)
        let media = try Media(file: Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
        let error = await #expect(throws: PostgresError.self) {
          _ = try await pooled.reading(tenant).keepMedia(media)
        }
        #expect(error?.sqlState?.rawValue == "25006", "a transaction that only reads")
      }
      let backends = try await backends(of: DatabaseRoles.application)
      #expect((1...Self.serverConnections).contains(backends))
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `a change is heard past the pooler, without asking`() async throws {
    try await withPooled { pooled in
      let slug = "heard-\(UUID().uuidString.prefix(8).lowercased())"
      let directory = TenantDirectory(database: pooled, modules: [], logger: .quiet)
      let running = Task { await directory.run(pollingEach: .seconds(3_600)) }
      _ = try await pooled.register(document(slug))
      #expect(await eventually { directory.tenant(slug: slug) != nil })
      running.cancel()
      await running.value
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `without a way past the pooler a change is found by asking`() async throws {
    try await withPooled(listens: false) { pooled in
      let slug = "asked-\(UUID().uuidString.prefix(8).lowercased())"
      let directory = TenantDirectory(database: pooled, modules: [], logger: .quiet)
      let running = Task { await directory.run(pollingEach: .milliseconds(20)) }
      _ = try await pooled.register(document(slug))
      #expect(await eventually { directory.tenant(slug: slug) != nil })
      running.cancel()
      await running.value
    }
  }

  /// Lends the suite's database through a pooler; the listener, if any, reaches the server itself.
  private func withPooled(
    listens: Bool = true,
    _ body: (TenantDatabase) async throws -> Void
  ) async throws {
    let database = try #require(TestDatabase.current)
    let pooler = try await TransactionPooler(
      before: database,
      serverConnections: Self.serverConnections
    )
    var configuration = TenantDatabaseConfiguration(
      application:
        "\(pooler.connectionString) user=\(DatabaseRoles.application) application_name=pooled",
      system: "\(pooler.connectionString) user=\(DatabaseRoles.system)"
    )
    configuration.isPooled = true
    configuration.mode = database.database.mode
    if listens {
      configuration.listening = try await database.connectionString(role: DatabaseRoles.system)
    }
    let pooled = TenantDatabase(configuration, logger: .quiet)
    // The pooler is up when a first query comes through.
    let tenant = TenantID(uuid: pooled.environment.makeID())
    let isUp = await eventually { (try? await pooled.reading(tenant).auditEntries(of: "")) != nil }
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(pooled)) } catch { outcome = .failure(error) }
    await pooled.close()
    withExtendedLifetime(pooler) {}
    try outcome.get()
    #expect(isUp)
  }

  private func document(_ slug: String) -> TenantDocument {
    TenantDocumentTests.document {
      $0.tenant = slug
      $0.hosts = ["\(slug).localhost"]
    }
  }

  /// How many connections the server has of a role in the suite's database.
  private func backends(of role: String) async throws -> Int {
    let database = try #require(TestDatabase.current)
    return try await database.asOwner { pool in
      // The suite has connections of its own besides, under another name.
      let rows = try await pool.batch([
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
          AND usename = \(role) AND application_name = 'pooled'
        """
      ])
      return try rows[0].scalar(Int.self) ?? 0
    }
  }

  private func eventually(_ condition: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < deadline {
      if await condition() { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }
}
