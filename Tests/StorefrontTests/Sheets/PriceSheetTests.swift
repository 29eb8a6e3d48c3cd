import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Prices that are typed in", .tenantDatabase([StorefrontModule.module]))
struct PriceSheetTests {
  private func set(_ cells: [String: String], of sku: String, _ tenant: TestTenant) async throws {
    try await tenant.transaction {
      try await Shop()
        .setPrices(cells, of: sku, for: tenant.snapshot, by: .staff("mei"), in: $0)
    }
  }

  @Test func `a sale holds from its beginning to its end, and ends when it is cleared`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
    let cells = [
      "sale_price": "15.00", "from": "\(today.adding(days: 1)) 10:00",
      "until": "\(today.adding(days: 4))", "volume": "3:14.00", "levels": "gold:13.00",
    ]

    for _ in 0..<2 { try await set(cells, of: "SOAP-1", tenant) }

    let known = try await tenant.scope.priceSheets(
      of: ["SOAP-1", "TEE-80-R"],
      for: tenant.snapshot
    )
    #expect(known.keys.sorted() == ["SOAP-1"])
    #expect(known["SOAP-1"]?.filter { cells.keys.contains($0.key) } == cells)
    func price(_ tenant: TestTenant) async throws -> Int64? {
      let prices = try await Shop()
        .sellingPrices(of: ["SOAP-1"], session: nil, for: tenant.snapshot, in: tenant.scope)
      return prices["SOAP-1"]?.minorUnits
    }
    let before = try await price(tenant)
    tenant.clock.advance(by: 40 * 3_600)
    let during = try await price(tenant)
    let others = try await price(pair.other)
    try await set([:], of: "SOAP-1", tenant)
    let cleared = try await price(tenant)
    #expect([before, during, others, cleared] == [1_990, 1_500, 1_990, 1_990])
    let trail = try await tenant.scope.auditEntries(of: "SOAP-1")
      .filter { $0.action == "storefront.prices_applied" }
    #expect(trail.count == 2 && trail.allSatisfy { $0.actor == "staff:mei" })
  }

  @Test(arguments: [
    (["sale_price": "19.90", "from": "2026-12-01", "until": "2026-12-02"], "sale_price"),
    (["sale_price": "x", "from": "2026-12-01", "until": "2026-12-02"], "sale_price"),
    (["sale_price": "9.00", "until": "2026-12-02"], "from"),
    (["sale_price": "9.00", "from": "2026-12-02", "until": "2026-12-01"], "until"),
    (["from": "2026-12-01"], "sale_price"), (["volume": "3:9.00|2:8.00"], "volume"),
    (["levels": "gold"], "levels"),
  ])
  func `a cell that is wrong is named`(_ cells: [String: String], _ column: String) async throws {
    let tenant = try await shopPair().mine

    let found = try await refusal { try await set(cells, of: "SOAP-1", tenant) }

    #expect(found?.sheetProblems.map(\.column) == [column])
    #expect(try await tenant.scope.priceSheets(of: ["SOAP-1"], for: tenant.snapshot) == [:])
  }

  @Test func `there is no price for what is not there`() async throws {
    let tenant = try await shopPair().mine
    let found = try await refusal { try await set([:], of: "NONE", tenant) }
    #expect(found?.code == .skuNotFound)
  }
}
