import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Returns in a store", .tenantDatabase([StorefrontModule.module]))
struct StoreReturnTests {
  private func available(_ tenant: TestTenant, at location: String) async throws -> Int64? {
    try await tenant.scope.value(
      """
      SELECT s.available FROM storefront.stock_level s
      JOIN storefront.sku k ON k.tenant_id = \(tenant.id) AND k.id = s.sku_id
      JOIN storefront.location n ON n.tenant_id = \(tenant.id) AND n.id = s.location_id
      WHERE s.tenant_id = \(tenant.id) AND k.code = 'TEE-80-B' AND n.code = \(location)
      """
    )
  }

  private func delivered(_ tenant: TestTenant, pieces: Int) async throws -> Order {
    try await tenant.restock(["TEE-80-B": pieces])
    let order = try await tenant.placed([("TEE-80-B", pieces)]).order
    for event in [OrderEvent.confirmPayment, .fulfil, .deliver] {
      _ = try await tenant.change(event, order.number)
    }
    return order
  }

  private func takeBack(
    _ tenant: TestTenant,
    _ order: Order,
    _ pieces: Int,
    at place: String = "shop",
    spoiled: Set<String> = []
  ) async throws -> ReturnRequest {
    try await tenant.transaction {
      try await Shop().takeBackInStore(
        ReturnForm(
          kind: .exchange,
          reason: .noReason,
          lines: [.init(code: "TEE-80-B", quantity: pieces)]
        ),
        of: order.number,
        at: place,
        spoiled: spoiled,
        for: tenant.snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
  }

  @Test func `goods come back at the counter, are sold there again, and their money goes back`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let order = try await delivered(tenant, pieces: 3)
    #expect(try await available(tenant, at: "shop") == nil)

    let back = try await takeBack(tenant, order, 2)

    #expect(back.state == .refunded && back.goodsRefund.minorUnits == 2 * 5_200)
    #expect(try await available(tenant, at: "shop") == 2)
    #expect(try await available(tenant, at: "warehouse") == 0)
    #expect(try await tenant.refunds(of: order.id).map(\.amount) == [back.goodsRefund])
    try await tenant.expectBooksToBalance()
    let more = try await refusal { _ = try await takeBack(tenant, order, 2) }
    #expect(more?.code == .returnExceeds)
    let nowhere = try await refusal {
      _ = try await takeBack(tenant, order, 1, at: "warehouse")
    }
    #expect(nowhere?.code == .pickupNotFound)
    _ = try await takeBack(tenant, order, 1, spoiled: ["TEE-80-B"])
    #expect(try await available(tenant, at: "shop") == 2, "what is spoiled is not sold again")

    let zone = tenant.snapshot.timeZone
    let today = CalendarDate(tenant.clock.now, in: zone)
    let currency = tenant.snapshot.currency
    let figures = try await tenant.scope.storeFigures(of: today, in: zone, currency)
    #expect(figures.map(\.location) == ["shop"])
    #expect(figures.first?.returns == 2 && figures.first?.returned.minorUnits == 3 * 5_200)
    #expect(figures.first?.orders == 0 && figures.first?.collected == 0)
    let theirs = try await pair.other.scope.storeFigures(of: today, in: zone, currency)
    #expect(theirs.isEmpty)
    let trail = try await tenant.scope.auditEntries(of: order.number)
    #expect(
      trail.contains { $0.action == "storefront.return_requested" && $0.actor == "staff:mei" }
    )
  }

  @Test func `the policy is that of any return`() async throws {
    let tenant = try await shopPair().mine
    let order = try await delivered(tenant, pieces: 1)
    tenant.clock.advance(by: 9 * 24 * 3_600)
    let late = try await refusal { _ = try await takeBack(tenant, order, 1) }
    #expect(late?.code == .returnTooLate)
    #expect(try await available(tenant, at: "shop") == nil)
  }

  @Test
  func `what is ordered for a store counts as its own, once it lives and once it is collected`()
    async throws
  {
    let tenant = try await shopPair().mine
    let (session, cart) = try await tenant.cart([("SOAP-1", 1)])
    var form = try tenant.form(cart, to: .pickup)
    form.pickup = "shop"
    let placed = try await tenant.place(form, session)
    let zone = tenant.snapshot.timeZone
    let today = CalendarDate(tenant.clock.now, in: zone)
    func figures() async throws -> StoreFigures? {
      try await tenant.scope.storeFigures(of: today, in: zone, tenant.snapshot.currency).first
    }
    #expect(try await figures()?.orders == 1)
    #expect(try await figures()?.total == placed.order.total)
    let code = try #require(placed.order.progress.pickup?.code)
    try await tenant.transaction {
      _ = try await Shop().collectOrder(code: code, by: .staff("mei"), in: $0)
    }
    #expect(try await figures()?.collected == 1)
    _ = try await tenant.placed([("SOAP-1", 1)])
    #expect(try await figures()?.orders == 1, "what is sent is no store's")
  }
}
