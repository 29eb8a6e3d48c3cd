import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Flash sales from the desk", .tenantDatabase([StorefrontModule.module]))
struct FlashSaleTests {
  private func sale(_ tenant: TestTenant, price: Int64, pieces: Int? = nil) -> FlashSale {
    let now = tenant.database.environment.now()
    return FlashSale(
      sku: "SOAP-1",
      name: "今晚 8 点",
      price: Money(minorUnits: price, currency: tenant.snapshot.currency),
      starts: now,
      ends: now + 3_600,
      pieces: pieces
    )
  }

  private func start(_ sale: FlashSale, _ tenant: TestTenant) async throws -> String {
    try await tenant.transaction {
      try await Shop().startFlashSale(sale, for: tenant.snapshot, by: .staff("mei"), in: $0)
    }
  }

  @Test func `a sale lowers the price of its SKU, rests, and outlives a folder that knows it not`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let code = try await start(sale(tenant, price: 1_000, pieces: 2), tenant)
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    #expect(try await tenant.quote(session).applied.map(\.code) == [code])
    #expect(try await pair.other.scope.promotions().isEmpty)

    try await tenant.promote(["promotion": "off", "kind": "spend_off", "value": "5"])
    #expect(
      try await tenant.scope.promotions().filter { $0.state == .active }.map(\.code).contains(code)
    )
    try await tenant.transaction {
      try await Shop().changePromotion(code, .pause, by: .staff("mei"), in: $0)
    }
    #expect(try await !tenant.quote(session).applied.map(\.code).contains(code))
    let trail = try await tenant.scope.auditEntries(of: code).map(\.action)
    #expect(trail.contains("storefront.flash_sale_started"))
  }

  @Test func `a sale that is none is refused, each for its reason`() async throws {
    let tenant = try await shopPair().mine
    let right = sale(tenant, price: 1_000)
    let cases: [(StorefrontRefusal.Code, (inout FlashSale) -> Void)] = [
      (.skuNotFound, { $0.sku = "NONE" }),
      (.priceInvalid, { $0.price = Money(minorUnits: 99_999, currency: $0.price.currency) }),
      (.scheduleInvalid, { $0.ends = $0.starts }),
      (.scheduleInvalid, { ($0.starts, $0.ends) = ($0.starts - 7_200, $0.starts - 3_600) }),
      (.quantityInvalid, { $0.pieces = 0 }), (.quantityInvalid, { $0.perPerson = 1_000_001 }),
    ]
    for (code, change) in cases {
      var wrong = right
      change(&wrong)
      let refused = try await refusal { [wrong] in _ = try await start(wrong, tenant) }
      #expect(refused?.code == code)
    }
    #expect(try await tenant.scope.promotions().isEmpty)
  }
}
