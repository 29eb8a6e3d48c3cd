import Foundation
import TenantStore
import TenantStoreTesting
import Testing

/// Alone on its database, because it stops a server process for a while.
@Suite("A database that goes silent", .tenantDatabase())
struct SilentServerTests {
  @Test func `a statement that runs too long is ended, and the caller may try again`() async throws
  {
    let pair = try await TenantPair.fresh()
    let mine = pair.mine
    await #expect(throws: TenancyRefusal(.busy)) {
      try await mine.database.transaction(for: mine.id, statementLimit: .milliseconds(100)) {
        try await $0.execute("SELECT pg_sleep(60) WHERE \(mine.id)::uuid IS NOT NULL")
      }
    }
  }

  @Test func `a transaction does not wait for ever, and the database can be closed`() async throws {
    let pair = try await TenantPair.fresh()
    let mine = pair.mine
    var stopped: pid_t = 0
    defer { if stopped > 0 { kill(stopped, SIGCONT) } }
    let error = await #expect(throws: TenancyRefusal.self) {
      try await mine.database.transaction(for: mine.id, statementLimit: .milliseconds(100)) {
        transaction in
        let pid: Int? = try await transaction.value(
          "SELECT pg_backend_pid() WHERE \(mine.id)::uuid IS NOT NULL"
        )
        let process = pid_t(try #require(pid))
        try #require(kill(process, SIGSTOP) == 0)
        stopped = process
        _ = try await transaction.auditEntries(of: "silence")
      }
    }
    #expect(error?.code.kind == .unavailable)
    await mine.database.close()
  }
}
