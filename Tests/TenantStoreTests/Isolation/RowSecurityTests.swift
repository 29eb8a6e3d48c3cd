import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Row-level security under the application role", .tenantDatabase())
struct RowSecurityTests {
  /// Runs statements as the gateway's role, on a connection without a tenant unless they set one.
  private func asApplication<Value: Sendable>(
    _ body: (ExclusiveConnection) async throws -> Value
  ) async throws -> Value {
    let database = try #require(TestDatabase.current)
    let string = try await database.connectionString(role: DatabaseRoles.application)
    let pool = PostgresPool(PostgresConfiguration(connectionString: string), logger: .quiet)
    do {
      let value = try await pool.withConnection(body)
      await pool.close()
      return value
    } catch {
      await pool.close()
      throw error
    }
  }

  private func refusal(_ statements: [Statement]) async throws -> SQLState? {
    do {
      _ = try await asApplication { try await $0.run(statements) }
      return nil
    } catch PostgresError.server(let fault) {
      return fault.sqlState
    }
  }

  @Test func `a row cannot be moved to a neighbour`() async throws {
    let pair = try await TenantPair.fresh()
    try await pair.mine.transaction { try await $0.emit("probe.mine", [:]) }
    let moved = try await refusal([
      "BEGIN", "SELECT set_config('app.tenant', \(pair.mine.id.uuid.uuidString), true)",
      "UPDATE tenancy.outbox_event SET tenant_id = \(pair.other.id.uuid)",
    ])
    #expect(moved == .insufficientPrivilege)
  }

  @Test(arguments: [true, false])
  func `a query that switches the tenant's setting reaches no other rows by it`(
    _ forTheTransaction: Bool
  ) async throws {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] {
      try await tenant.transaction { try await $0.audit("probe.done", of: "switch", by: .system) }
    }
    let (mine, other) = (pair.mine.id, pair.other.id.uuid.uuidString)
    let results = try await pair.mine.scope.batch([
      """
      SELECT set_config('app.tenant', \(other), \(forTheTransaction))
      WHERE \(mine)::uuid IS NOT NULL
      """,
      // Neither the neighbour's, which the query does not name, nor its own, which the policy hides.
      "SELECT id FROM tenancy.audit_entry WHERE tenant_id = \(mine) AND subject = 'switch'",
    ])
    #expect(try results[0].values(String.self) == [other])
    #expect(try results[1].values(UUID.self).isEmpty)

    // Whoever comes next on that connection says anew whose rows are meant.
    for _ in 0..<8 {
      for tenant in [pair.mine, pair.other] {
        #expect(try await tenant.scope.auditEntries(of: "switch").count == 1)
      }
    }
  }

  @Test(arguments: [
    "'; DROP TABLE tenancy.audit_entry; --", "$1", "\\", "\u{0}x", "' OR '1'='1", "🍼",
  ])
  func `a value is never read as SQL`(_ value: String) async throws {
    let pair = try await TenantPair.fresh()
    guard !value.contains("\u{0}") else {
      await #expect(throws: (any Error).self) {
        _ = try await pair.mine.scope.auditEntries(of: value)
      }
      return
    }
    try await pair.mine.transaction { try await $0.audit("probe.done", of: value, by: .system) }
    #expect(try await pair.mine.scope.auditEntries(of: value).map(\.subject) == [value])
    #expect(try await pair.other.scope.auditEntries(of: value).isEmpty)
  }

  @Test func `a dump without the policies fails loudly instead of giving a part`() async throws {
    let answer = try await refusal([
      "SET row_security = off", "SELECT count(*) FROM tenancy.audit_entry",
    ])
    #expect(answer == .insufficientPrivilege)
  }

  @Test func `a bulk load past the policies is refused`() async throws {
    await #expect(throws: PostgresError.self) {
      try await asApplication { try await $0.script("COPY tenancy.media FROM STDIN") }
    }
  }

  @Test func `a temporary table, which would outlive a batch, is refused`() async throws {
    #expect(try await refusal(["CREATE TEMP TABLE t (a int)"]) == .insufficientPrivilege)
  }

  @Test func `the role ends statements, lock waits and idle transactions by itself`() async throws {
    let limits = try await asApplication { connection in
      try await connection.run([
        "SELECT current_setting('statement_timeout')", "SELECT current_setting('lock_timeout')",
        "SELECT current_setting('idle_in_transaction_session_timeout')",
      ]).map { try $0.scalar(String.self) }
    }
    #expect(limits == ["15s", "10s", "1min"])
  }

  @Test func `the tenant's setting ends with the transaction`() async throws {
    let pair = try await TenantPair.fresh()
    let settings = try await asApplication { connection in
      _ = try await connection.run([
        "BEGIN", "SELECT set_config('app.tenant', \(pair.mine.id.uuid.uuidString), true)", "COMMIT",
      ])
      return try await connection.run([
        "SELECT current_setting('app.tenant', true)",
        "SELECT count(*)::text FROM tenancy.audit_entry",
      ]).map { try $0.scalar(String.self) }
    }
    #expect(settings == ["", "0"])
  }
}
