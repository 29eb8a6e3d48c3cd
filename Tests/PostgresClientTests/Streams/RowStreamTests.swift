import Foundation
import PostgresClient
import Synchronization
import Testing

@Suite("Row stream")
struct RowStreamTests {
  struct Item: PostgresRow, Equatable {
    let id: Int
    let name: String?
    let weight: Int32

    init(row: inout Row) throws(PostgresDecodingError) {
      id = try row.next()
      name = try row.next()
      weight = try row.next()
    }
  }

  static func numbers(_ count: Int) -> Statement {
    """
    SELECT n::int8, CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE repeat('x', n % 50) END, n
    FROM generate_series(1, \(Int32(count))) n
    """
  }

  @Test func `every row comes once and in order`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        var items: [Item] = []
        for try await rows in connection.stream(Self.numbers(20_000), rowsPerChunk: 100) {
          #expect((1...100).contains(rows.count))
          items += try rows.decode(Item.self)
        }
        #expect(items.map(\.id) == Array(1...20_000))
        let names = items.prefix(5).map(\.name)
        #expect(names == ["", "xx", nil, "", "xxxxx"])
        let whole = try await connection.run([Self.numbers(20_000)])
        #expect(try whole[0].decode(Item.self) == items)
      }
    }
  }

  @Test func `a stream of nothing is empty and one that fails says why`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        for try await _ in connection.stream("SELECT 1 WHERE false") { Issue.record("a chunk") }
        for try await _ in connection.stream("CREATE TEMPORARY TABLE x ()") {
          Issue.record("a chunk")
        }
        let middle: Statement = "SELECT 1 / (5000 - n) FROM generate_series(1, \(9_000)) n"
        var seen = 0
        let error = await #expect(throws: PostgresError.self) {
          for try await rows in connection.stream(middle) { seen += rows.count }
        }
        #expect(error?.sqlState == .divisionByZero)
        #expect(seen == 4_999)
        #expect(try await connection.run(["SELECT 1"])[0].scalar(Int.self) == 1)
      }
    }
  }

  @Test func `a slow consumer holds the server back`() async throws {
    try await withPool { pool in
      let process = try await pool.withConnection { connection in
        let process = try await connection.run(["SELECT pg_backend_pid()"])[0].scalar(Int.self)
        var taken = 0
        // 200 MB in all, of which the sockets and two chunks hold less than two.
        let query: Statement = "SELECT repeat('x', 2000) FROM generate_series(1, \(100_000))"
        for try await rows in connection.stream(query, rowsPerChunk: 64) {
          taken += rows.count
          if taken == 64 {
            let isHeldBack = try await eventually {
              try await pool.run(
                "SELECT wait_event FROM pg_stat_activity WHERE pid = \(process)"
              ).scalar(String?.self) == "ClientWrite"
            }
            #expect(isHeldBack)
          }
        }
        #expect(taken == 100_000)
        return process
      }
      #expect(process != nil)
    }
  }

  @Test func `leaving early two hundred times leaves the pool healthy`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 2 }) { pool in
      for round in 0..<200 {
        try await pool.withConnection { connection in
          for try await rows in connection.stream(Self.numbers(round % 2 == 0 ? 700 : 40_000)) {
            #expect(rows.count > 0)
            break
          }
          if round % 3 == 0 {
            let answer = try await connection.run(["SELECT \(round)"])
            #expect(try answer[0].scalar(Int.self) == round)
          }
        }
      }
      #expect(pool.statistics.lostConnections == 0)
      #expect(pool.statistics.exclusiveConnections <= 2)
    }
  }

  @Test func `another statement ends the stream before it`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        var iterator = connection.stream(Self.numbers(1_000_000)).makeAsyncIterator()
        let first = try await iterator.next()
        #expect(first != nil)
        #expect(try await connection.run(["SELECT 5"])[0].scalar(Int.self) == 5)
        await #expect(throws: PostgresError.closed) { while try await iterator.next() != nil {} }
      }
      #expect(pool.statistics.lostConnections == 0)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a stream that could not begin says so each time it is asked`() async throws {
    try await withPool { pool in
      var stream: RowStream?
      try await pool.withConnection { stream = $0.stream("SELECT 1") }
      var iterator = try #require(stream).makeAsyncIterator()
      for _ in 0..<2 {
        await #expect(throws: PostgresError.closed) { _ = try await iterator.next() }
      }
    }
  }

  @Test func `a cancelled task ends its stream at once`() async throws {
    try await withPool(.test { $0.exclusiveConnections = 1 }) { pool in
      try await withGate(pool) { gate, wait in
        let waiter = Atomic(0)
        let task = Task {
          try await pool.withConnection { connection in
            let process = try await connection.run(["SELECT pg_backend_pid()"])[0]
            waiter.store(try process.scalar(Int.self) ?? 0, ordering: .relaxed)
            for try await _ in connection.stream(wait) {}
          }
        }
        let isWaiting = try await eventually {
          try await pool.run(
            "SELECT wait_event FROM pg_stat_activity WHERE pid = \(waiter.load(ordering: .relaxed))"
          ).scalar(String?.self) == "advisory"
        }
        #expect(isWaiting)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await gate.open()
      }
      let answer = try await pool.withConnection { try await $0.run(["SELECT 7"]) }
      #expect(try answer[0].scalar(Int.self) == 7)
      #expect(pool.statistics.lostConnections == 0)
    }
  }

  @Test(arguments: [false, true])
  func `a connection that is killed in the middle ends the stream`(isSlow: Bool) async throws {
    try await withPool { pool in
      await #expect(throws: PostgresError.outcomeUnknown) {
        try await pool.withConnection { connection in
          let process = try await connection.run(["SELECT pg_backend_pid()"])[0].scalar(Int.self)
          var isKilled = false
          for try await _ in connection.stream(Self.numbers(5_000_000)) where !isKilled {
            isKilled = true
            if isSlow {
              _ = try await eventually {
                try await pool.run(
                  "SELECT wait_event FROM pg_stat_activity WHERE pid = \(process)"
                ).scalar(String?.self) == "ClientWrite"
              }
            }
            _ = try await pool.run("SELECT pg_terminate_backend(\(process)::int4)")
          }
        }
      }
      let answer = try await pool.withConnection { try await $0.run(["SELECT 7"]) }
      #expect(try answer[0].scalar(Int.self) == 7)
    }
  }

  @Test func `rows larger than a chunk come whole`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        var sizes: [Int] = []
        let query: Statement = "SELECT repeat('ab', n * 300000) FROM generate_series(1, 5) n"
        for try await rows in connection.stream(query) {
          sizes += try rows.scalars(String.self).map(\.utf8.count)
        }
        #expect(sizes == (1...5).map { $0 * 600_000 })
      }
    }
  }

  @Test func `more than 64 KiB both ways at once does not deadlock`() async throws {
    try await withPool { pool in
      let large = (0..<40).map { String(repeating: "\($0 % 10)", count: 200_000 + $0) }
      try await pool.withConnection { connection in
        let echoes = try await connection.run(large.map { "SELECT \($0)" })
        #expect(try echoes.map { try $0.scalar(String.self) } == large)
        for text in large.prefix(3) {
          var echo: [String] = []
          for try await rows in connection.stream("SELECT \(text) FROM generate_series(1, 3)") {
            echo += try rows.scalars(String.self)
          }
          #expect(echo == [text, text, text])
        }
      }
      let outcomes = await collect(40) { number in
        try await pool.run("SELECT \(large[number])").scalar(String.self)
      }
      #expect(outcomes.allSatisfy { number, outcome in (try? outcome.get()) == large[number] })
    }
  }

  @Test func `a cursor lets other statements run in between`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        _ = try await connection.run(["BEGIN"])
        var items: [Item] = []
        for try await rows in connection.cursor(Self.numbers(2_500), rowsPerFetch: 1_000) {
          items += try rows.decode(Item.self)
          let other = try await connection.run(["SELECT \(items.count)"])
          #expect(try other[0].scalar(Int.self) == items.count)
          var inner = 0
          for try await some in connection.cursor(Self.numbers(10), rowsPerFetch: 5) {
            inner += some.count
          }
          #expect(inner == 10)
        }
        #expect(items.map(\.id) == Array(1...2_500))
        for try await _ in connection.cursor(Self.numbers(100), rowsPerFetch: 10) { break }
        #expect(try await connection.run(["SELECT 1"])[0].scalar(Int.self) == 1)
        _ = try await connection.run(["COMMIT"])

        await #expect(throws: PostgresError.self) {
          for try await _ in connection.cursor(Self.numbers(1)) {}
        }
      }
    }
  }
}
