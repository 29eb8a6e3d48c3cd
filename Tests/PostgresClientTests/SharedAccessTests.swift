import Foundation
import PostgresClient
import Testing

@Suite("Access of the shared lane")
struct SharedAccessTests {
  private func insert(_ id: Int, into table: String) -> Statement {
    "INSERT INTO \(unsafe: table) VALUES (\(id), \("a"))"
  }

  @Test func `connections that only read write for those that say so`() async throws {
    try await withPool { owner in
      try await withTable(owner) { table in
        try await withPool(.test { $0.sharedAccess = .readOnly }) { pool in
          for access in [nil, TransactionAccess.readOnly] {
            let options = BatchOptions(access: access)
            let error = await #expect(throws: PostgresError.self) {
              try await pool.batch([insert(1, into: table)], options)
            }
            #expect(error?.sqlState == .readOnlyTransaction)
          }
          let writing = BatchOptions(access: .readWrite)
          _ = try await pool.batch([insert(2, into: table), insert(3, into: table)], writing)
          let failed = await #expect(throws: PostgresError.self) {
            try await pool.batch([insert(4, into: table), insert(3, into: table)], writing)
          }
          #expect(failed?.sqlState == .uniqueViolation)
          let count = try await pool.run("SELECT count(*) FROM \(unsafe: table)")
          #expect(try count.scalar(Int.self) == 2)
        }
      }
    }
  }

  @Test func `a batch that only reads cannot write on a connection that may`() async throws {
    try await withPool { pool in
      try await withTable(pool) { table in
        for boundary in [TransactionBoundary.implicit, .explicit(.repeatableRead)] {
          let error = await #expect(throws: PostgresError.self) {
            try await pool.batch(
              [insert(1, into: table)],
              BatchOptions(boundary: boundary, access: .readOnly)
            )
          }
          #expect(error?.sqlState == .readOnlyTransaction)
        }
        _ = try await pool.batch([insert(1, into: table)])
      }
    }
  }

  @Test func `a slow batch that only reads cannot write on the connection lent to it`()
    async throws
  {
    try await withPool { owner in
      try await withTable(owner) { table in
        let configuration = PostgresConfiguration.test {
          $0.sharedAccess = .readOnly
          $0.slowBatchTime = .milliseconds(20)
        }
        try await withPool(configuration) { pool in
          for _ in 0..<20 { _ = try await pool.run("SELECT 1") }
          for _ in 0..<4 {
            let error = await #expect(throws: PostgresError.self) {
              try await pool.batch(
                ["SELECT pg_sleep(\(0.2))", insert(1, into: table)],
                BatchOptions(access: .readOnly)
              )
            }
            #expect(error?.sqlState == .readOnlyTransaction)
          }
          // What is lent to slow batches is a connection that the lane had not opened before.
          #expect(pool.statistics.exclusiveConnections > 0)
        }
      }
    }
  }
}
