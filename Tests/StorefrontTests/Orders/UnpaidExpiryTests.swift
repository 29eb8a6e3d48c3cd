import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Unpaid orders", .tenantDatabase([StorefrontModule.module]))
struct UnpaidExpiryTests {
  @Test func `lesson 3: an order that is not paid in time is called off and its stock is back`()
    async throws
  {
    let pair = try await shopPair()
    let late = try await pair.mine.placed([("SOAP-1", 3)])
    let atDoor = try await pair.mine.placed([("SOAP-1", 1)], provider: "cashOnDelivery")
    let neighbours = try await pair.other.placed([("SOAP-1", 2)])

    pair.mine.clock.advance(by: 2 * 24 * 3600 - 1)
    try await pair.mine.runJobs()
    #expect(try await pair.mine.scope.order(number: late.order.number)?.state.status == .placed)
    pair.mine.clock.advance(by: 1)
    for _ in 0..<2 { try await pair.mine.runJobs() }

    let order = try await pair.mine.scope.order(number: late.order.number)
    #expect(order?.state == OrderState(.cancelled, .unpaid, .unfulfilled))
    #expect(order?.progress.cancellation == .expired)
    #expect(try await pair.mine.scope.auditEntries(of: late.order.number).first?.actor == "system")
    #expect(try await pair.mine.stock("SOAP-1") == 7)
    let other = try await pair.mine.scope.order(number: atDoor.order.number)
    #expect(other?.state.status == .placed)
    #expect(other?.progress.payBy == nil)
    #expect(
      try await pair.other.scope.order(number: neighbours.order.number)?.state.status == .placed
    )
    #expect(try await pair.other.stock("SOAP-1") == 6)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `of a payment and the end of the time exactly one wins`() async throws {
    let pair = try await shopPair()
    try await pair.mine.restock(["SOAP-1": 30])
    var outcomes: Set<String> = []
    for round in 0..<20 {
      let number = try await pair.mine.placed([("SOAP-1", 1)]).order.number
      pair.mine.clock.advance(by: 3 * 24 * 3600)
      async let expired = pair.mine.transaction {
        try await Shop().expireOrder(number, in: $0)
      }
      async let paid = refusal { _ = try await pair.mine.change(.confirmPayment, number) }
      let (isExpired, refusal) = try await (expired, paid)

      let state = try await pair.mine.scope.order(number: number)?.state
      // Money that comes too late is taken, and is due to go back.
      #expect(refusal == nil, "round \(round)")
      #expect(state?.payment != .unpaid)
      #expect(state?.status == (isExpired ? .cancelled : .placed))
      outcomes.insert(isExpired ? "expired" : "paid")
    }
    let kept: Int64? = try await pair.mine.scope.value(
      """
      SELECT sum(l.quantity)::bigint FROM storefront.order_line l
      JOIN storefront.customer_order o ON o.tenant_id = \(pair.mine.id) AND o.id = l.order_id
      WHERE l.tenant_id = \(pair.mine.id) AND o.status = 'placed'
      """
    )
    #expect(try await pair.mine.stock("SOAP-1") == 33 - (kept ?? 0))
    #expect(!outcomes.isEmpty)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `a visitor holds at most five unpaid orders, and may go on after paying one`()
    async throws
  {
    let pair = try await shopPair()
    let session = SessionID.make(in: .live)
    let sku = try await pair.mine.skuID("SOAP-1")
    func order() async throws -> String {
      try await pair.mine.transaction {
        try await Shop().addToCart(sku, quantity: 1, session: session, in: $0)
      }
      let cart = try await pair.mine.scope.cart(of: session, in: pair.mine.view)
      let form = try pair.mine.form(cart, provider: "bankTransfer")
      return try await pair.mine.place(form, session).order.number
    }
    var numbers: [String] = []
    for _ in 0..<5 { numbers.append(try await order()) }

    let refused = try await refusal { _ = try await order() }
    _ = try await pair.mine.change(.confirmPayment, numbers[0])
    _ = try await order()

    #expect(refused?.code == .tooManyUnpaid)
    try await pair.mine.expectBooksToBalance()
  }

  @Test(arguments: [(nil, "bankTransfer", 2880), (nil, "online", 30), (45, "bankTransfer", 45)])
  func `the merchant's time counts before the usual one`(
    _ minutes: Int?,
    _ provider: String,
    _ expected: Int
  ) {
    let now = Date(timeIntervalSince1970: 1_790_000_000)
    var settings = StorefrontSettings.Orders()
    settings.payWithinMinutes = minutes
    let terms = OrderTermsRule.terms(
      settings,
      provider: provider,
      collectsOnDelivery: false,
      at: now
    )
    #expect(terms.payBy == now.addingTimeInterval(Double(expected) * 60))
  }

  @Test func `a shopper calls an unpaid order off, and a paid one not`() async throws {
    let pair = try await shopPair()
    let (first, second) = (
      try await pair.mine.placed([("SOAP-1", 1)]), try await pair.mine.placed([("SOAP-1", 1)])
    )
    _ = try await pair.mine.change(.confirmPayment, second.order.number)
    func cancel(_ placed: PlacedOrder, _ tenant: TestTenant) async throws -> StorefrontRefusal? {
      try await refusal {
        try await tenant.transaction {
          _ = try await Shop().cancelOrder(with: placed.token, in: $0)
        }
      }
    }

    #expect(try await cancel(first, pair.other)?.code == .orderNotFound)
    #expect(try await cancel(first, pair.mine) == nil)
    #expect(try await cancel(second, pair.mine)?.code == .transitionRefused)

    let order = try await pair.mine.scope.order(number: first.order.number)
    #expect(order?.progress.cancellation == .shopper)
  }
}
