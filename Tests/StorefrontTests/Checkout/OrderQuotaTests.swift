import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Orders of a day", .tenantDatabase([StorefrontModule.module]))
struct OrderQuotaTests {
  @Test
  func `a shop takes as many orders a day as its plan allows, and a refused one leaves no trace`()
    async throws
  {
    let pair = try await shopPair(plan: TenantPlan(limits: [Quota.ordersPerDay.name: 2]))
    func order(_ tenant: TestTenant) async throws -> PlacedOrder {
      let (session, cart) = try await tenant.cart([("SOAP-1", 1)])
      return try await tenant.place(tenant.form(cart), session)
    }
    for _ in 0..<2 { _ = try await order(pair.mine) }

    let refusal = await #expect(throws: TenancyRefusal.self) { _ = try await order(pair.mine) }

    #expect(refusal?.code == .quotaExceeded)
    #expect(refusal?.details["limit"] == 2)
    try await pair.mine.expectBooksToBalance()
    #expect(try await pair.mine.scope.orders(OrderListQuery()).items.count == 2)
    _ = try await order(pair.other)
    pair.mine.clock.advance(by: 24 * 3600)
    _ = try await order(pair.mine)
  }
}
