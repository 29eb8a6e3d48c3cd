import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Tenant streams", .tenantDatabase([BulkShelf.module]))
struct TenantStreamTests {
  private func filled() async throws -> (TenantPair, [BulkShelf.Box]) {
    let pair = try await TenantPair.fresh()
    let boxes = BulkShelf.boxes(3_000)
    for tenant in [pair.mine, pair.other] {
      try await tenant.transaction { transaction in
        _ = try await transaction.insert(boxes, into: BulkShelf.table) { row, box in
          box.write(to: &row)
        }
      }
    }
    return (pair, boxes)
  }

  @Test func `a stream gives the tenant's rows in order, as far as they are wanted`() async throws {
    let (pair, boxes) = try await filled()
    let query = BulkShelf.query(pair.mine.id)
    let all = try await pair.mine.scope.stream(query) { (rows: TenantRows<BulkShelf.Box>) in
      var all: [BulkShelf.Box] = []
      for try await box in rows { all.append(box) }
      return all
    }
    #expect(all == boxes)
    for _ in 0..<30 {
      let first = try await pair.mine.scope.stream(query, as: BulkShelf.Box.self) { rows in
        for try await box in rows { return box as BulkShelf.Box? }
        return nil
      }
      #expect(first == boxes[0])
    }
    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.scope.stream("SELECT 1", as: BulkShelf.Box.self) { _ in }
    }
  }

  @Test func `a stream only reads, and a refusal that its reader swallowed is thrown`() async throws
  {
    let (pair, _) = try await filled()
    let tenant = pair.mine.id
    let taking: TenantQuery = """
      DELETE FROM shelf.box WHERE tenant_id = \(tenant)
      RETURNING id, name, weight, price, note, picture
      """
    await #expect(throws: PostgresError.self) {
      try await pair.mine.scope.stream(taking, as: BulkShelf.Box.self) { boxes in
        for try await _ in boxes {}
      }
    }
    let failing: TenantQuery = "SELECT 1 / (weight - 9) FROM shelf.box WHERE tenant_id = \(tenant)"
    for query in [taking, failing] {
      await #expect(throws: TenantStoreError.refusalIgnored) {
        try await pair.mine.scope.stream(query, as: BulkShelf.Box.self) { boxes in
          do { for try await _ in boxes {} } catch {}
        }
      }
    }
    await #expect(throws: TenantStoreError.refusalIgnored) {
      try await pair.mine.scope.export(failing, as: .text) { chunks in
        do { for try await _ in chunks {} } catch {}
      }
    }
    #expect(try await pair.mine.count() == 3_000)
    #expect(try await pair.other.count() == 3_000)
  }

  @Test func `a cursor leaves room for other queries of the transaction`() async throws {
    let (pair, boxes) = try await filled()
    try await pair.mine.transaction { transaction in
      var seen = 0
      let rows = try transaction.cursor(
        BulkShelf.query(pair.mine.id),
        as: BulkShelf.Box.self,
        rowsPerFetch: 700
      )
      for try await box in rows {
        #expect(box == boxes[seen])
        seen += 1
        if seen % 1_000 == 0 {
          try await transaction.execute(
            "DELETE FROM shelf.box WHERE tenant_id = \(transaction.tenant) AND id = \(box.id)"
          )
        }
      }
      #expect(seen == 3_000)
      for try await _ in rows { break }
    }
    #expect(try await pair.mine.count() == 2_997)
    #expect(try await pair.other.count() == 3_000)
  }

  @Test func `an export holds the tenant's rows and none of the neighbour's`() async throws {
    let (pair, boxes) = try await filled()
    let least = 1_500
    let names = ["a", "$2", "'quoted'", "雪1503"]
    let query: TenantQuery = """
      SELECT weight, name FROM shelf.box WHERE tenant_id = \(pair.mine.id)
        AND weight >= \(least) AND (name = ANY(\(names)) OR name IS NULL OR \(String?.none) = 'x')
        AND packed_at IS NOT DISTINCT FROM \(Date?.none) AND '$9' <> \("it's $1")
      ORDER BY weight -- and a remark
      """
    let bytes = try await pair.mine.database.reading(pair.mine.id)
      .export(query, as: .csv(header: true)) { chunks in
        var bytes: [UInt8] = []
        for try await chunk in chunks { bytes += chunk }
        return bytes
      }
    let expected = boxes.filter { box in
      box.weight >= 1_500 && (box.name == nil || names.contains(box.name ?? ""))
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines == ["weight,name"] + expected.map { "\($0.weight),\($0.name ?? "")" })

    await #expect(throws: TenantStoreError.self) {
      try await pair.mine.scope.export("SELECT 1", as: .text) { _ in }
    }
    // Under a policy alone: the predicate names the neighbour.
    let foreign = try await pair.mine.scope.export(
      "SELECT weight FROM shelf.box WHERE tenant_id = \(pair.mine.id) OR true",
      as: .text
    ) { chunks in
      var count = 0
      for try await chunk in chunks { count += chunk.count { $0 == UInt8(ascii: "\n") } }
      return count
    }
    #expect(foreign == 3_000)
  }
}
