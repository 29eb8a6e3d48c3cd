import PostgresClient
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// A tenant is who takes turns: one that asks for much waits for itself, not others for it.
@Suite("Fairness between tenants", .tenantDatabase(), .serialized)
struct TenantFairnessTests {
  /// What holds a connection of its own.
  enum Holding: CaseIterable {
    case transaction, stream, export

    func run(
      _ database: TenantDatabase,
      _ tenant: TenantID,
      _ body: () async throws -> Void
    ) async throws {
      let query: TenantQuery = "SELECT 1::int8 WHERE \(tenant)::uuid IS NOT NULL"
      switch self {
      case .transaction: try await database.transaction(for: tenant) { _ in try await body() }
      case .stream:
        try await database.reading(tenant).stream(query, as: One.self) { rows in
          for try await _ in rows {}
          try await body()
        }
      case .export:
        try await database.reading(tenant).export(query, as: .text) { chunks in
          for try await _ in chunks {}
          try await body()
        }
      }
    }
  }

  struct One: TenantRow {
    init(row: inout ColumnReader) throws { _ = try row.next(Int.self) }
  }

  @Test(arguments: Holding.allCases)
  func `a tenant that holds half of the connections waits for others`(_ holding: Holding)
    async throws
  {
    let pair = try await TenantPair.fresh()
    let (mine, other) = (pair.mine.id, pair.other.id)
    try await withDatabase { database in
      let journal = Journal()
      let (opened, opening) = AsyncStream.makeStream(of: Void.self)
      let holder = Task {
        try await holding.run(database, mine) {
          // Alone, it may hold both.
          try await holding.run(database, mine) {
            opening.yield()
            try await until { database.load.queued == 3 }
          }
          try await until { journal.names.count == 3 }
        }
      }
      _ = await opened.first { true }
      var waiters: [Task<Void, any Error>] = []
      for (tenant, name) in [(mine, "mine"), (mine, "mine"), (other, "other")] {
        waiters.append(Task { try await holding.run(database, tenant) { journal.note(name) } })
        // The third lets the holder go on, which may be seen too late.
        if waiters.count < 3 { try await until { database.load.queued == waiters.count } }
      }
      for task in waiters + [holder] { try await task.value }
      #expect(journal.names == ["other", "mine", "mine"])
    }
  }

  @Test func `a tenant that asks for too much at once is told so, and others are served`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let (mine, other) = (pair.mine.id, pair.other.id)
    let lock = Int.random(in: 1..<1_000_000)
    try await withDatabase { database in
      let journal = Journal()
      let (asked, served) = try await pair.mine.transaction { holder in
        try await holder.execute(
          "SELECT pg_advisory_xact_lock(\(lock)::int8) WHERE \(mine)::uuid IS NOT NULL"
        )
        let asked = (0..<100).map { _ in
          Task {
            do {
              try await database.scope(mine).execute(
                """
                SELECT FROM pg_advisory_xact_lock_shared(\(lock)::int8)
                WHERE \(mine)::uuid IS NOT NULL
                """
              )
              return true
            } catch let refusal as TenancyRefusal where refusal.code == .busy {
              journal.note("busy")
              return false
            }
          }
        }
        // Two may wait, and eight be under way; what is slow may have moved to the other connections.
        try await until { journal.names.count >= 80 }
        let served = Task {
          try await database.scope(other).value(
            "SELECT 42::int8 WHERE \(other)::uuid IS NOT NULL",
            as: Int.self
          )
        }
        return (asked, served)
      }
      #expect(try await served.value == 42)
      var answered = 0
      for task in asked where try await task.value { answered += 1 }
      #expect((2...20).contains(answered))
    }
  }

  private func withDatabase(_ body: (TenantDatabase) async throws -> Void) async throws {
    let current = try #require(TestDatabase.current)
    var configuration = TenantDatabaseConfiguration(
      application: try await current.connectionString(role: DatabaseRoles.application),
      system: try await current.connectionString(role: DatabaseRoles.system)
    )
    configuration.sharedConnections = 2
    configuration.exclusiveConnections = 2
    configuration.queuedPerTenant = 2
    configuration.mode = current.database.mode
    let database = TenantDatabase(configuration, logger: .quiet)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
    await database.close()
    try outcome.get()
  }

  private func until(_ condition: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(300)
    while !condition() {
      try #require(ContinuousClock.now < end)
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  private final class Journal: Sendable {
    private let kept = Mutex<[String]>([])
    var names: [String] { kept.withLock { $0 } }
    func note(_ name: String) { kept.withLock { $0.append(name) } }
  }
}
