import Foundation
import PostgresClient
import Testing

@Suite("Exclusive lane")
struct ExclusiveLaneTests {
  struct Refused: Error {}

  @Test func `a transaction spans several runs`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { connection in
          _ = try await connection.run([
            "BEGIN", "INSERT INTO \(unsafe: table) VALUES (\(1), \("a"))",
          ])
          let within = try await connection.run(["SELECT count(*) FROM \(unsafe: table)"])
          #expect(try within[0].scalar(Int.self) == 1)
          _ = try await connection.run(["COMMIT"])
        }
        #expect(try await pool.run("SELECT count(*) FROM \(unsafe: table)").scalar(Int.self) == 1)
      }
    }
  }

  @Test func `no transaction is left open by a throw`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      let process = try await lend(pool) { connection in
        _ = try await connection.run(["BEGIN"])
      }
      #expect(try await state(of: process, pool) == "idle")

      await #expect(throws: Refused.self) {
        try await pool.withConnection { connection in
          _ = try await connection.run(["BEGIN", "SELECT set_config('app.tenant', 'ada', true)"])
          throw Refused()
        }
      }
      #expect(try await state(of: process, pool) == "idle")
      try await pool.withConnection { connection in
        let setting = try await connection.run(["SELECT current_setting('app.tenant', true)"])
        #expect(try setting[0].scalar(String?.self) == "")
      }
    }
  }

  @Test func `no transaction is left open by a failed one`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.withConnection { connection in
          _ = try await connection.run(["BEGIN", "SELECT 1 / \(0)"])
        }
      }
      #expect(error?.sqlState == .divisionByZero)
      let process = try await lend(pool) { connection in
        let rows = try await connection.run(["SELECT \(1)"])
        #expect(try rows[0].scalar(Int.self) == 1)
      }
      #expect(try await state(of: process, pool) == "idle")
    }
  }

  @Test func `no transaction is left open by a cancelled task`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      let process = try await lend(pool) { _ in }
      try await withGate(pool) { gate, wait in
        let task = Task {
          try await pool.withConnection { connection in
            _ = try await connection.run(["BEGIN", wait])
            try Task.checkCancellation()
          }
        }
        #expect(try await eventually { try await state(of: process, pool) == "active" })
        task.cancel()
        try await gate.open()

        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await state(of: process, pool) == "idle")
      }
    }
  }

  @Test func `a connection is over when its closure is`() async throws {
    try await withPool { pool in
      let kept = try await pool.withConnection { $0 }

      await #expect(throws: PostgresError.closed) { try await kept.run(["SELECT 1"]) }
      await #expect(throws: PostgresError.closed) { try await kept.script("SELECT 1") }
    }
  }

  @Test func `waiting ends with the deadline or the task`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      try await pool.withConnection { _ in
        await #expect(throws: PostgresError.deadlineExceeded) {
          try await pool.withConnection(deadline: .milliseconds(60)) { _ in }
        }
        let task = Task { try await pool.withConnection { _ in } }
        #expect(await eventually { pool.statistics.waiting == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await eventually { pool.statistics.waiting == 0 })
      }
    }
  }

  @Test func `few connections serve many closures`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 2 }) { pool in
      let outcomes = await collect(40) { number in
        try await pool.withConnection { connection in
          _ = try await connection.run(["BEGIN"])
          return try await connection.run(["SELECT \(number)"])[0].scalar(Int.self)
        }
      }
      #expect(outcomes.allSatisfy { number, outcome in (try? outcome.get()) == number })
      #expect(pool.statistics.exclusiveConnections <= 2)
    }
  }

  @Test func `a script runs whole or not at all`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { connection in
          let error = await #expect(throws: PostgresError.self) {
            try await connection.script("INSERT INTO \(table) VALUES (1, 'a'); SELECT 1 / 0;")
          }
          #expect(error?.sqlState == .divisionByZero)
          try await connection.script("INSERT INTO \(table) VALUES (2, 'b'); SELECT 1; -- end")
          let ids = try await connection.run(["SELECT id FROM \(unsafe: table)"])
          #expect(try ids[0].scalars(Int.self) == [2])
        }
      }
    }
  }

  @Test func `copying is refused`() async throws {
    try await withPool { pool in
      await #expect(throws: PostgresError.self) {
        try await pool.withConnection { try await $0.run(["COPY pg_class TO STDOUT"]) }
      }
      await #expect(throws: PostgresError.outcomeUnknown) {
        try await pool.withConnection { try await $0.script("COPY pg_class TO STDOUT") }
      }
      let after = try await pool.withConnection { try await $0.run(["SELECT 1"]).count }
      #expect(after == 1)
    }
  }

  @MainActor final class Desk {
    var notes: [String] = []

    func note(_ pool: PostgresPool) async throws {
      try await pool.withConnection { connection in
        notes.append(try await connection.run(["SELECT 'x'"])[0].scalar(String.self) ?? "")
      }
    }
  }

  @MainActor @Test func `a closure runs on its caller's actor`() async throws {
    // The main actor may have much to do for other tests before it comes back here.
    try await withPool(.test { $0.defaultDeadline = .seconds(600) }) { pool in
      let desk = Desk()
      try await desk.note(pool)
      #expect(desk.notes == ["x"])
    }
  }

  /// Borrows a connection and tells its server process.
  private func lend(
    _ pool: PostgresPool,
    _ body: (ExclusiveConnection) async throws -> Void
  ) async throws -> Int {
    try await pool.withConnection { connection in
      let process = try await connection.run(["SELECT pg_backend_pid()"])[0].scalar(Int.self)
      try await body(connection)
      return try #require(process)
    }
  }

  private func state(of process: Int, _ pool: PostgresPool) async throws -> String? {
    try await pool.run("SELECT state FROM pg_stat_activity WHERE pid = \(process)")
      .scalar(String.self)
  }
}
