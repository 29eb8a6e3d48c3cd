import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// What happens to an order while the shopper can pay it at a provider.
@Suite("Orders with an open prompt", .tenantDatabase([StorefrontModule.module]))
struct OpenPromptTests {
  private func pair() async throws -> TenantPair {
    let pair = try await TenantPair.fresh(settings: cardShopSettings)
    for tenant in [pair.mine, pair.other] { try await smallShop().apply(to: tenant) }
    return pair
  }

  @Test
  func `a lowered price ends the attempt, whose money goes back, and the next asks the new one`()
    async throws
  {
    let tenant = try await pair().mine
    let order = try await tenant.cardOrder()
    let old = try await tenant.livePayment(of: order)
    #expect(old.amount == 2_790)

    try await tenant.lower(order, to: 2_000)
    try await tenant.prompt(order)
    let new = try await tenant.livePayment(of: order)
    #expect(new.amount == 2_000 && new.id != old.id)

    let late = try await tenant.paid(old, reference: "pi_old")
    #expect(late == .applied(.surplus))
    #expect(try await tenant.payment(of: order) == .unpaid)
    let owed = try await tenant.openRefunds(of: order)
    #expect(owed.map(\.amount.minorUnits) == [2_790])
    #expect(try await tenant.paid(new, reference: "pi_new") == .applied(.confirm))
    #expect(try await tenant.payment(of: order) == .paid)

    // What went back was no payment of the order: nothing that it earned is taken back.
    _ = try await tenant.transaction {
      try await Shop().completeRefund(try #require(owed.first).id, by: .system, in: $0)
    }
    #expect(try await tenant.payment(of: order) == .paid)
    let events = try await tenant.events(of: order)
    #expect(events.contains("storefront.surplus_returned"))
    #expect(!events.contains("storefront.refund_done"))
    try await tenant.expectPaymentsToSum()
  }

  @Test func `staff says of no payment that it came, which the provider alone can know`()
    async throws
  {
    let pair = try await pair()
    let order = try await pair.mine.cardOrder()
    for actor in [Actor.staff("mei"), .admin("ada")] {
      let said = try await refusal {
        try await pair.mine.transaction {
          _ = try await Shop().confirmPayment(of: order.number, by: actor, in: $0)
        }
      }
      #expect(said?.code == .transitionRefused)
    }
    #expect(try await pair.mine.payment(of: order) == .unpaid)
  }

  @Test func `an order that costs nothing needs no provider`() async throws {
    let tenant = try await pair().mine
    let order = try await tenant.cardOrder()
    try await tenant.lower(order, to: 0)
    #expect(try await tenant.payment(of: order) == .paid)

    try await tenant.promote(
      ["promotion": "all", "kind": "spend_percent", "value": "100"],
      ["promotion": "ship", "kind": "shipping_percent", "value": "100"]
    )
    let (session, _) = try await tenant.cart([("SOAP-1", 1)])
    var form = try await tenant.quotedForm(session)
    form.provider = "stripe"
    let free = try await tenant.place(form, session).order
    #expect(free.total.minorUnits == 0 && free.state.payment == .paid)
  }

  @Test func `a question that is refused says nothing of the money`() async throws {
    let tenant = try await pair().mine
    let order = try await tenant.cardOrder()
    _ = try await tenant.paid(try await tenant.livePayment(of: order), reference: "pi_1")
    let refund = try await tenant.refund(1_000, of: order)
    let answer = Mutex((status: 401, error: "api_key_expired"))
    let desk = tenant.cardDesk { request in
      let (status, error) = answer.withLock { $0 }
      guard status == 200 else {
        let body: JSONValue = ["error": ["code": .string(error)]]
        return OutboundResponse(status: status, body: body.canonicalBytes)
      }
      let body: JSONValue = [
        "id": "re_1", "status": "pending", "amount": 1_000, "currency": "cny",
        "metadata": ["refund": .string(refund.id.description)],
      ]
      return OutboundResponse(status: 200, body: body.canonicalBytes)
    }
    func send() async throws -> Bool {
      try await desk.send(refund.id, for: tenant.snapshot, in: tenant.database)
    }

    await #expect(throws: ProviderFailure.unavailable(code: "api_key_expired")) { try await send() }
    #expect(try await tenant.scope.refund(refund.id)?.status == .requested)
    answer.withLock { $0.status = 200 }
    #expect(try await !send())
    #expect(try await tenant.scope.refund(refund.id)?.status == .sent)
    // The refund cannot be seen by these keys: it is on its way all the same.
    answer.withLock { $0 = (404, "resource_missing") }
    #expect(try await !send())
    #expect(try await tenant.scope.refund(refund.id)?.status == .sent)
    #expect(try await tenant.balance(of: order) == [2_790, 1_000, 0])
  }
}

/// A payment as the provider knows it.
private struct LivePayment: TenantRow {
  let id: PaymentID
  let amount: Int64

  init(row: inout ColumnReader) throws {
    id = try row.next()
    amount = try row.next()
  }
}

extension TestTenant {
  /// One soap, 19.90 and freight 8.00, whose shopper has the provider's page open.
  fileprivate func cardOrder() async throws -> Order {
    let (session, cart) = try await cart([("SOAP-1", 1)])
    let order = try await place(form(cart, provider: "stripe"), session).order
    try await prompt(order)
    return order
  }

  fileprivate func prompt(_ order: Order) async throws {
    _ = try await cardDesk.prompt(
      for: order.id,
      of: snapshot,
      returnURL: "https://shop.test/",
      notifyURL: "https://shop.test/",
      in: database
    )
  }

  fileprivate func livePayment(of order: Order) async throws -> LivePayment {
    let payment: LivePayment? = try await scope.optional(
      """
      SELECT id, amount FROM storefront.payment
      WHERE tenant_id = \(id) AND order_id = \(order.id) AND status = 'pending'
      """
    )
    return try #require(payment)
  }

  fileprivate func paid(_ payment: LivePayment, reference: String) async throws -> ReportVerdict {
    let report = ProviderReport(
      eventID: "paid-\(payment.id)",
      .payment(payment.id.description),
      .succeeded,
      amount: payment.amount,
      currency: "CNY",
      reference: reference
    )
    return try await transaction {
      try await Shop().take(report, from: "stripe", by: .callback, in: $0)
    }
  }

  fileprivate func lower(_ order: Order, to cents: Int64) async throws {
    try await transaction {
      _ = try await Shop().lowerTotal(
        of: order.number,
        version: 1,
        to: Money(minorUnits: cents, currency: snapshot.currency),
        by: .staff("mei"),
        in: $0
      )
    }
  }

  fileprivate func payment(of order: Order) async throws -> OrderState.Payment? {
    try await scope.order(number: order.number)?.state.payment
  }

  fileprivate func openRefunds(of order: Order) async throws -> [Refund] {
    var query = RefundListQuery()
    (query.order, query.onlyOpen) = (order.id, true)
    return try await scope.refunds(query)
  }

  fileprivate func events(of order: Order) async throws -> [String] {
    try await scope.values(
      """
      SELECT kind FROM tenancy.outbox_event
      WHERE tenant_id = \(id) AND payload ->> 'order' = \(order.id.description)
      """
    )
  }

  /// A desk whose Stripe answers as it is told.
  fileprivate func cardDesk(
    _ answer: @escaping @Sendable (OutboundRequest) async throws -> OutboundResponse
  ) -> PaymentDesk {
    let name = snapshot.slug.uppercased().replacing("-", with: "_")
    return PaymentDesk(
      http: OutboundHTTP(send: answer),
      variables: ["TENANT_\(name)__KEY": "sk_test_1", "TENANT_\(name)__HOOK": "whsec_1"]
    )
  }
}
