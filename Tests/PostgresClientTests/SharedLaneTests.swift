import Foundation
import PostgresClient
import Testing

@Suite("Shared lane")
struct SharedLaneTests {
  @Test func `every fifth batch fails and no other`() async throws {
    try await withPool { pool in
      let outcomes = await collect(200) { number in
        let statement: Statement =
          number.isMultiple(of: 5) ? "SELECT 1 / (\(number) - \(number))" : "SELECT \(number)"
        return try await pool.batch(
          ["SELECT set_config('app.tenant', \(String(number)), true)", statement]
        )[1].scalar(Int.self)
      }

      for (number, outcome) in outcomes {
        switch outcome {
        case .success(let value):
          #expect(value == number)
          #expect(!number.isMultiple(of: 5))
        case .failure(let error):
          #expect((error as? PostgresError)?.sqlState == .divisionByZero)
          #expect(number.isMultiple(of: 5))
        }
      }
    }
  }

  @Test func `every fifth explicit batch fails and no other`() async throws {
    try await withPool { pool in
      let options = BatchOptions(boundary: .explicit(.repeatableRead))
      let outcomes = await collect(200) { number in
        let divisor = number.isMultiple(of: 5) ? 0 : 1
        let rows = try await pool.batch(
          ["SELECT \(number) / \(divisor)", "SELECT current_setting('transaction_isolation')"],
          options
        )
        #expect(rows.count == 2)
        #expect(try rows[1].scalar(String.self) == "repeatable read")
        return try rows[0].scalar(Int.self)
      }

      let failed = outcomes.filter { if case .failure = $0.value { true } else { false } }
      #expect(Set(failed.keys) == Set(stride(from: 0, to: 200, by: 5)))
      let after = try await pool.run("SELECT txid_current_if_assigned()")
      #expect(after.count == 1)
    }
  }

  @Test func `a setting of one batch is gone in the next`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      let within = try await pool.batch([
        "SELECT set_config('app.tenant', 'ada', true)", "SELECT current_setting('app.tenant')",
      ])
      let after = try await pool.run("SELECT nullif(current_setting('app.tenant', true), '')")

      #expect(try within[1].scalar(String.self) == "ada")
      #expect(try after.scalar(String?.self) == .some(nil))
    }
  }

  @Test func `an error undoes the whole batch`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        for boundary in [TransactionBoundary.implicit, .explicit(.serializable)] {
          let error = await #expect(throws: PostgresError.self) {
            try await pool.batch(
              [
                "INSERT INTO \(unsafe: table) VALUES (\(1), \("a"))",
                "INSERT INTO \(unsafe: table) VALUES (\(1), \("b"))",
              ],
              BatchOptions(boundary: boundary)
            )
          }
          #expect(error?.sqlState == .uniqueViolation)
        }
        let count = try await pool.run("SELECT count(*) FROM \(unsafe: table)")
        #expect(try count.scalar(Int.self) == 0)
      }
    }
  }

  @Test func `more than a mebibyte flows both ways at once`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      let outcomes = await collect(8) { number in
        let payload = [UInt8](repeating: UInt8(number), count: 3 << 20)
        let rows = try await pool.batch(["SELECT \(payload)", "SELECT \(payload)"])
        return try rows.map { try $0.scalar([UInt8].self) } == [payload, payload] ? number : nil
      }
      #expect(outcomes.allSatisfy { number, outcome in (try? outcome.get()) == number })
    }
  }

  @Test func `a full queue is busy`() async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.sharedDepth = 1
        $0.queueLimit = 1
      }
    ) { pool in
      try await withGate(pool) { gate, wait in
        async let running = pool.run(wait)
        #expect(await eventually { pool.statistics.inFlight == 1 })
        async let queued = pool.run("SELECT 2")
        #expect(await eventually { pool.statistics.queued == 1 })

        await #expect(throws: PostgresError.busy) { try await pool.run("SELECT 3") }

        try await gate.open()
        #expect(try await running.count == 1)
        #expect(try await queued.scalar(Int32.self) == 2)
      }
    }
  }

  @Test func `a key that asks too much is busy while others are served`() async throws {
    try await withPool(
      .test {
        $0.inFlightPerKey = 1
        $0.queuedPerKey = 1
      }
    ) { pool in
      try await openAll(pool)
      let (ada, lin) = (BatchOptions(fairnessKey: UUID()), BatchOptions(fairnessKey: UUID()))
      try await withGate(pool) { gate, wait in
        async let running = pool.run(wait, ada)
        #expect(await eventually { pool.statistics.inFlight == 1 })
        async let parked = pool.run("SELECT 2", ada)
        #expect(await eventually { pool.statistics.queued == 1 })

        await #expect(throws: PostgresError.busy) { try await pool.run("SELECT 3", ada) }
        #expect(try await pool.run("SELECT 4", lin).scalar(Int32.self) == 4)

        try await gate.open()
        #expect(try await running.count == 1)
        #expect(try await parked.scalar(Int32.self) == 2)
      }
    }
  }

  @Test func `a batch that waits too long was never sent`() async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.sharedDepth = 1
      }
    ) { pool in
      try await withGate(pool) { gate, wait in
        async let running = pool.run(wait)
        #expect(await eventually { pool.statistics.inFlight == 1 })

        await #expect(throws: PostgresError.deadlineExceeded) {
          try await pool.run("SELECT 2", BatchOptions(deadline: .milliseconds(60)))
        }

        try await gate.open()
        #expect(try await running.count == 1)
        #expect(pool.statistics.queued == 0)
      }
    }
  }

  @Test(arguments: [
    "BEGIN", "/* a /* b */ */ commit", "-- x\n ROLLBACK", "copy pg_class to stdout", "LISTEN a",
    "DISCARD ALL", "SET app.tenant = 'ada'", "reset all",
  ]) func `a statement that outlives its batch is refused`(_ text: String) async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.batch(["SELECT 1", Statement(unsafeText: text)])
      }
      #expect(error?.sqlState == .featureNotSupported)
    }
  }

  @Test func `a setting of the transaction may be a statement`() async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      let rows = try await pool.batch([
        "SET /* only here */ LOCAL app.tenant = 'ada'", "SELECT current_setting('app.tenant')",
      ])
      #expect(try rows[1].scalar(String.self) == "ada")
    }
  }

  @Test(arguments: [TransactionBoundary.implicit, .explicit(.readCommitted)])
  func `an error at the end of a batch is its own`(_ boundary: TransactionBoundary) async throws {
    try await withPool(.test { $0.sharedConnections = 1 }) { pool in
      try await withTable(pool) { table in
        _ = try await pool.run(
          """
          ALTER TABLE \(unsafe: table) ADD UNIQUE (name) DEFERRABLE INITIALLY DEFERRED
          """
        )
        let options = BatchOptions(boundary: boundary)
        let outcomes = await collect(50) { number in
          let name = number.isMultiple(of: 5) ? "same" : "name \(number)"
          return try await pool.batch(
            [
              "INSERT INTO \(unsafe: table) VALUES (\(number), \(name))",
              "INSERT INTO \(unsafe: table) VALUES (\(-number - 1), \(name + "!"))",
              "INSERT INTO \(unsafe: table) VALUES (\(number + 1_000), \("same"))",
              "DELETE FROM \(unsafe: table) WHERE id = \(number + 1_000) AND \(name) <> 'same'",
            ],
            options
          ).count
        }

        for (number, outcome) in outcomes {
          if number.isMultiple(of: 5) {
            #expect(outcome.state == .uniqueViolation)
          } else {
            #expect(try outcome.get() == 4)
          }
        }
        let count = try await pool.run("SELECT count(*) FROM \(unsafe: table)")
        #expect(try count.scalar(Int.self) == 80)
      }
    }
  }

  @Test func `a batch without time is not sent`() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.run("SELECT 1", BatchOptions(deadline: .zero))
      }
      #expect(error == .deadlineExceeded)
    }
  }

  @Test func `too many values are refused before they are sent`() async throws {
    try await withPool { pool in
      let values = [PostgresValue](repeating: 1.postgresValue, count: 70_000)
      let error = await #expect(throws: PostgresError.self) {
        try await pool.run(Statement(unsafeText: "SELECT 1", values: values))
      }
      #expect(error?.sqlState == .programLimitExceeded)
    }
  }

  @Test func `a cancelled task still gets the outcome`() async throws {
    try await withPool { pool in
      try await withGate(pool) { gate, wait in
        let task = Task { try await pool.run(wait).count }
        #expect(await eventually { pool.statistics.inFlight == 1 })

        task.cancel()
        try await gate.open()

        #expect(try await task.value == 1)
      }
    }
  }

  @Test func `one caller at a time needs one connection`() async throws {
    try await withPool { pool in
      for number in 0..<20 {
        let rows = try await pool.run("SELECT \(number)")
        #expect(try rows.scalar(Int.self) == number)
      }
      #expect(pool.statistics.sharedConnections == 1)
      #expect(pool.statistics.exclusiveConnections == 0)
    }
  }

  @Test func `session settings reach every connection`() async throws {
    try await withPool(
      .test {
        $0.sessionSettings = [("statement_timeout", "7s"), ("app.mark", "it's \\ ok")]
        $0.applicationName = "shelf"
      }
    ) { pool in
      let rows = try await pool.batch([
        "SHOW statement_timeout", "SHOW app.mark", "SHOW application_name",
      ])
      #expect(try rows.map { try $0.scalar(String.self) } == ["7s", "it's \\ ok", "shelf"])
    }
  }

  @Test func `work can run on the pool's own thread`() async throws {
    try await withPool { pool in
      let sum = try await Task(executorPreference: pool.executor(for: nil)) {
        var sum = 0
        for number in 1...50 {
          sum += try await pool.run("SELECT \(number)").scalar(Int.self) ?? 0
        }
        return sum
      }.value
      #expect(sum == 1275)
    }
  }
}

extension Result where Failure == any Error {
  fileprivate var state: SQLState? {
    if case .failure(let error as PostgresError) = self { error.sqlState } else { nil }
  }
}
