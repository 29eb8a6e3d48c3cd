import Foundation
import PostgresClient
import Testing

@Suite("Errors")
struct ErrorTests {
  @Test func `a violated constraint is named`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        _ = try await pool.run("INSERT INTO \(unsafe: table) VALUES (7, 'lin@example.org')")

        let error = await #expect(throws: PostgresError.self) {
          try await pool.run("INSERT INTO \(unsafe: table) VALUES (7, 'ada@example.org')")
        }
        guard case .server(let report) = error else {
          Issue.record("not from the server: \(String(describing: error))")
          return
        }
        #expect(report.sqlState == .uniqueViolation)
        #expect(report.sqlState.family == .integrityConstraintViolation)
        #expect(report.table == table)
        #expect(report.schema == "public")
        #expect(report.constraint == "\(table)_pkey")
        #expect(report.severity == "ERROR")
        // The server's detail says "Key (id)=(7) already exists", which can be another's key.
        for text in [report.description, report.debugDescription, "\(report)"] {
          #expect(!text.contains("(7)") && !text.contains("ada@") && !text.contains("INSERT"))
        }
      }
    }
  }

  @Test(
    arguments: [
      "SELECT 'secret'::uuid", "SELECT 'secret'::int8", "SELECT '\"secret'::date",
      "SELECT 1 FROM nowhere WHERE name = 'secret'", "SELEC 'secret'", "SELECT 'secret'::jsonb",
    ] as [Statement]
  )
  func `neither statement nor value is told`(_ statement: Statement) async throws {
    try await withPool { pool in
      let error = try #require(
        await #expect(throws: PostgresError.self) { try await pool.run(statement) }
      )
      for text in [error.description, error.debugDescription, "\(error)"] {
        #expect(!text.contains("secret"))
        #expect(!text.contains("SELECT"))
      }
      #expect(!error.description.contains("nowhere"))
      let dumped = error.debugDescription
      #expect(dumped.contains(error.sqlState?.rawValue ?? "-"))
    }
  }

  @Test func `a syntax error has its position`() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.run("SELECT 1 FRM x")
      }
      guard case .server(let report) = error else {
        Issue.record("not from the server")
        return
      }
      #expect(report.sqlState == .syntaxError)
      #expect(report.position == 14)
    }
  }

  @Test func `families match in a switch`() {
    let isIntegrity =
      switch SQLState.foreignKeyViolation {
      case .integrityConstraintViolation: true
      default: false
      }
    #expect(isIntegrity)
  }
}
