import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Places an order of a soap that is collected.
  func collecting(provider: String = "cashOnDelivery", place: String = "shop")
    async throws -> PlacedOrder
  {
    let (session, cart) = try await cart([("SOAP-1", 1)])
    var form = try form(cart, provider: provider, to: .pickup)
    form.pickup = place
    form.address = ""
    return try await self.place(form, session)
  }

  fileprivate func collect(_ code: String) async throws -> StorefrontRefusal? {
    try await refusal {
      try await transaction {
        _ = try await Shop().collectOrder(code: code, by: .admin("ada"), in: $0)
      }
    }
  }
}

@Suite("Pick-up", .tenantDatabase([StorefrontModule.module]))
struct PickupTests {
  @Test func `a code hands an order over exactly once, by whomever and however often`() async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let order = try await tenant.collecting().order
    let code = try #require(order.progress.pickup?.code)
    #expect(order.freight.minorUnits == 0)
    #expect(try await pair.other.collect(code)?.code == .pickupNotFound)

    let refusals = try await withThrowingTaskGroup(of: StorefrontRefusal?.self) { group in
      for _ in 0..<6 { group.addTask { try await tenant.collect(code.lowercased()) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    #expect(refusals.count { $0 == nil } == 1)
    #expect(refusals.compactMap { $0?.code } == Array(repeating: .pickupUsed, count: 5))
    let state = try await tenant.scope.order(number: order.number)?.state
    #expect(state == OrderState(.placed, .unpaid, .delivered))
    try await tenant.expectBooksToBalance()
  }

  @Test func `it is taken from that shop, and handed over only by its code`() async throws {
    let pair = try await shopPair()
    try await pair.mine.restock(["SOAP-1": 1], at: "shop")
    let order = try await pair.mine.collecting().order
    let soldOut = try await refusal { _ = try await pair.mine.collecting() }
    let fulfilled = try await refusal { _ = try await pair.mine.change(.fulfil, order.number) }
    let elsewhere = try await refusal { _ = try await pair.mine.collecting(place: "warehouse") }

    #expect(soldOut?.code == .outOfStock)
    #expect(fulfilled?.code == .pickupCodeNeeded)
    #expect(elsewhere?.code == .pickupNotFound)
  }

  @Test func `a transfer must be there before the goods are handed over`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.collecting(provider: "bankTransfer").order
    let code = try #require(order.progress.pickup?.code)

    let early = try await pair.mine.collect(code)
    _ = try await pair.mine.change(.confirmPayment, order.number)

    #expect(early?.code == .transitionRefused)
    #expect(try await pair.mine.collect(code) == nil)
  }

  @Test(arguments: [
    ("7k3m-9pq2", "7K3M9PQ2"), ("OIL00000", "01100000"), (" 7K3M9PQ ", nil), ("7K3M9PQU", nil),
  ])
  func `codes are read as people write them`(_ text: String, _ code: String?) {
    #expect(PickupCodeRule.read(text) == code)
  }
}
