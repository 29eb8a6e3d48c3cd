import Foundation
import PostgresClient
import TenantStoreTesting
import Testing

import TenantStore

@Suite("Bulk insert", .tenantDatabase([BulkShelf.module]))
struct BulkInsertTests {
  struct Refused: Error {}

  @Test(arguments: [BulkForm.arrays, .values])
  func `rows arrive as they were given and belong to the tenant`(form: BulkForm) async throws {
    let pair = try await TenantPair.fresh()
    let boxes = BulkShelf.boxes(2_345)
    let written = try await pair.mine.transaction { transaction in
      try await transaction.insert(
        boxes,
        into: BulkShelf.table,
        as: form,
        onConflict: .refuse,
        rowsPerStatement: 500
      ) { row, box in box.write(to: &row) }
    }
    #expect(written == 2_345)
    #expect(try await pair.mine.boxes() == boxes)
    #expect(try await pair.other.count() == 0)
  }

  @Test(arguments: [BulkForm.arrays, .values])
  func `a row that exists is refused, left alone or replaced as was asked`(form: BulkForm)
    async throws
  {
    let pair = try await TenantPair.fresh()
    let first = BulkShelf.Box(1)
    let changed = BulkShelf.Box(2, id: first.id)
    let further = BulkShelf.Box(3)
    func insert(_ boxes: [BulkShelf.Box], _ conflict: BulkConflict, as tenant: TestTenant)
      async throws -> Int
    {
      try await tenant.transaction { transaction in
        try await transaction.insert(
          boxes,
          into: BulkShelf.table,
          as: form,
          onConflict: conflict,
          rowsPerStatement: 100
        ) { row, box in box.write(to: &row) }
      }
    }
    #expect(try await insert([first], .refuse, as: pair.mine) == 1)
    // The neighbour's row has the same id and is nobody's conflict.
    #expect(try await insert([first], .refuse, as: pair.other) == 1)

    await #expect(throws: PostgresError.self) {
      try await insert([further, changed], .refuse, as: pair.mine)
    }
    #expect(try await pair.mine.boxes() == [first])
    #expect(try await insert([further, changed], .ignore(key: ["id"]), as: pair.mine) == 1)
    #expect(try await pair.mine.boxes() == [first, further])
    #expect(try await insert([further, changed], .replace(key: ["id"]), as: pair.mine) == 2)
    #expect(try await pair.mine.boxes() == [changed, further])
    #expect(try await pair.other.boxes() == [first])
  }

  @Test func `an error in the middle leaves nothing`() async throws {
    let pair = try await TenantPair.fresh()
    await #expect(throws: Refused.self) {
      try await pair.mine.transaction { transaction in
        try await transaction.insert(
          BulkShelf.boxes(3_000),
          into: BulkShelf.table,
          rowsPerStatement: 100
        ) { row, box in
          if box.weight == 2_500 { throw Refused() }
          box.write(to: &row)
        }
      }
    }
    #expect(try await pair.mine.count() == 0)
  }

  @Test func `a row of too many values, as one that names a tenant, is refused`() async throws {
    let pair = try await TenantPair.fresh()
    let table = BulkTable("shelf.box", columns: ["id", "weight"])
    for form in [BulkForm.arrays, .values] {
      await #expect(throws: TenantStoreError.self) {
        try await pair.mine.transaction { transaction in
          try await transaction.insert(
            [1],
            into: table,
            as: form,
            onConflict: .refuse,
            rowsPerStatement: 10
          ) { row, _ in
            row.append(pair.other.id)
            row.append(UUID())
            row.append(Int32(1))
          }
        }
      }
    }
    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.transaction { transaction in
        try await transaction.insert([1, 2], into: table) { row, number in
          row.append(UUID())
          if number == 1 { row.append(Int32(1)) } else { row.append("1") }
        }
      }
    }
    #expect(try await pair.mine.count() == 0)
    #expect(try await pair.other.count() == 0)
  }

  @Test func `the tenant's column cannot be named`() async {
    await #expect(processExitsWith: .failure) {
      _ = BulkTable("shelf.box", columns: ["id", "tenant_id"])
    }
    await #expect(processExitsWith: .failure) {
      _ = BulkTable("shelf.box", columns: ["id) SELECT 1 --"])
    }
  }

  @Test func `no bulk statement reaches another tenant`() async throws {
    try await TestDatabase.withNew(modules: [BulkShelf.module]) { database in
      try await TestDatabase.$current.withValue(database) {
        let pair = try await TenantPair.fresh()
        let boxes = BulkShelf.boxes(10)
        for form in [BulkForm.arrays, .values] {
          for conflict in [BulkConflict.ignore(key: ["id"]), .replace(key: ["id"])] {
            try await pair.mine.transaction { transaction in
              _ = try await transaction.insert(
                boxes,
                into: BulkShelf.table,
                as: form,
                onConflict: conflict,
                rowsPerStatement: 10
              ) { row, box in box.write(to: &row) }
            }
          }
        }
        let query = BulkShelf.query(pair.mine.id)
        try await pair.mine.scope.stream(query, as: BulkShelf.Box.self) { boxes in
          for try await _ in boxes {}
        }
        try await pair.mine.transaction { transaction in
          for try await _ in try transaction.cursor(query, as: BulkShelf.Box.self) {}
        }
        try await pair.mine.scope.export(query, as: .text) { for try await _ in $0 {} }

        // Policies first: the other suite gives the neighbour a copy of every row.
        let policies = PolicyIsolation(database)
        let leaks = try await policies.findings(owner: pair.mine.id, intruder: pair.other.id)
        // The tables of the data layer have no rows here; its own suite sees to them.
        #expect(leaks.filter { $0.subject == "shelf.box" } == [])
        let suite = PredicateIsolation(database)
        #expect(
          try await suite.findings(owner: pair.mine.id, mirror: pair.other.id).isEmpty
        )
      }
    }
  }
}
