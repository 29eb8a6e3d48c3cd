import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Transactions", .tenantDatabase())
struct TenantTransactionTests {
  private struct Failed: Error {}

  @Test func `what a transaction wrote is gone when it throws`() async throws {
    let pair = try await TenantPair.fresh()
    await #expect(throws: Failed.self) {
      try await pair.mine.transaction { transaction in
        try await transaction.audit("probe.written", of: "probe", by: .system)
        throw Failed()
      }
    }
    #expect(try await pair.mine.scope.auditEntries(of: "probe").isEmpty)
  }

  @Test func `a refusal that the caller swallowed is never reported as a success`() async throws {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] {
      let refused: TenantQuery = "SELECT 1 / 0 WHERE \(tenant.id)::uuid IS NOT NULL"
      await #expect(throws: TenantStoreError.refusalIgnored) {
        try await tenant.transaction { transaction in
          try await transaction.audit("probe.written", of: "swallowed", by: .system)
          _ = try? await transaction.execute(refused)
        }
      }
      await #expect(throws: TenantStoreError.refusalIgnored) {
        try await tenant.transaction { transaction in
          try await transaction.audit("probe.written", of: "swallowed", by: .system)
          do {
            for try await _ in try transaction.cursor(refused, as: Nothing.self) {}
          } catch {}
        }
      }
      #expect(try await tenant.scope.auditEntries(of: "swallowed").isEmpty)
    }
  }

  private struct Nothing: TenantRow {
    init(row: inout ColumnReader) throws { _ = try row.next(Int?.self) }
  }

  @Test func `statements that a migration made stale are prepared again in a transaction`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    func alter(_ script: String) async throws {
      try await database.asOwner { pool in
        try await pool.withConnection { try await $0.script(script) }
      }
    }
    try await alter("CREATE TABLE public.wide (a int4); GRANT SELECT ON public.wide TO app_user")
    for type in ["int4", "int8", "text", "int8"] {
      try await alter("ALTER TABLE public.wide ALTER a TYPE \(type) USING a::\(type)")
      for tenant in [pair.mine, pair.other] {
        try await tenant.transaction { transaction in
          try await transaction.execute(
            "SELECT a FROM public.wide WHERE \(tenant.id)::uuid IS NULL"
          )
          for _ in 0..<2 {
            try await transaction.execute(
              "SELECT a, 1 FROM public.wide WHERE \(tenant.id)::uuid IS NULL"
            )
            try await transaction.execute(
              "SELECT a, 2 FROM public.wide WHERE \(tenant.id)::uuid IS NULL"
            )
            try await transaction.execute(
              "SELECT a, 3 FROM public.wide WHERE \(tenant.id)::uuid IS NULL"
            )
          }
        }
      }
    }
  }

  @Test func `a transaction cannot be used after its closure`() async throws {
    let pair = try await TenantPair.fresh()
    var escaped: TenantTransaction?
    try await pair.mine.transaction { transaction in
      try await transaction.audit("probe.written", of: "probe", by: .system)
      escaped = transaction
    }
    let transaction = try #require(escaped)
    await #expect(throws: TenantStoreError.transactionEnded) {
      _ = try await transaction.auditEntries(of: "probe")
    }
  }

  @Test func `a query that names no tenant is refused before it is sent`() async throws {
    let pair = try await TenantPair.fresh()
    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.scope.execute("DELETE FROM tenancy.audit_entry")
    }
    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.transaction { try await $0.execute("DELETE FROM tenancy.audit_entry") }
    }
  }

  @Test func `a reading scope cannot write`() async throws {
    let pair = try await TenantPair.fresh()
    let media = try Media(file: Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
    await #expect(throws: (any Error).self) {
      _ = try await pair.mine.database.reading(pair.mine.id).keepMedia(media)
    }
    #expect(try await pair.mine.scope.media(MediaID(of: media.bytes)) == nil)
  }

  @Test func `a batch is all or nothing`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    await #expect(throws: (any Error).self) {
      _ = try await pair.mine.scope.batch([
        """
        INSERT INTO tenancy.audit_entry (tenant_id, id, created_at, actor, action, subject)
        VALUES (\(tenant), \(tenant.uuid), now(), 'system', 'probe', 'batch')
        """,
        "SELECT 1 / 0 WHERE \(tenant)::uuid IS NOT NULL",
      ])
    }
    #expect(try await pair.mine.scope.auditEntries(of: "batch").isEmpty)
  }

  @Test func `parts of a query keep their values in order`() async throws {
    let pair = try await TenantPair.fresh()
    let tenant = pair.mine.id
    let none: String? = nil
    let filter: QueryPart = " AND \("a") = 'a' AND \(7) = 7"
    let value: Int? = try await pair.mine.scope.value(
      """
      SELECT \(40)::int8 + 2 WHERE \(tenant)::uuid IS NOT NULL\(filter + " AND \(true)") \
      AND \(none)::text IS NULL
      """
    )
    #expect(value == 42)
  }

  @Test func `200 tenants' batches at once see their own rows only, and a failure is its own`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] {
      try await tenant.transaction {
        try await $0.audit("probe.mine", of: "crowd", by: .admin(tenant.snapshot.slug))
      }
    }
    let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<200 {
        let tenant = index % 2 == 0 ? pair.mine : pair.other
        group.addTask {
          guard index % 5 != 0 else {
            do {
              try await tenant.scope.execute(
                "SELECT 1 / 0 WHERE \(tenant.id)::uuid IS NOT NULL"
              )
              return "no error"
            } catch {
              return "own error"
            }
          }
          let entries = try await tenant.scope.auditEntries(of: "crowd")
          return entries.map(\.actor) == ["admin:\(tenant.snapshot.slug)"] ? "own rows" : "wrong"
        }
      }
      return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(outcomes == ["own rows": 160, "own error": 40])
  }

  @Test func `two transactions that deadlock both succeed in the end`() async throws {
    let pair = try await TenantPair.fresh()
    let mine = pair.mine
    let tokens = [SessionToken.make(in: .live), SessionToken.make(in: .live)]
    var ids: [SessionID] = []
    for token in tokens { ids.append(try await mine.scope.startSession(token).id) }
    let sessions = ids
    let gate = Rendezvous()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for order in [sessions, sessions.reversed()] {
        group.addTask {
          try await mine.transaction { transaction in
            try await transaction.prolongSession(order[0])
            await gate.meet()
            try await transaction.prolongSession(order[1])
          }
        }
      }
      try await group.waitForAll()
    }
  }
}

/// Alone on its database, because it looks at every connection.
@Suite("A cancelled transaction", .tenantDatabase())
struct CancelledTransactionTests {
  @Test func `leaves no transaction open and nothing written`() async throws {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    let (began, beginning) = AsyncStream.makeStream(of: Void.self)
    let mine = pair.mine
    let task = Task {
      // Also when it never begins, so that nobody waits for it.
      defer { beginning.finish() }
      try await mine.transaction { transaction in
        try await transaction.audit("probe.cancelled", of: "cancel", by: .system)
        #expect(try await transaction.auditEntries(of: "cancel").count == 1)
        beginning.yield()
        try await Task.sleep(for: .seconds(60))
      }
    }
    _ = await began.first { true }
    task.cancel()
    _ = await task.result

    let open = try await database.asOwner { pool in
      try await pool.batch(
        [
          """
          SELECT count(*) FROM pg_stat_activity
          WHERE datname = current_database() AND state LIKE 'idle in transaction%'
          """
        ]
      ).first?.scalar(Int.self)
    }
    #expect(open == 0)
    #expect(try await pair.mine.scope.auditEntries(of: "cancel").isEmpty)
  }
}

/// Lets two tasks meet once; who comes later passes.
private actor Rendezvous {
  private var arrived = 0
  private var first: CheckedContinuation<Void, Never>?

  func meet() async {
    arrived += 1
    if arrived == 1 {
      await withCheckedContinuation { first = $0 }
    } else {
      first?.resume()
      first = nil
    }
  }
}
