import Foundation
import PostgresClient
import Testing

@Suite(
  "Behind a transaction pooler",
  .enabled(if: TransactionPooler.isAvailable, "apt-get install pgbouncer"),
  .serialized
)
struct TransactionPoolerTests {
  @Test func `tenants share few server connections, and an error stays with its own batch`()
    async throws
  {
    try await withShelves { table, role in
      let pooler = try TransactionPooler(role: role, serverConnections: 2)
      try await withPooled(pooler) { pool in
        let outcomes = await collect(400) { number in
          let tenant = number % 2
          var batch: [Statement] = [
            "SELECT set_config('app.tenant', \("\(tenant)"), true)",
            "SELECT min(tenant), max(tenant), count(*) FROM \(unsafe: table) WHERE \(number) >= 0",
          ]
          if number % 5 == 0 { batch.append("SELECT 1 / (\(number) - \(number))") }
          return try await pool.batch(batch)[1].decode(Shelf.self)[0]
        }
        for (number, outcome) in outcomes {
          if number % 5 == 0 {
            guard case .failure(let error as PostgresError) = outcome else {
              Issue.record("\(number) did not fail")
              continue
            }
            #expect(error.sqlState == .divisionByZero)
          } else {
            let tenant = number % 2
            #expect(try outcome.get() == Shelf(first: tenant, last: tenant, count: 3 + tenant))
          }
        }
        #expect(pool.statistics.lostConnections == 0)

        let forgotten = try await pool.run("SELECT count(*) FROM \(unsafe: table)")
        #expect(try forgotten.scalar(Int.self) == 0, "no tenant is left behind")
        let prepared = try await pool.run("SELECT count(*) FROM pg_prepared_statements")
        #expect(try prepared.scalar(Int.self) == 0)
      }
      try await withPool { observer in
        let backends = try await observer.run(
          "SELECT count(*) FROM pg_stat_activity WHERE usename = \(role)"
        ).scalar(Int.self)
        // One of them may have been enough for all.
        #expect((1...2).contains(backends ?? 0))
      }
    }
  }

  @Test func `transactions of closures keep their tenant from their first statement to the last`()
    async throws
  {
    try await withShelves { table, role in
      let pooler = try TransactionPooler(role: role, serverConnections: 2)
      try await withPooled(pooler) { pool in
        let outcomes = await collect(40) { number in
          let tenant = number % 2
          return try await pool.withConnection { connection in
            _ = try await connection.run([
              "BEGIN", "SELECT set_config('app.tenant', \("\(tenant)"), true)",
            ])
            let seen = try await connection.run([
              "SELECT min(tenant), max(tenant), count(*) FROM \(unsafe: table)"
            ])[0].decode(Shelf.self)
            if number % 3 == 0 { throw CancellationError() }
            _ = try await connection.run(["COMMIT"])
            return seen == [Shelf(first: tenant, last: tenant, count: 3 + tenant)]
          }
        }
        for (number, outcome) in outcomes {
          if number % 3 == 0 {
            #expect(throws: CancellationError.self) { _ = try outcome.get() }
          } else {
            let isRight = try outcome.get()
            #expect(isRight)
          }
        }
      }
    }
  }

  @Test func `what needs a session is refused and named`() async throws {
    try await withShelves { _, role in
      let pooler = try TransactionPooler(role: role, serverConnections: 1)
      try await withPooled(pooler) { pool in
        for text in ["LISTEN news", "SET search_path = a", "PREPARE p AS SELECT 1", "DISCARD ALL"] {
          let error = await #expect(throws: PostgresError.self) {
            try await pool.withConnection { try await $0.run([Statement(unsafeText: text)]) }
          }
          #expect(error?.sqlState == .featureNotSupported)
          #expect(error?.debugDescription.contains("needs a session") == true)
        }
        let local = try await pool.withConnection { connection in
          try await connection.run(["BEGIN", "SET LOCAL search_path = a", "COMMIT"]).count
        }
        #expect(local == 3)
      }
      var configuration = pooled(pooler)
      configuration.sessionSettings = [("search_path", "a")]
      try await withPool(configuration) { pool in
        let error = await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
        #expect(error?.debugDescription.contains("no setting of the session holds") == true)
      }
      let listener = PostgresListener(pooled(pooler), logger: .quiet)
      for await event in listener.subscribe(to: ["pooled"]) { Issue.record("heard \(event)") }
    }
  }

  private struct Shelf: PostgresRow, Equatable {
    var first: Int?
    var last: Int?
    var count: Int

    init(first: Int?, last: Int?, count: Int) {
      (self.first, self.last, self.count) = (first, last, count)
    }

    init(row: inout Row) throws(PostgresDecodingError) {
      first = try row.next()
      last = try row.next()
      count = try row.next()
    }
  }

  private func pooled(_ pooler: TransactionPooler) -> PostgresConfiguration {
    .test(connectionString: pooler.connectionString) { $0.statements = .unnamed }
  }

  private func withPooled(
    _ pooler: TransactionPooler,
    _ body: (PostgresPool) async throws -> Void
  ) async throws {
    try await withPool(pooled(pooler)) { pool in
      #expect(await eventually { (try? await pool.run("SELECT 1").count) == 1 })
      try await body(pool)
    }
  }

  /// Lends a table with three rows of tenant 0 and four of tenant 1, and a role bound by its policy.
  private func withShelves(_ body: (String, String) async throws -> Void) async throws {
    let name = "pooled_" + UUID().uuidString.prefix(8).lowercased()
    try await withPool { pool in
      try await pool.withConnection { connection in
        try await connection.script(
          """
          CREATE ROLE \(name) LOGIN;
          CREATE TABLE \(name) (tenant int8, number int8, PRIMARY KEY (tenant, number));
          INSERT INTO \(name) SELECT 0, n FROM generate_series(1, 3) n;
          INSERT INTO \(name) SELECT 1, n FROM generate_series(1, 4) n;
          ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY;
          CREATE POLICY tenant ON \(name)
            USING (tenant = (SELECT nullif(current_setting('app.tenant', true), '')::int8));
          GRANT SELECT ON \(name) TO \(name);
          """
        )
      }
      let outcome: Result<Void, any Error>
      do { outcome = .success(try await body(name, name)) } catch { outcome = .failure(error) }
      try await pool.withConnection { try await $0.script("DROP TABLE \(name); DROP ROLE \(name)") }
      try outcome.get()
    }
  }
}
