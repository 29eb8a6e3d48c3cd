import Foundation
import PostgresClient
import Synchronization
import Testing

@Suite("Fairness")
struct FairnessTests {
  @Test func `keys take turns on the shared connections`() async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.sharedDepth = 1
      }
    ) { pool in
      let sequence = "turns_" + UUID().uuidString.prefix(8).lowercased()
      _ = try await pool.run("CREATE SEQUENCE \(unsafe: sequence)")
      let (ada, lin) = (BatchOptions(fairnessKey: UUID()), BatchOptions(fairnessKey: UUID()))
      let next = Statement(unsafeText: "SELECT nextval('\(sequence)')")
      try await withGate(pool) { gate, wait in
        async let running = pool.run(wait)
        #expect(await eventually { pool.statistics.inFlight == 1 })
        let adas = (1...3).map { _ in Task { try await pool.run(next, ada).scalar(Int.self) } }
        #expect(await eventually { pool.statistics.queued == 3 })
        let lins = Task { try await pool.run(next, lin).scalar(Int.self) }
        #expect(await eventually { pool.statistics.queued == 4 })

        try await gate.open()

        #expect(try await running.count == 1)
        #expect(try await lins.value == 2, "behind ada's first, before her others")
        var numbers: [Int?] = []
        for task in adas { numbers.append(try await task.value) }
        #expect(Set(numbers) == [1, 3, 4])
      }
      _ = try await pool.run("DROP SEQUENCE \(unsafe: sequence)")
    }
  }

  @Test func `a key that holds half of the connections waits for others`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 2 }) { pool in
      let journal = Journal()
      let (ada, lin) = (UUID(), UUID())
      let (opened, opening) = AsyncStream.makeStream(of: Void.self)
      let holder = Task {
        try await pool.withConnection(fairnessKey: ada) { _ in
          // Alone, she may hold both.
          try await pool.withConnection(fairnessKey: ada) { _ in
            opening.yield()
            #expect(await eventually { pool.statistics.waiting == 3 })
          }
          #expect(await eventually { journal.count == 3 })
        }
      }
      _ = await opened.first { true }
      #expect(pool.statistics.exclusiveConnections == 2)
      var waiters: [Task<Void, any Error>] = []
      for (key, name) in [(ada, "ada"), (ada, "ada"), (lin, "lin")] {
        waiters.append(
          Task { try await pool.withConnection(fairnessKey: key) { _ in journal.note(name) } }
        )
        // The third lets the holder go on, which may be seen too late.
        if waiters.count < 3 {
          #expect(await eventually { pool.statistics.waiting == waiters.count })
        }
      }
      for task in waiters + [holder] { try await task.value }
      #expect(journal.names == ["lin", "ada", "ada"])
    }
  }

  @Test func `a slow batch leaves the shared connection and comes back when it is fast`()
    async throws
  {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.slowBatchTime = .milliseconds(20)
      }
    ) { pool in
      try await withGate(pool) { gate, _ in
        let shared = try await pool.run("SELECT pg_backend_pid()").scalar(Int32.self)
        let free = Int.random(in: 1 ... .max)
        for _ in 0..<20 { _ = try await pool.run("SELECT 1") }
        #expect(try await pool.run(sleep(0.2, free)).scalar(Int32.self) == shared)
        #expect(
          try await eventually {
            try await pool.run(sleep(0.2, free)).scalar(Int32.self) != shared
          }
        )

        let blocked = sleep(0, gate.key)
        async let slow = pool.run(blocked).scalar(Int32.self)
        #expect(await eventually { pool.statistics.inFlight == 1 })
        for number in 0..<20 {
          let answer = try await pool.run("SELECT \(number)", BatchOptions(deadline: .seconds(5)))
          #expect(try answer.scalar(Int.self) == number)
        }
        try await gate.open()

        #expect(try await slow != shared)
        #expect(
          try await eventually {
            try await pool.run(sleep(0, free)).scalar(Int32.self) == shared
          }
        )
        #expect(pool.statistics.inFlight == 0)
      }
    }
  }

  @Test(arguments: [TransactionBoundary.implicit, .explicit(.readCommitted)])
  func `a slow batch is all or nothing`(_ boundary: TransactionBoundary) async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.slowBatchTime = .milliseconds(100)
      }
    ) { pool in
      try await withTable(pool) { table in
        let options = BatchOptions(fairnessKey: UUID(), boundary: boundary)
        @Sendable func write(_ id: Int, seconds: Double, divisor: Int) async throws {
          _ = try await pool.batch(
            [
              "INSERT INTO \(unsafe: table) VALUES (\(id), pg_backend_pid()::text)",
              "SELECT pg_sleep(\(seconds)), 1 / \(divisor)",
            ],
            options
          )
        }
        for _ in 0..<20 { _ = try await pool.run("SELECT 1") }
        var last = 0
        #expect(
          try await eventually {
            last += 1
            try await write(last, seconds: 0.2, divisor: 1)
            return pool.statistics.exclusiveConnections == 1
          }
        )
        let error = await #expect(throws: PostgresError.self) {
          try await write(1_000, seconds: 0.2, divisor: 0)
        }
        #expect(error?.sqlState == .divisionByZero)

        let rows = try await pool.batch([
          "SELECT id FROM \(unsafe: table) ORDER BY id",
          "SELECT count(DISTINCT name) FROM \(unsafe: table)",
        ])
        #expect(try rows[0].scalars(Int.self) == Array(1...last))
        #expect(try rows[1].scalar(Int.self) == 2, "the last ran on another connection")
      }
    }
  }

  @Test func `a slow batch waits within its deadline`() async throws {
    try await withPool(
      .test {
        $0.sharedConnections = 1
        $0.exclusiveConnections = 1
        $0.slowBatchTime = .milliseconds(20)
      }
    ) { pool in
      let slow: Statement = "SELECT pg_sleep(\(0.2))"
      for _ in 0..<20 { _ = try await pool.run("SELECT 1") }
      #expect(
        try await eventually {
          _ = try await pool.run(slow)
          return pool.statistics.exclusiveConnections == 1
        }
      )
      try await pool.withConnection { _ in
        _ = await #expect(throws: PostgresError.deadlineExceeded) {
          try await pool.run(slow, BatchOptions(deadline: .milliseconds(60)))
        }
      }
      #expect(try await pool.run(slow).count == 1)
    }
  }

  @Test func `several reactors are one pool`() async throws {
    try await withPool(
      .test {
        $0.reactors = 2
        $0.sharedConnections = 4
        $0.exclusiveConnections = 3
        $0.defaultDeadline = .seconds(600)
      }
    ) { pool in
      let keys = (0..<16).map { _ in UUID() }
      let outcomes = await collect(200) { number in
        let key = number.isMultiple(of: 3) ? nil : keys[number % keys.count]
        let sum = try await pool.withConnection(fairnessKey: key) { connection in
          try await connection.run(["SELECT \(number) + 1"])[0].scalar(Int.self)
        }
        let rows = try await pool.run("SELECT \(number)", BatchOptions(fairnessKey: key))
        return try rows.scalar(Int.self) == number && sum == number + 1
      }
      for (_, outcome) in outcomes {
        let isRight = try outcome.get()
        #expect(isRight)
      }
      #expect((2...4).contains(pool.statistics.sharedConnections))
      #expect((2...3).contains(pool.statistics.exclusiveConnections))
      #expect(pool.statistics.inFlight == 0)

      await pool.close()
      for key in keys {
        await #expect(throws: PostgresError.closed) {
          try await pool.run("SELECT 1", BatchOptions(fairnessKey: key))
        }
      }
      #expect(pool.statistics.sharedConnections == 0)
    }
  }

  @Test func `a pool survives texts without end`() async throws {
    try await withPool(.test { $0.statementCacheSize = 16 }) { pool in
      for start in stride(from: 0, to: 9_000, by: 500) {
        let statements = (start..<start + 500).map { Statement(unsafeText: "SELECT \($0)") }
        let rows = try await pool.batch(statements)
        #expect(try rows.map { try $0.scalar(Int.self) } == Array(start..<start + 500))
      }
    }
  }

  @Test func `a text with a NUL is refused`() async throws {
    try await withPool { pool in
      let statement = Statement(unsafeText: "SELECT 1\u{0}; DROP TABLE shelf")
      let error = await #expect(throws: PostgresError.self) { try await pool.run(statement) }
      #expect(error?.sqlState == .syntaxError)
    }
  }
}

/// A statement that takes a time, and then waits for a gate.
private func sleep(_ seconds: Double, _ key: Int) -> Statement {
  "SELECT pg_backend_pid(), pg_sleep(\(seconds)), pg_advisory_xact_lock_shared(\(key))"
}

/// Who was served, in order.
private final class Journal: Sendable {
  private let noted = Mutex<[String]>([])

  var names: [String] { noted.withLock { $0 } }
  var count: Int { names.count }

  func note(_ name: String) { noted.withLock { $0.append(name) } }
}
