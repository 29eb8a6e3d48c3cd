import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// What the server knows of the tenant, and for how long; statements are raw, as the gateway's role.
@Suite("The tenant of a transaction", .tenantDatabase([BulkShelf.module]))
struct TenantSettingTests {
  private static let seen: Statement = "SELECT count(*)::text FROM shelf.box"
  private static let setting: Statement = "SELECT coalesce(current_setting('app.tenant', true), '')"

  /// Two tenants with a few boxes each, and one connection of the application's role.
  private func onConnection(
    _ body: (TenantPair, ExclusiveConnection) async throws -> Void
  ) async throws {
    let pair = try await TenantPair.fresh()
    for (tenant, count) in [(pair.mine, 2), (pair.other, 3)] {
      try await tenant.transaction { transaction in
        try await transaction.insert(BulkShelf.boxes(count), into: BulkShelf.table) {
          $1.write(to: &$0)
        }
      }
    }
    let database = try #require(TestDatabase.current)
    let application = try await database.connectionString(role: DatabaseRoles.application)
    let pool = PostgresPool(PostgresConfiguration(connectionString: application), logger: .quiet)
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(try await pool.withConnection { try await body(pair, $0) })
    } catch {
      outcome = .failure(error)
    }
    await pool.close()
    try outcome.get()
  }

  private func set(_ tenant: TenantID) -> Statement {
    "SELECT set_config('app.tenant', \(tenant.uuid.uuidString), true)"
  }

  private func texts(_ statements: [Statement], on connection: ExclusiveConnection) async throws
    -> [String?]
  {
    try await connection.run(statements).map { try $0.scalar(String.self) }
  }

  @Test func `without a tenant nothing is seen, on a fresh connection and after another's`()
    async throws
  {
    try await onConnection { pair, connection in
      let fresh = try await texts([Self.seen], on: connection)
      let own = try await texts([set(pair.mine.id), Self.seen], on: connection)
      let after = try await texts([Self.seen, Self.setting], on: connection)
      #expect(fresh == ["0"])
      #expect(own.last == "2")
      #expect(after == ["0", ""])
    }
  }

  @Test(arguments: ["COMMIT", "ROLLBACK", "an error"])
  func `ends with the transaction, however that ends`(_ end: String) async throws {
    try await onConnection { pair, connection in
      let own = try await texts(["BEGIN", set(pair.mine.id), Self.seen], on: connection)
      if end == "an error" {
        await #expect(throws: PostgresError.self) { try await connection.run(["SELECT 1 / 0"]) }
        _ = try await connection.run(["ROLLBACK"])
      } else {
        _ = try await connection.run([Statement(unsafeText: end)])
      }
      let after = try await texts([Self.seen, Self.setting], on: connection)
      #expect(own.last == "2")
      #expect(after == ["0", ""])
    }
  }

  @Test func `comes back where a part of the transaction is undone`() async throws {
    try await onConnection { pair, connection in
      _ = try await connection.run(["BEGIN", set(pair.mine.id), "SAVEPOINT part"])
      let within = try await texts([set(pair.other.id), Self.seen], on: connection)
      _ = try await connection.run(["ROLLBACK TO SAVEPOINT part"])
      let after = try await texts([Self.seen], on: connection)
      _ = try await connection.run(["COMMIT"])
      #expect(within.last == "3")
      #expect(after == ["2"])
    }
  }

  @Test func `is looked at anew each time that a statement with a kept plan runs`() async throws {
    try await onConnection { pair, connection in
      _ = try await connection.run(["SET plan_cache_mode = force_generic_plan"])
      for round in 0..<9 {
        let (tenant, count) = [(pair.mine.id, "2"), (pair.other.id, "3"), (nil, "0")][round % 3]
        let prelude = tenant.map { [set($0)] } ?? []
        let last = try await texts(prelude + [Self.seen], on: connection).last
        #expect(last == count)
      }
      let plans = try await connection.run([
        """
        SELECT max(generic_plans)::text FROM pg_prepared_statements
        WHERE statement LIKE '%FROM shelf.box%'
        """
      ])[0].scalar(String.self)
      #expect(plans == "9")
    }
  }

  @Test func `is no role: a request keeps the one that logged in`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    let query: TenantQuery = """
      SELECT current_user || ' ' || session_user WHERE \(tenant)::uuid IS NOT NULL
      """
    let inScope: String? = try await pair.mine.scope.value(query)
    let inTransaction: String? = try await pair.mine.transaction { try await $0.value(query) }
    #expect(inScope == "app_user app_user")
    #expect(inTransaction == "app_user app_user")
  }
}
