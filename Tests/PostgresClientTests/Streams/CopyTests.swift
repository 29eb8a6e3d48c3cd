import Foundation
import PostgresClient
import Synchronization
import Testing

@Suite("Copy")
struct CopyTests {
  struct Refused: Error {}

  @Test func `rows of every kind arrive as they were written`() async throws {
    try await withPool { pool in
      try await withWideTable(pool) { table in
        let target = CopyTarget(table, columns: Self.columns)
        let uuid = UUID()
        let date = Date(timeIntervalSince1970: 1_700_000_000.25)
        let long = String(repeating: "长", count: 100_000)
        let count = try await pool.withConnection { connection in
          try await connection.copyIn(target) { writer in
            try await writer.row(
              1,
              Int32(2),
              Int16(3),
              true,
              1.5,
              "a\t\\N\n\"'",
              uuid,
              date,
              PostgresNumeric(text: "-12.50"),
              PostgresJSON(text: "{\"a\": 1}"),
              ["x", "y"],
              Data([0, 1, 255])
            )
            try await writer.row(
              Int?.none,
              Int32?.none,
              Int16?.none,
              Bool?.none,
              Double?.none,
              String?.none,
              UUID?.none,
              Date?.none,
              PostgresNumeric?.none,
              PostgresJSON?.none,
              [String]?.none,
              Data?.none
            )
            try await writer.row(
              2,
              Int32(0),
              Int16(0),
              false,
              0.0,
              "",
              uuid,
              date,
              PostgresNumeric(text: "0"),
              PostgresJSON(text: "[]"),
              [String](),
              Data()
            )
            try await writer.row(
              3,
              Int32(0),
              Int16(0),
              false,
              0.0,
              long,
              uuid,
              date,
              PostgresNumeric(text: "1e9"),
              PostgresJSON(text: "null"),
              [long],
              Data(count: 300_000)
            )
          }
        }
        #expect(count == 4)
        let rows = try await pool.run(
          """
          SELECT concat_ws('|', a, b, c, d, e, f, g = \(uuid), h = \(date), i, j, k,
            encode(l, 'hex')) FROM \(unsafe: table) WHERE a IS DISTINCT FROM 3 ORDER BY a
          """
        )
        #expect(
          try rows.scalars(String.self) == [
            "1|2|3|t|1.5|a\t\\N\n\"'|t|t|-12.50|{\"a\": 1}|{x,y}|0001ff",
            "2|0|0|f|0||t|t|0|[]|{}|", "",
          ]
        )
        let last: Statement = """
          SELECT f = \(long) AND k = \([long]) AND length(l) = 300000 AND i = 1000000000
          FROM \(unsafe: table) WHERE a = 3
          """
        #expect(try await pool.run(last).scalar(Bool.self) == true)
        let nulls: Statement = """
          SELECT num_nulls(a, b, c, d, e, f, g, h, i, j, k, l) FROM \(unsafe: table)
          WHERE a IS NULL
          """
        #expect(try await pool.run(nulls).scalar(Int.self) == 12)
      }
    }
  }

  @Test func `numbers of any length travel in the binary form`() async throws {
    var texts = [
      "0", "-0", "1", "10000", "0.0001", "0.00010", "123456789.987654321", "1e20",
      "1.5e-7", "-0.5", "NaN", "Infinity", "-Infinity", ".5", "5.", "99990000", "+7", "12e-2",
    ]
    for _ in 0..<200 {
      let digits = (0..<Int.random(in: 1...40)).map { _ in String(Int.random(in: 0...9)) }.joined()
      let point = Int.random(in: 0...digits.count)
      texts.append("-" + digits.prefix(point) + "." + digits.dropFirst(point))
    }
    try await withPool { pool in
      try await withWideTable(pool) { table in
        try await pool.withConnection { connection in
          _ = try await connection.copyIn(CopyTarget(table, columns: ["a", "f", "i"])) { writer in
            for (number, text) in texts.enumerated() {
              try await writer.row(number, text, PostgresNumeric(text: text))
            }
            for text in ["1,5", "1e\(Int.min)", "1e\(Int.max)"] {
              await #expect(throws: PostgresError.self) {
                try await writer.row(0, "", PostgresNumeric(text: text))
              }
            }
          }
        }
        // As text, since scale and trailing zeros are part of the number.
        let wrong = try await pool.run(
          "SELECT f FROM \(unsafe: table) WHERE i::text <> f::numeric::text"
        )
        #expect(try wrong.scalars(String.self) == [])
        #expect(try await pool.run("SELECT 1 FROM \(unsafe: table)").count == texts.count)
      }
    }
  }

  @Test func `an error of the producer leaves nothing`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { connection in
          await #expect(throws: Refused.self) {
            try await connection.copyIn(Self.target(table)) { writer in
              for id in 0..<50_000 { try await writer.row(id, "a name of some length") }
              throw Refused()
            }
          }
          let count = try await connection.run(["SELECT count(*) FROM \(unsafe: table)"])
          #expect(try count[0].scalar(Int.self) == 0)
        }
      }
      #expect(pool.statistics.lostConnections == 0)
    }
  }

  @Test func `what the server refuses names the row and leaves nothing`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { connection in
          let error = await #expect(throws: PostgresError.self) {
            try await connection.copyIn(Self.target(table)) { writer in
              for id in 0..<5_000 { try await writer.row(id == 4_000 ? 17 : id, "secret") }
            }
          }
          #expect(error?.sqlState == .uniqueViolation)
          #expect(error?.serverError?.copyContext == "COPY \(table), line 4001")

          let text = await #expect(throws: PostgresError.self) {
            try await connection.copyIn(Self.target(table), format: .text) { writer in
              try await writer.write("1\tone\nsecret\ttwo\n".utf8)
            }
          }
          #expect(text?.sqlState == .invalidTextRepresentation)
          #expect(text?.serverError?.copyContext == "COPY \(table), line 2, column id")
          #expect(text?.debugDescription.contains("secret") == false)

          await #expect(throws: PostgresError.self) {
            try await connection.copyIn(CopyTarget("nowhere", columns: ["a"])) { writer in
              Issue.record("the server has no such table")
              try await writer.row(1)
            }
          }
          let count = try await connection.run(["SELECT count(*) FROM \(unsafe: table)"])
          #expect(try count[0].scalar(Int.self) == 0)
        }
      }
      #expect(pool.statistics.lostConnections == 0)
    }
  }

  @Test func `a row that does not fit is refused and the others are kept`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        let stored = try await pool.withConnection { connection in
          try await connection.copyIn(Self.target(table)) { writer in
            try await writer.row(1, "one")
            await #expect(throws: PostgresError.self) { try await writer.row(2) }
            await #expect(throws: PostgresError.self) { try await writer.row(2, "two", "three") }
            try await writer.row([3.postgresValue, "three".postgresValue])
          }
        }
        #expect(stored == 2)
        let ids = try await pool.run("SELECT id FROM \(unsafe: table) ORDER BY id")
        #expect(try ids.scalars(Int.self) == [1, 3])
      }
    }
  }

  @Test func `a server that is slow to store holds the producer back`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { blocker in
          _ = try await blocker.run(["BEGIN", "INSERT INTO \(unsafe: table) VALUES (100, 'x')"])
          let written = Counter()
          let task = Task {
            try await pool.withConnection { connection in
              // Its row 100 waits for the other transaction.
              try await connection.copyIn(Self.target(table)) { writer in
                for id in 0..<20_000 {
                  try await writer.row(id, String(repeating: "y", count: 1_000))
                  written.value.add(1, ordering: .relaxed)
                }
              }
            }
          }
          #expect(try await eventually { try await isBlocked(table, pool) })
          // Sockets and buffers hold some hundred rows of a kilobyte; time enough for all of them.
          for _ in 0..<200 { _ = try await pool.run("SELECT 1") }
          #expect((100...5_000).contains(written.value.load(ordering: .relaxed)))
          _ = try await blocker.run(["ROLLBACK"])
          #expect(try await task.value == 20_000)
        }
      }
    }
  }

  @Test func `a cancelled producer is undone although the server is stuck`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { blocker in
          _ = try await blocker.run(["BEGIN", "INSERT INTO \(unsafe: table) VALUES (100, 'x')"])
          let task = Task {
            try await pool.withConnection { connection in
              try await connection.copyIn(Self.target(table)) { writer in
                for id in 0... { try await writer.row(id, String(repeating: "y", count: 1_000)) }
              }
            }
          }
          #expect(try await eventually { try await isBlocked(table, pool) })
          task.cancel()
          await #expect(throws: CancellationError.self) { try await task.value }
          _ = try await blocker.run(["ROLLBACK"])
          #expect(try await pool.run("SELECT 1 FROM \(unsafe: table)").count == 0)
        }
      }
      #expect(pool.statistics.lostConnections == 0)
    }
  }

  @Test func `a connection that is killed in the middle ends the copy`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        await #expect(throws: PostgresError.outcomeUnknown) {
          try await pool.withConnection { connection in
            let process = try await connection.run(["SELECT pg_backend_pid()"])[0].scalar(Int.self)
            _ = try await connection.copyIn(Self.target(table)) { writer in
              for id in 0..<1_000_000 {
                try await writer.row(id, "a name of some length")
                if id == 5_000 {
                  _ = try await pool.run("SELECT pg_terminate_backend(\(process)::int4)")
                }
              }
            }
          }
        }
        let kept = try await pool.run("SELECT 1 FROM \(unsafe: table)")
        #expect(kept.count == 0)
      }
    }
  }

  @Test(arguments: [CopyFormat.text, .csv(header: true), .csv(header: false)])
  func `what is copied out can be copied in`(format: CopyFormat) async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { connection in
          _ = try await connection.copyIn(Self.target(table)) { writer in
            try await writer.row(-1, String?.none)
            try await writer.row(-2, "")
            try await writer.row(-3, "tab\t, \"quote\" \\ line\nnext\r\n, 'a', \\N, 雪")
            for id in 0..<30_000 { try await writer.row(id, "name \(id)") }
          }
          let query: Statement = "SELECT id, name FROM \(unsafe: table) -- all of them"
          var bytes: [UInt8] = []
          for try await chunk in connection.copyOut(query, format: format) { bytes += chunk }
          let digest: Statement =
            "SELECT md5(string_agg(id || coalesce(name, '<>'), ',' ORDER BY id)) FROM \(unsafe: table)"
          let before = try await connection.run([digest, "TRUNCATE \(unsafe: table)"])
          let stored = try await connection.copyIn(Self.target(table), format: format) { writer in
            for start in stride(from: 0, to: bytes.count, by: 777) {
              try await writer.write(bytes[start..<min(start + 777, bytes.count)])
            }
          }
          #expect(stored == 30_003)
          let after = try await connection.run([digest])
          #expect(try after[0].scalar(String.self) == before[0].scalar(String.self))
        }
      }
    }
  }

  @Test func `a copy out that is left early leaves the connection usable`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        let query: Statement = "SELECT n, repeat('x', 100) FROM generate_series(1, 100000) n"
        for _ in 0..<20 {
          for try await chunk in connection.copyOut(query, format: .binary) {
            #expect(!chunk.isEmpty)
            break
          }
          #expect(try await connection.run(["SELECT 3"])[0].scalar(Int.self) == 3)
        }
        let error = await #expect(throws: PostgresError.self) {
          for try await _ in connection.copyOut("SELECT 1 / 0", format: .text) {}
        }
        #expect(error?.sqlState == .divisionByZero)
      }
      #expect(pool.statistics.lostConnections == 0)
    }
  }

  @Test func `a writer is over when its closure is`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        try await pool.withConnection { connection in
          var kept: CopyWriter?
          _ = try await connection.copyIn(Self.target(table)) { kept = $0 }
          await #expect(throws: PostgresError.closed) { try await kept?.row(1, "a") }
        }
      }
    }
  }

  @Test func `names are quoted`() async throws {
    try await withPool { pool in
      try await pool.withConnection { connection in
        try await connection.script("CREATE TEMPORARY TABLE \"a\"\"b; c\" (\"x y\" int8)")
        let target = CopyTarget("a\"b; c", columns: ["x y"])
        #expect(try await connection.copyIn(target) { try await $0.row(5) } == 1)
      }
    }
  }

  private final class Counter: Sendable {
    let value = Atomic(0)
  }

  private static let columns = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]

  private static func target(_ table: String) -> CopyTarget {
    CopyTarget(table, columns: ["id", "name"])
  }

  /// Whether a statement on the table waits for another transaction.
  private func isBlocked(_ table: String, _ pool: PostgresPool) async throws -> Bool {
    try await pool.run(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE wait_event = 'transactionid' AND query LIKE \("COPY%\(table)%")
      """
    ).scalar(Int.self) == 1
  }

  private func withWideTable(
    _ pool: PostgresPool,
    _ body: (String) async throws -> Void
  ) async throws {
    try await withTable(pool) { table in
      _ = try await pool.run(
        """
        CREATE TABLE \(unsafe: table + "_wide") (a int8, b int4, c int2, d bool, e float8, f text,
          g uuid, h timestamptz, i numeric, j jsonb, k text[], l bytea)
        """
      )
      let outcome: Result<Void, any Error>
      do { outcome = .success(try await body(table + "_wide")) } catch { outcome = .failure(error) }
      _ = try await pool.run("DROP TABLE \(unsafe: table + "_wide")")
      try outcome.get()
    }
  }
}

extension PostgresError {
  fileprivate var serverError: ServerError? {
    if case .server(let error) = self { error } else { nil }
  }
}
