import Foundation
import PostgresClient
import Testing

@Suite("Codecs")
struct CodecTests {
  @Test func `scalars come back as they went`() async throws {
    try await withPool { pool in
      try await roundTrip([true, false], pool)
      try await roundTrip([Int16.min, -1, 0, Int16.max], pool)
      try await roundTrip([Int32.min, -1, 0, Int32.max], pool)
      try await roundTrip([Int64.min, -1, 0, Int64.max], pool)
      try await roundTrip([Int.min, -1, 0, Int.max], pool)
      try await roundTrip([Float(0), -1.5, .infinity, .greatestFiniteMagnitude], pool)
      try await roundTrip([0.0, -1.5, -.infinity, .pi], pool)
      try await roundTrip(["", "abc", "'; \\ \"", "奶粉 👶🏽 Größe\n"], pool)
      try await roundTrip([UUID(), UUID()], pool)
      try await roundTrip([[UInt8](), [0, 1, 255]], pool)
      try await roundTrip([Data(), Data([0, 10, 255])], pool)
      try await roundTrip(
        [PostgresDate(daysSince2000: -40_000), .init(daysSince2000: 9_800)],
        pool
      )
      try await roundTrip(
        [-1e9, 0, 812_345_678.123456].map(Date.init(timeIntervalSinceReferenceDate:)),
        pool
      )
      try await roundTrip(
        ["{}", "[1, \"二\", null]"].map(PostgresJSON.init(text:)),
        pool
      )
      try await roundTrip(
        ["0", "-12.50", "10000", "0.00010", "123456789012345678901234.5", "NaN", "1.0000"]
          .map(PostgresNumeric.init(text:)),
        pool
      )
    }
  }

  @Test func `NULL comes back as nil of every type`() async throws {
    try await withPool { pool in
      try await roundTrip([Bool?.none, true], pool)
      try await roundTrip([Int?.none, 7], pool)
      try await roundTrip([String?.none, ""], pool)
      try await roundTrip([UUID?.none], pool)
      try await roundTrip([Date?.none], pool)
      try await roundTrip([[Int]?.none, []], pool)
      try await roundTrip([PostgresJSON?.none], pool)
      try await roundTrip([PostgresNumeric?.none], pool)
    }
  }

  @Test func `arrays come back as they went`() async throws {
    try await withPool { pool in
      try await roundTrip([[Bool](), [true, false]], pool)
      try await roundTrip([[Int](), [1, .min, .max]], pool)
      try await roundTrip([[Int16(3)]], pool)
      try await roundTrip([[Int32(3)]], pool)
      try await roundTrip([[Int64(3)]], pool)
      try await roundTrip([["", "a,b", "{}", "奶"]], pool)
      try await roundTrip([[String?.none, "x"]], pool)
      try await roundTrip([[UUID()]], pool)
      try await roundTrip([[1.5, -2]], pool)
      try await roundTrip([[Float(1.5)]], pool)
      try await roundTrip([[Date(timeIntervalSinceReferenceDate: 5)]], pool)
      try await roundTrip([[PostgresDate(daysSince2000: 1)]], pool)
      try await roundTrip([[PostgresJSON(text: "{\"a\": 1}")]], pool)
      try await roundTrip([[Data([1, 2]), Data()]], pool)
    }
  }

  @Test func `the server understands what was sent`() async throws {
    try await withPool { pool in
      let day = PostgresDate(daysSince2000: 366)
      let instant = Date(timeIntervalSinceReferenceDate: 0.25)
      let rows = try await pool.run(
        """
        SELECT \(day)::text, \(instant) = '2001-01-01 00:00:00.25+00', \([1, 2])::text,
          \(PostgresJSON(text: "{\"a\":[1]}"))->'a'->>0, \(PostgresNumeric(text: "-0.5"))::text
        """
      )

      struct Answer: PostgresRow, Equatable {
        var day, array, json, numeric: String
        var isSame: Bool
        init(row: inout Row) throws(PostgresDecodingError) {
          day = try row.next()
          isSame = try row.next()
          array = try row.next()
          json = try row.next()
          numeric = try row.next()
        }
      }
      let answer = try #require(try rows.first(Answer.self))
      #expect(answer.day == "2001-01-01")
      #expect(answer.isSame)
      #expect(answer.array == "{1,2}")
      #expect(answer.json == "1")
      #expect(answer.numeric == "-0.5")
    }
  }

  @Test func `smaller integers fit into larger ones`() async throws {
    try await withPool { pool in
      #expect(try await pool.run("SELECT 1::int2").scalar(Int.self) == 1)
      #expect(try await pool.run("SELECT 1::int4").scalar(Int64.self) == 1)
      #expect(try await pool.run("SELECT 'pg_class'::regclass::oid").scalar(Int.self) == 1259)
      let large = try await pool.run("SELECT 1::int8")
      #expect(throws: PostgresDecodingError.self) { try large.scalar(Int32.self) }
    }
  }

  enum Stage: String, PostgresCodable, PostgresArrayElement, CaseIterable {
    case pregnancy
    case newborn
  }

  @Test func `a type with a raw value travels as that value`() async throws {
    try await withPool { pool in
      try await roundTrip(Stage.allCases, pool)
      try await roundTrip([Stage.allCases], pool)
      let strange = try await pool.run("SELECT 'toddler'")
      #expect(throws: PostgresDecodingError.self) { try strange.scalar(Stage.self) }
    }
  }

  @Test func `a name, an enumeration and fixed text are read as text`() async throws {
    try await withPool { pool in
      let rows = try await pool.withConnection { connection in
        try await connection.script("CREATE TYPE pg_temp.mood AS ENUM ('calm')")
        return try await connection.run([
          "SELECT 'calm'::pg_temp.mood", "SELECT 'relation'::name", "SELECT 'x'::varchar(3)",
          "SELECT \("calm")::pg_temp.mood",
        ])
      }
      #expect(try rows.map { try $0.scalar(String.self) } == ["calm", "relation", "x", "calm"])
    }
  }

  @Test func `a misfit names column and types, never the value`() async throws {
    try await withPool { pool in
      let rows = try await pool.run("SELECT 'secret' AS code")

      let error = #expect(throws: PostgresDecodingError.self) { try rows.scalar(Int.self) }
      #expect(
        error
          == PostgresDecodingError(column: "code", index: 0, expected: "int8", found: "text")
      )
      let null = try await pool.run("SELECT NULL::int8 AS code")
      let absent = #expect(throws: PostgresDecodingError.self) { try null.scalar(Int.self) }
      #expect(absent?.found == "NULL")
    }
  }

  struct Pair: PostgresRow, Equatable {
    var number: Int
    var name: String
    init(row: inout Row) throws(PostgresDecodingError) {
      number = try row.next()
      name = try row.next()
    }
  }

  @Test func `a row must read exactly its columns`() async throws {
    try await withPool { pool in
      let fits = try await pool.run("SELECT 1::int8, 'a' UNION ALL SELECT 2, 'b'")
      #expect(try fits.decode(Pair.self).map(\.name) == ["a", "b"])
      let more = try await pool.run("SELECT 1::int8, 'a', true")
      #expect(throws: PostgresDecodingError.self) { try more.decode(Pair.self) }
      let less = try await pool.run("SELECT 1::int8")
      #expect(throws: PostgresDecodingError.self) { try less.first(Pair.self) }
    }
  }

  @Test func `rows know their columns, count and effect`() async throws {
    try await withPool { pool in
      let rows = try await pool.withConnection { connection in
        try await connection.run([
          "CREATE TEMP TABLE shelf (id int8, name text)",
          "INSERT INTO shelf VALUES (1, 'a'), (2, NULL)",
          "SELECT id, name FROM shelf ORDER BY id",
          "DELETE FROM shelf WHERE id = \(9)",
        ])
      }
      #expect(rows.map(\.affected) == [0, 2, 2, 0])
      #expect(rows[2].columns == ["id", "name"])
      #expect(rows[2].count == 2)
      #expect(rows[2].text(row: 0, column: 0) == "\\x0000000000000001")
      #expect(rows[2].text(row: 0, column: 1) == "a")
      #expect(rows[2].text(row: 1, column: 1) == nil)
    }
  }

  private func roundTrip<T: PostgresCodable & Equatable>(
    _ values: [T],
    _ pool: PostgresPool
  ) async throws {
    for value in values {
      let rows = try await pool.run("SELECT \(value)")
      #expect(try rows.scalar(T.self) == value)
    }
  }
}
