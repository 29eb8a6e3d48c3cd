import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// A task may be cancelled wherever it waits; alone on its database, for it looks at each connection.
@Suite("Cancelled at any await", .tenantDatabase([BulkShelf.module]), .serialized)
struct CancellationSweepTests {
  /// What awaits more than once.
  enum Work: CaseIterable {
    case batch, transaction, attempt, cursor, stream, export

    /// How many boxes the work leaves behind when it comes to its end.
    var boxes: Int {
      switch self {
      case .batch, .cursor: 1
      case .transaction, .attempt: 2
      case .stream, .export: 0
      }
    }

    func run(on database: TenantDatabase, _ tenant: TenantID, _ step: () -> Void) async throws {
      let rows: TenantQuery = """
        SELECT n FROM generate_series(1, 3000) n WHERE \(tenant)::uuid IS NOT NULL
        """
      switch self {
      case .batch:
        step()
        try await database.scope(tenant).execute(Self.box(of: tenant))
      case .transaction:
        step()
        try await database.transaction(for: tenant) { transaction in
          step()
          try await transaction.execute(Self.box(of: tenant))
          step()
          _ = try await transaction.values(rows, as: Int.self)
          step()
          try await transaction.execute(Self.box(of: tenant))
          step()
        }
      case .attempt:
        step()
        try await database.transaction(for: tenant) { transaction in
          try await transaction.execute(Self.box(of: tenant))
          step()
          _ = try await transaction.attempt {
            step()
            try await transaction.execute("SELECT 1 / 0 WHERE \(tenant)::uuid IS NOT NULL")
          }
          step()
          try await transaction.execute(Self.box(of: tenant))
          step()
        }
      case .cursor:
        step()
        try await database.transaction(for: tenant) { transaction in
          try await transaction.execute(Self.box(of: tenant))
          step()
          let numbers = try transaction.cursor(rows, as: Number.self, rowsPerFetch: 500)
          for try await number in numbers where number.value % 500 == 0 { step() }
          step()
        }
      case .stream:
        step()
        try await database.reading(tenant).stream(rows, as: Number.self) { numbers in
          for try await number in numbers where number.value % 500 == 0 { step() }
        }
      case .export:
        step()
        try await database.reading(tenant).export(rows, as: .text) { chunks in
          for try await _ in chunks { step() }
        }
      }
    }

    private static func box(of tenant: TenantID) -> TenantQuery {
      "INSERT INTO shelf.box (tenant_id, id, weight) VALUES (\(tenant), \(UUID()), 1)"
    }
  }

  private struct Number: TenantRow {
    let value: Int
    init(row: inout ColumnReader) throws { value = Int(try row.next(Int32.self)) }
  }

  /// Steps are counted in the work's own task.
  private final class Counter {
    var steps = 0
  }

  @Test(arguments: Work.allCases)
  func `before each await: no transaction is left open, and all is written or nothing`(
    _ work: Work
  ) async throws {
    let pair = try await TenantPair.fresh()
    var reached = 0
    for last in 1...40 {
      let before = try #require(try await pair.mine.count())
      let (database, tenant) = (pair.mine.database, pair.mine.id)
      let steps = await Task {
        let counter = Counter()
        do {
          try await work.run(on: database, tenant) {
            counter.steps += 1
            if counter.steps == last { withUnsafeCurrentTask { unsafe $0?.cancel() } }
          }
          return (count: counter.steps, error: (any Error)?.none)
        } catch {
          return (count: counter.steps, error: error)
        }
      }.value
      try await check(work, pair, before, steps.error)
      reached = steps.count
      if steps.count < last { break }
    }
    // The last round came to the end without being cancelled.
    #expect(reached > 0 && reached < 40)
  }

  @Test(arguments: Work.allCases)
  func `at any moment: no transaction is left open, and all is written or nothing`(
    _ work: Work
  ) async throws {
    let pair = try await TenantPair.fresh()
    for round in 0..<60 {
      let before = try #require(try await pair.mine.count())
      let (database, tenant) = (pair.mine.database, pair.mine.id)
      let task = Task { try await work.run(on: database, tenant) {} }
      try await Task.sleep(for: .microseconds(round * round))
      task.cancel()
      var fault: (any Error)?
      do { try await task.value } catch { fault = error }
      try await check(work, pair, before, fault)
    }
    #expect(try await pair.other.count() == 0)
  }

  private func check(
    _ work: Work,
    _ pair: TenantPair,
    _ before: Int,
    _ fault: (any Error)?
  ) async throws {
    let after = try #require(try await pair.mine.count())
    switch fault {
    case nil: #expect(after == before + work.boxes)
    case is CancellationError: #expect(after == before || after == before + work.boxes)
    case let fault?: Issue.record("\(work): \(fault)")
    }
    #expect(try await openTransactions() == 0)
  }

  private func openTransactions() async throws -> Int? {
    let database = try #require(TestDatabase.current)
    return try await database.asOwner { pool in
      try await pool.batch([
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'
        """
      ])[0].scalar(Int.self)
    }
  }
}
