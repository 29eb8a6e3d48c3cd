import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Bulk load", .tenantDatabase([BulkShelf.module]))
struct BulkLoadTests {
  struct Refused: Error {}

  @Test func `rows arrive as they were given and belong to the tenant`() async throws {
    let pair = try await TenantPair.fresh()
    let boxes = BulkShelf.boxes(5_000)
    let loaded = try await pair.mine.database.load(for: pair.mine.id, into: BulkShelf.table) {
      loader in
      for box in boxes { try await loader.row(box.write) }
    }
    #expect(loaded == 5_000)
    #expect(try await pair.mine.boxes() == boxes)
    #expect(try await pair.other.count() == 0)
  }

  @Test func `a producer cannot write another tenant's rows`() async throws {
    let pair = try await TenantPair.fresh()
    let table = BulkTable("shelf.box", columns: ["id", "weight"])
    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.database.load(for: pair.mine.id, into: table) { loader in
        try await loader.row { row in
          row.append(pair.other.id)
          row.append(UUID())
          row.append(Int32(1))
        }
      }
    }
    // What stands in the first column is an id of a box, whatever it is called.
    try await pair.mine.database.load(for: pair.mine.id, into: table) { loader in
      try await loader.row { row in
        row.append(pair.other.id)
        row.append(Int32(1))
      }
    }
    #expect(try await pair.mine.boxes().map(\.id) == [pair.other.id.uuid])
    #expect(try await pair.other.count() == 0)
  }

  @Test func `an error in the middle leaves nothing`() async throws {
    let pair = try await TenantPair.fresh()
    await #expect(throws: Refused.self) {
      try await pair.mine.database.load(for: pair.mine.id, into: BulkShelf.table) { loader in
        for box in BulkShelf.boxes(4_000) { try await loader.row(box.write) }
        throw Refused()
      }
    }
    let error = await #expect(throws: PostgresError.self) {
      try await pair.mine.database.load(for: pair.mine.id, into: BulkShelf.table) { loader in
        for number in 0..<4_000 {
          var box = BulkShelf.Box(number)
          if number == 3_000 { box.weight = -1 }
          try await loader.row(box.write)
        }
      }
    }
    #expect(error?.debugDescription.contains("COPY box, line 3001") == true)
    #expect(try await pair.mine.count() == 0)
  }

  @Test func `a writer that is kept is of no use`() async throws {
    let pair = try await TenantPair.fresh()
    var kept: BulkLoader?
    try await pair.mine.database.load(for: pair.mine.id, into: BulkShelf.table) { kept = $0 }
    await #expect(throws: PostgresError.closed) {
      try await kept?.row(BulkShelf.Box(1).write)
    }
  }

  @Test func `the loader inserts where it may and does nothing else`() async throws {
    let pair = try await TenantPair.fresh()
    let sessions = BulkTable("tenancy.session", columns: ["id"])
    let error = await #expect(throws: PostgresError.self) {
      try await pair.mine.database.load(for: pair.mine.id, into: sessions) { _ in }
    }
    #expect(error?.sqlState == .insufficientPrivilege)

    let database = try #require(TestDatabase.current)
    let connection = try await database.connectionString(role: DatabaseRoles.loader)
    let pool = PostgresPool(PostgresConfiguration(connectionString: connection), logger: .quiet)
    for statement: Statement in [
      "SELECT id FROM shelf.box", "UPDATE shelf.box SET weight = 1", "DELETE FROM shelf.box",
      "SELECT id FROM tenancy.session", "TRUNCATE shelf.box",
    ] {
      await #expect(throws: PostgresError.self) { try await pool.batch([statement]) }
    }
    await pool.close()
    #expect(try await database.database.linter.violations().isEmpty)
  }

  @Test func `the linter notices a loader that may read`() async throws {
    try await TestDatabase.withNew(modules: [BulkShelf.module]) { database in
      try await database.asOwner { pool in
        _ = try await pool.batch(["GRANT SELECT ON shelf.box TO app_loader"])
      }
      let violations = try await database.database.linter.violations()
      #expect(violations.map(\.table) == ["shelf.box"])
    }
  }

  @Test func `COPY into a table is refused to the role that policies bind`() async throws {
    let database = try #require(TestDatabase.current)
    let connection = try await database.connectionString(role: DatabaseRoles.application)
    let pool = PostgresPool(PostgresConfiguration(connectionString: connection), logger: .quiet)
    let error = await #expect(throws: PostgresError.self) {
      try await pool.withConnection { connection in
        try await connection.copyIn(CopyTarget("shelf.box", columns: ["tenant_id"])) { _ in }
      }
    }
    #expect(error?.sqlState == .featureNotSupported)
    await pool.close()
  }
}
