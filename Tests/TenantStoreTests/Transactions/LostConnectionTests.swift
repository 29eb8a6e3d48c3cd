import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// What a caller learns when the connection dies before it heard the outcome.
///
/// Alone on its database, because it kills every connection that waits for a lock.
@Suite("A lost connection", .tenantDatabase(), .serialized)
struct LostConnectionTests {
  @Test func `leaves what a writing batch did unknown, and sends it no second time`() async throws {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] {
      let error = try await whileBlocked { lock in
        await #expect(throws: TenancyRefusal.self) {
          _ = try await tenant.scope.batch([note(tenant.id, "batch"), wait(tenant.id, lock)])
        }
      }
      #expect(error?.code == .outcomeUnknown)
      #expect(try await tenant.scope.auditEntries(of: "batch").isEmpty)
    }
  }

  @Test func `is not noticed by who only reads`() async throws {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] {
      let value: Int? = try await whileBlocked { lock in
        try await tenant.database.reading(tenant.id).value(
          """
          SELECT 42::int8 FROM pg_advisory_xact_lock_shared(\(lock)::int8)
          WHERE \(tenant.id)::uuid IS NOT NULL
          """
        )
      }
      #expect(value == 42)
    }
  }

  @Test func `fails a transaction before its commit, which then has written nothing`() async throws
  {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] {
      let attempts = Attempts()
      _ = try await whileBlocked { lock in
        await #expect(throws: (any Error).self) {
          try await tenant.transaction { transaction in
            await attempts.begin()
            try await transaction.audit("probe.written", of: "body", by: .system)
            try await transaction.execute(wait(tenant.id, lock))
          }
        }
      }
      #expect(await attempts.count == 1)
      #expect(try await tenant.scope.auditEntries(of: "body").isEmpty)
    }
  }

  /// A constraint that is checked at the commit, and waits for a lock there.
  @Test func `at the commit leaves the outcome unknown, and the transaction is not run again`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    try await database.asOwner { pool in
      try await pool.withConnection {
        try await $0.script(
          """
          CREATE TABLE public.gate (tenant_id uuid, lock int8);
          CREATE FUNCTION public.pass_gate() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_advisory_xact_lock_shared(NEW.lock); RETURN NEW; END';
          CREATE CONSTRAINT TRIGGER pass AFTER INSERT ON public.gate DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION public.pass_gate();
          GRANT INSERT ON public.gate TO app_user;
          """
        )
      }
    }
    for tenant in [pair.mine, pair.other] {
      let attempts = Attempts()
      let error = try await whileBlocked { lock in
        await #expect(throws: TenancyRefusal.self) {
          try await tenant.transaction { transaction in
            await attempts.begin()
            try await transaction.audit("probe.written", of: "commit", by: .system)
            try await transaction.execute(
              "INSERT INTO public.gate (tenant_id, lock) VALUES (\(tenant.id), \(lock))"
            )
          }
        }
      }
      #expect(error?.code == .outcomeUnknown)
      #expect(await attempts.count == 1)
      #expect(try await tenant.scope.auditEntries(of: "commit").isEmpty)
    }
  }

  private actor Attempts {
    private(set) var count = 0
    func begin() { count += 1 }
  }

  private func note(_ tenant: TenantID, _ subject: String) -> TenantQuery {
    """
    INSERT INTO tenancy.audit_entry (tenant_id, id, created_at, actor, action, subject)
    VALUES (\(tenant), \(UUID()), now(), 'system', 'probe', \(subject))
    """
  }

  private func wait(_ tenant: TenantID, _ lock: Int) -> TenantQuery {
    """
    SELECT FROM pg_advisory_xact_lock_shared(\(lock)::int8)
    WHERE \(tenant)::uuid IS NOT NULL
    """
  }

  /// Runs what waits for a lock, kills the connection that waits, and lets go of the lock.
  private func whileBlocked<Value: Sendable>(
    _ work: @escaping @Sendable (Int) async throws -> Value
  ) async throws -> Value {
    let database = try #require(TestDatabase.current)
    let application = try await database.connectionString(role: DatabaseRoles.application)
    let pool = PostgresPool(PostgresConfiguration(connectionString: application), logger: .quiet)
    let lock = Int.random(in: 1..<1_000_000)
    let outcome: Result<Value, any Error>
    do {
      let value = try await pool.withConnection { holder in
        _ = try await holder.run(["SELECT pg_advisory_lock(\(lock)::int8)"])
        async let working = work(lock)
        var killed = 0
        while killed == 0 {
          let answer = try await holder.run([
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user
              AND wait_event = 'advisory'
            """
          ])
          killed = try #require(try answer[0].scalar(Int.self))
        }
        _ = try await holder.run(["SELECT pg_advisory_unlock(\(lock)::int8)"])
        return try await working
      }
      outcome = .success(value)
    } catch {
      outcome = .failure(error)
    }
    await pool.close()
    return try outcome.get()
  }
}
