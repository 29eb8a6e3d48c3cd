import PostgresClient
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Importing stock", .tenantDatabase([StorefrontModule.module]))
struct StockImportTests {
  @Test func `what was exported is imported without a change`() async throws {
    let pair = try await shopPair()
    let file = try await ImportedFile.exported(.stock, from: pair.mine)

    let result = try await file.run(.stock, into: pair.mine).result

    #expect(result.counts == counts(unchanged: 4))
  }

  @Test func `a count moves the level by the difference, and opens one that is new`() async throws {
    let pair = try await shopPair()
    let file = ImportedFile(
      "sku,location,on_hand\nSOAP-1,warehouse,12\nSOAP-1,shop,3\nBELT-M,shop,7\nTEE-80-R,shop,0\n"
    )

    let trial = try await file.run(.stock, into: pair.mine) { $0.isDryRun = true }.result
    let first = try await file.run(.stock, into: pair.mine).result
    let second = try await file.run(.stock, into: pair.mine).result
    let exported = try await ImportedFile.exported(.stock, from: pair.mine).bytes
    let other = try await ImportedFile.exported(.stock, from: pair.other).bytes

    #expect(trial.counts == counts(created: 1, updated: 2, unchanged: 1))
    #expect(first.counts == trial.counts)
    #expect(second.counts == counts(unchanged: 4))
    #expect(String(decoding: exported, as: UTF8.self).contains("SOAP-1,warehouse,12\n"))
    #expect(String(decoding: other, as: UTF8.self).contains("SOAP-1,warehouse,5\n"))
    #expect(
      try await movements(of: pair.mine) == [
        "BELT-M 7 opening", "SOAP-1 7 correction", "TEE-80-R -1 correction",
      ]
    )
  }

  @Test(arguments: 1...5)
  func `the end of an import is noted once, wherever its batches end`(_ batchRows: Int)
    async throws
  {
    let pair = try await shopPair()
    let file = ImportedFile(
      "sku,location,on_hand\nSOAP-1,warehouse,12\nSOAP-1,shop,3\nBELT-M,shop,7\nTEE-80-R,shop,0\n"
    )

    _ = try await file.run(.stock, into: pair.mine) { $0.batchRows = batchRows }
    let again = try await file.run(.stock, into: pair.mine) { $0.resumes = true }.result

    let trail = try await pair.mine.scope.auditEntries(of: "catalogue").map(\.action)
    #expect(trail.count { $0 == "storefront.stock_imported" } == 1)
    #expect(again.resumedAfter == 4)
  }

  @Test func `an unknown SKU or location and a wrong count are told, and nothing is written`()
    async throws
  {
    let pair = try await shopPair()
    let file = ImportedFile(
      "sku,location,on_hand\nNONE-1,shop,1\nSOAP-1,moon,1\nSOAP-1,shop,-2\nSOAP-1,shop,9\n"
    )

    let (result, problems) = try await file.run(.stock, into: pair.mine)
    let skipped = try await file.run(.stock, into: pair.mine) { $0.skipsBadRows = true }.result

    #expect(problems.map { "\($0.row):\($0.column ?? 0)" } == ["2:1", "3:2", "4:3", "5:2"])
    #expect(result.isHeldBack)
    #expect(skipped.badRows == 4)
    #expect(skipped.counts == counts())
  }

  @Test func `sales beside a count are neither lost nor counted twice`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let file = ImportedFile("sku,location,on_hand\nSOAP-1,warehouse,500\n")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask {
          for _ in 0..<10 {
            try await tenant.transaction { transaction in
              _ = try await Shop()
                .adjustStock(of: "SOAP-1", at: "warehouse", by: 1, actor: .system, in: transaction)
            }
          }
        }
      }
      for _ in 0..<5 {
        group.addTask { _ = try await file.run(.stock, into: tenant) }
      }
      try await group.waitForAll()
    }

    let sums = try await TestDatabase.current?.asOwner { pool in
      try await pool.batch([
        """
        SELECT (sum(m.quantity) = max(s.available))::text
        FROM storefront.stock_movement m
        JOIN storefront.stock_level s USING (tenant_id, sku_id, location_id)
        WHERE m.tenant_id = \(tenant.id.uuid) GROUP BY m.sku_id, m.location_id
        """
      ])[0].scalars(String.self)
    }
    #expect(Set(sums ?? []) == ["true"])
  }

  /// Movements since the shop was opened.
  private func movements(of tenant: TestTenant) async throws -> [String] {
    try await TestDatabase.current?.asOwner { pool in
      try await pool.batch([
        """
        SELECT k.code || ' ' || m.quantity || ' ' || m.reason
        FROM storefront.stock_movement m
        JOIN storefront.sku k ON k.tenant_id = m.tenant_id AND k.id = m.sku_id
        WHERE m.tenant_id = \(tenant.id.uuid) ORDER BY m.id OFFSET 3
        """
      ])[0].scalars(String.self).sorted()
    } ?? []
  }
}
