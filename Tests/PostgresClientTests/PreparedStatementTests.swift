import Foundation
import PostgresClient
import Testing

@Suite("Prepared statements")
struct PreparedStatementTests {
  @Test func `a statement is parsed once for each connection`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      for number in 0..<5 { _ = try await pool.run("SELECT \(number) + 100") }

      #expect(try await prepared(pool).count { $0.contains("+ 100") } == 1)
    }
  }

  @Test func `the least recently used leaves a full cache`() async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.statementCacheSize = 2
      }
    ) { pool in
      for round in 0..<3 {
        #expect(try await pool.run("SELECT \(round) + 1").scalar(Int.self) == round + 1)
        #expect(try await pool.run("SELECT \(round) + 2").scalar(Int.self) == round + 2)
        #expect(try await pool.run("SELECT \(round) + 3").scalar(Int.self) == round + 3)
      }

      let names = try await prepared(pool)
      #expect(names.count == 2)
      #expect(names.contains { $0.contains("+ 3") })
    }
  }

  @Test func `a batch larger than the cache runs`() async throws {
    try await withPool(.test { $0.statementCacheSize = 2 }) { pool in
      let statements = (0..<6).map { number in
        Statement(unsafeText: "SELECT \(number) + $1", values: [10.postgresValue])
      }
      for _ in 0..<3 {
        let sums = try await pool.batch(statements).map { try $0.scalar(Int.self) }
        #expect(sums == [10, 11, 12, 13, 14, 15])
      }
    }
  }

  @Test func `without a cache every statement is parsed anew`() async throws {
    try await withPool(.test { $0.statementCacheSize = 0 }) { pool in
      let rows = try await pool.run("SELECT \(1)")
      #expect(try rows.scalar(Int.self) == 1)
      #expect(try await prepared(pool).isEmpty)
    }
  }

  @Test func `a statement that was skipped by an error works later`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      for _ in 0..<3 {
        await #expect(throws: PostgresError.self) {
          try await pool.batch(["SELECT 1 / \(0)", "SELECT \(5) + 1"])
        }
      }
      let after = try await pool.run("SELECT \(5) + 1")
      #expect(try after.scalar(Int.self) == 6)
      await #expect(throws: PostgresError.self) { try await pool.run("SELECT nonsense") }
      await #expect(throws: PostgresError.self) { try await pool.run("SELECT nonsense") }
    }
  }

  @Test func `a changed table only costs a second try`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      try await withTable(pool) { table in
        let all: Statement = "SELECT * FROM \(unsafe: table)"
        let other: Statement = "SELECT id, t.* FROM \(unsafe: table) t"
        #expect(try await pool.batch([all, other]).map(\.columns.count) == [2, 3])

        _ = try await pool.run("ALTER TABLE \(unsafe: table) ADD COLUMN price int8")

        #expect(try await pool.batch([all, other]).map(\.columns.count) == [3, 4])
      }
    }
  }

  @Test func `a changed table only costs an exclusive connection a second try`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        let all: Statement = "SELECT * FROM \(unsafe: table)"
        try await pool.withConnection { connection in
          #expect(try await connection.run([all])[0].columns.count == 2)
          _ = try await pool.run("ALTER TABLE \(unsafe: table) ADD COLUMN price int8")

          #expect(try await connection.run([all])[0].columns.count == 3)

          _ = try await pool.run("ALTER TABLE \(unsafe: table) ADD COLUMN size int8")
          let rows = try await connection.run(["BEGIN", all])
          #expect(rows[1].columns.count == 4)
          _ = try await connection.run(["COMMIT"])
        }
      }
    }
  }

  @Test func `statements that are stale in a transaction fail it once and no more`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      try await withTable(pool) { table in
        let queries: [Statement] = (0..<3).map {
          "SELECT *, \(unsafe: "\($0)") FROM \(unsafe: table)"
        }
        try await pool.withConnection { connection in
          _ = try await connection.run(queries)
          _ = try await pool.run("ALTER TABLE \(unsafe: table) ADD COLUMN price int8")

          _ = try await connection.run(["BEGIN"])
          let error = await #expect(throws: PostgresError.self) {
            try await connection.run([queries[0]])
          }
          #expect(error?.sqlState == .featureNotSupported)
          _ = try await connection.run(["ROLLBACK"])
          _ = try await connection.run(["BEGIN"])
          for query in queries { #expect(try await connection.run([query])[0].columns.count == 4) }
          _ = try await connection.run(["COMMIT"])
        }
      }
    }
  }

  @Test func `a statement that the server forgot is prepared again`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      #expect(try await pool.run("SELECT \(1) + 1").scalar(Int.self) == 2)
      _ = try await pool.run("DEALLOCATE ALL")

      #expect(try await pool.run("SELECT \(1) + 1").scalar(Int.self) == 2)
    }
  }

  @Test func `a statement may use what an earlier one of its batch made`() async throws {
    try await withPool { pool in
      let rows = try await pool.batch([
        "CREATE TEMP TABLE note (id int8) ON COMMIT DROP", "INSERT INTO note VALUES (\(3))",
        "SELECT id FROM note",
      ])
      #expect(try rows[2].scalar(Int.self) == 3)
    }
  }

  /// The statements that the server holds for the only shared connection.
  private func prepared(_ pool: PostgresPool) async throws -> [String] {
    try await pool.run(
      "SELECT statement FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_prepared%'"
    ).scalars(String.self)
  }
}
