import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// Many tenants take turns on one connection, and a fifth of them fails.
@Suite("Many tenants on one connection", .tenantDatabase([BulkShelf.module]))
struct ManyTenantsTests {
  private struct Tenant: Sendable {
    let id: TenantID
    let box: UUID
  }

  private static let count = 200
  private static let rounds = 2_000

  /// Merchants who are only rows, each with one box.
  private func tenants(in current: TestDatabase) async throws -> [Tenant] {
    let all = (0..<Self.count).map { _ in
      Tenant(id: TenantID(uuid: StoreEnvironment.live.makeID()), box: UUID())
    }
    let ids = all.map(\.id.uuid)
    try await current.asOwner { pool in
      _ = try await pool.batch([
        """
        INSERT INTO tenancy.tenant (id, slug, revision, document, created_at, updated_at)
        SELECT id, 'many-' || left(md5(id::text), 20), 1, '{}', now(), now()
        FROM unnest(\(ids)) id
        """
      ])
    }
    for tenant in all {
      try await current.database.scope(tenant.id).execute(
        """
        INSERT INTO shelf.box (tenant_id, id, weight) VALUES (\(tenant.id), \(tenant.box), 1)
        """
      )
    }
    return all
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `each sees its own rows, and nobody fails for another`(_ seed: UInt64) async throws {
    let current = try #require(TestDatabase.current)
    let tenants = try await tenants(in: current)
    var random = SeededGenerator(state: seed)
    let turns = (0..<Self.rounds).map { _ in
      (
        tenant: Int.random(in: 0..<Self.count, using: &random),
        fails: Int.random(in: 0..<5, using: &random) == 0,
        writes: Bool.random(using: &random)
      )
    }
    try await withOneConnection(current) { database in
      var endings: [String: Int] = [:]
      // As many as may wait without being told that the house is full.
      for start in stride(from: 0, to: turns.count, by: 100) {
        try await withThrowingTaskGroup(of: String.self) { group in
          for turn in turns[start..<min(start + 100, turns.count)] {
            let tenant = tenants[turn.tenant]
            group.addTask {
              try await Self.turn(of: tenant, on: database, fails: turn.fails, writes: turn.writes)
            }
          }
          for try await ending in group { endings[ending, default: 0] += 1 }
        }
      }
      let failing = turns.count { $0.fails }
      #expect(endings == ["own row": Self.rounds - failing, "own error": failing])
    }
    // What failed wrote nothing, and what did not was written once for each turn.
    for (index, tenant) in tenants.enumerated() {
      let writes = turns.count { $0.tenant == index && $0.writes && !$0.fails }
      let weight: Int32? = try await current.database.scope(tenant.id).value(
        "SELECT weight FROM shelf.box WHERE tenant_id = \(tenant.id)"
      )
      #expect(weight == Int32(1 + writes))
    }
  }

  private static func turn(
    of tenant: Tenant,
    on database: TenantDatabase,
    fails: Bool,
    writes: Bool
  ) async throws -> String {
    // The policy alone narrows it.
    let look: TenantQuery = """
      SELECT id FROM shelf.box WHERE tenant_id = \(tenant.id) OR tenant_id IS NOT NULL
      """
    let last: TenantQuery =
      "SELECT 1 / \(Int32(fails ? 0 : 1)) WHERE \(tenant.id)::uuid IS NOT NULL"
    let change: TenantQuery = """
      UPDATE shelf.box SET weight = weight + 1 WHERE tenant_id = \(tenant.id)
      """
    do {
      let results =
        writes
        ? try await database.scope(tenant.id).batch([look, change, last])
        : try await database.reading(tenant.id).batch([look, last])
      let seen = try results[0].values(UUID.self)
      return seen == [tenant.box] ? "own row" : "sees \(seen.count) rows"
    } catch PostgresError.server(let error) {
      return fails && error.sqlState == .divisionByZero ? "own error" : "\(error)"
    }
  }

  /// Lends a database of one shared connection, which is empty of any tenant in the end.
  private func withOneConnection(
    _ current: TestDatabase,
    _ body: (TenantDatabase) async throws -> Void
  ) async throws {
    var configuration = TenantDatabaseConfiguration(
      application: try await current.connectionString(role: DatabaseRoles.application),
      system: try await current.connectionString(role: DatabaseRoles.system)
    )
    configuration.sharedConnections = 1
    configuration.exclusiveConnections = 1
    configuration.queuedPerTenant = Self.rounds
    configuration.mode = current.database.mode
    let database = TenantDatabase(configuration, logger: .quiet)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
    await database.close()
    try outcome.get()
  }
}
