import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// An order of three soaps, 59.70 and freight 8.00, that has been paid.
  func paidOrder(provider: String = "bankTransfer") async throws -> Order {
    let (session, cart) = try await cart([("SOAP-1", 3)])
    let number = try await place(form(cart, provider: provider), session).order.number
    return try await change(.confirmPayment, number)
  }

  func refund(_ minor: Int64, of order: Order, key: UUID = UUID(), reason: String = "破损")
    async throws -> Refund
  {
    try await transaction { transaction in
      try await Shop()
        .refund(
          Money(minorUnits: minor, currency: snapshot.currency),
          of: order.id,
          key: key,
          reason: reason,
          by: .admin("ada"),
          in: transaction
        )
    }
  }

  func complete(_ refund: Refund, reference: String? = nil) async throws -> Refund {
    try await transaction { transaction in
      try await Shop()
        .completeRefund(refund.id, reference: reference, by: .admin("ada"), in: transaction)
    }
  }

  func fail(_ refund: Refund) async throws -> Refund {
    try await transaction { transaction in
      try await Shop().failRefund(refund.id, by: .admin("ada"), in: transaction)
    }
  }

  func balance(of order: Order) async throws -> [Int64] {
    let balance = try #require(await scope.paymentBalance(of: order.id))
    return [balance.paid, balance.claimed, balance.refunded].map(\.minorUnits)
  }

  /// The counters of every payment are the sums of its ledger.
  func expectPaymentsToSum(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let wrong: Int? = try await scope.value(
      """
      SELECT count(*) FROM storefront.payment p
      WHERE p.tenant_id = \(id) AND (p.paid, p.refund_claimed, p.refunded) <> (
        SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'confirmed'), 0)::bigint,
          (coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund_requested'), 0)
            - coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund_failed'), 0))::bigint,
          coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refunded'), 0)::bigint
        FROM storefront.payment_event e WHERE e.tenant_id = \(id) AND e.payment_id = p.id)
      """
    )
    #expect(wrong == 0, sourceLocation: sourceLocation)
  }
}

@Suite("Refunds", .tenantDatabase([StorefrontModule.module]))
struct RefundTests {
  @Test func `part of a fulfilled order's money goes back, and then the rest`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.paidOrder()
    _ = try await pair.mine.change(.fulfil, order.number)

    let first = try await pair.mine.refund(1_990, of: order)
    let asked = try await pair.mine.scope.order(number: order.number)
    let done = try await pair.mine.complete(first, reference: "BANK-1")
    let partly = try await pair.mine.scope.order(number: order.number)
    let rest = try await pair.mine.refund(order.total.minorUnits - 1_990, of: order)
    _ = try await pair.mine.complete(rest)
    let wholly = try await pair.mine.scope.order(number: order.number)

    #expect(first.status == .requested)
    #expect(asked?.state == OrderState(.placed, .paid, .fulfilled))
    #expect(done.status == .done)
    #expect(done.reference == "BANK-1")
    #expect(partly?.state == OrderState(.placed, .partiallyRefunded, .fulfilled))
    #expect(wholly?.state == OrderState(.placed, .refunded, .fulfilled))
    try await pair.mine.expectPaymentsToSum()
  }

  @Test func `asking and completing twice is one refund`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.paidOrder()
    let key = UUID()

    let first = try await pair.mine.refund(500, of: order, key: key)
    let second = try await pair.mine.refund(500, of: order, key: key)
    let other = try await refusal { _ = try await pair.mine.refund(501, of: order, key: key) }
    let done = try await pair.mine.complete(first, reference: "A")
    let again = try await pair.mine.complete(first, reference: "B")

    #expect(first == second)
    #expect(other?.code == .refundKeyReused)
    #expect(done == again)
    #expect(try await pair.mine.balance(of: order) == [6_770, 500, 500])
    try await pair.mine.expectPaymentsToSum()
  }

  @Test func `what was asked back is not asked back again until it fails`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.paidOrder()
    let whole = order.total.minorUnits

    let first = try await pair.mine.refund(whole - 100, of: order)
    let tooMuch = try await refusal { _ = try await pair.mine.refund(101, of: order) }
    let failed = try await pair.mine.fail(first)
    let late = try await refusal { _ = try await pair.mine.complete(first) }
    let anew = try await pair.mine.refund(whole, of: order)

    #expect(tooMuch?.code == .refundExceedsPaid)
    #expect(tooMuch?.details == ["paid": 6_770, "left": 100])
    #expect(failed.status == .failed)
    #expect(late?.code == .transitionRefused)
    #expect(anew.status == .requested)
    try await pair.mine.expectPaymentsToSum()
  }

  @Test(arguments: [(0, "x", "amount"), (-5, "x", "amount"), (5, " ", "reason")])
  func `a refund without amount or reason is refused`(
    _ amount: Int64,
    _ why: String,
    _ field: String
  )
    async throws
  {
    let pair = try await shopPair()
    let order = try await pair.mine.paidOrder()

    let found = try await refusal {
      _ = try await pair.mine.refund(amount, of: order, reason: why)
    }

    #expect(found == StorefrontRefusal(.refundInvalid, details: ["field": .string(field)]))
  }

  @Test func `what was never paid and what is the neighbour's cannot be refunded`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
    let unpaid = try await pair.mine.place(pair.mine.form(cart), session).order
    let theirs = try await pair.other.paidOrder()
    let refund = try await pair.other.refund(100, of: theirs)

    let early = try await refusal { _ = try await pair.mine.refund(1, of: unpaid) }
    let foreign = try await refusal { _ = try await pair.mine.refund(1, of: theirs) }
    let settled = try await StorefrontTests.refusal { _ = try await pair.mine.complete(refund) }

    #expect(early?.code == .refundExceedsPaid)
    #expect(foreign?.code == .orderNotFound)
    #expect(settled?.code == .refundNotFound)
  }

  @Test func `eight who ask for the last money at once get it once`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let order = try await tenant.paidOrder()
    let most = order.total.minorUnits / 2 + 1

    let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await refusal { _ = try await tenant.refund(most, of: order) } == nil
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(granted == 1)
    #expect(try await tenant.balance(of: order) == [6_770, most, 0])
  }

  @Test func `cancelling a partly refunded order gives back only the rest`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.paidOrder()
    _ = try await pair.mine.complete(pair.mine.refund(770, of: order))
    _ = try await pair.mine.refund(1_000, of: order)

    _ = try await pair.mine.change(.cancel, order.number)
    let after = try await pair.mine.change(.refundPayment, order.number)

    var query = RefundListQuery()
    query.order = order.id
    let refunds = try await pair.mine.scope.refunds(query)
    #expect(after.state == OrderState(.cancelled, .refunded, .unfulfilled))
    #expect(refunds.map(\.amount.minorUnits) == [5_000, 1_000, 770])
    #expect(refunds.allSatisfy { $0.status == .done })
    try await pair.mine.expectPaymentsToSum()
  }
}

@Suite("Refunds that staff asks for", .tenantDatabase([StorefrontModule.module]))
struct StaffRefundTests {
  private let mei = Actor.staff("mei")

  @Test func `what a provider sends, only the provider ends`() async throws {
    let stage = try await dummyStage()
    let order = try await stage.order()
    let shop = Shop()
    let refund = try await stage.mine.transaction { [mei] transaction in
      try await shop.confirmPayment(of: order.number, by: .system, in: transaction)
      return try await shop.refund(
        Money(minorUnits: 100, currency: order.total.currency),
        of: order.id,
        key: transaction.environment.makeID(),
        reason: "goodwill",
        by: mei,
        in: transaction
      )
    }

    let failed = try await refusal {
      try await stage.mine.transaction { [mei] in
        _ = try await shop.failRefund(refund.id, by: mei, in: $0)
      }
    }
    let completed = try await refusal {
      try await stage.mine.transaction { [mei] in
        _ = try await shop.completeRefund(refund.id, by: mei, in: $0)
      }
    }
    let done = try await stage.mine.transaction {
      try await shop.completeRefund(refund.id, by: .system, in: $0)
    }

    #expect(failed?.code == .transitionRefused)
    #expect(completed?.code == .transitionRefused)
    #expect(done.status == .done)
  }

  @Test func `money that staff says came for a cancelled order needs a second person`()
    async throws
  {
    let pair = try await shopPair()
    let order = try await pair.mine.placed([("SOAP-1", 2)]).order
    let shop = Shop().withRefundLimit(Money(minorUnits: 1, currency: order.total.currency))
    let refunds = try await pair.mine.transaction { [mei] transaction in
      try await shop.cancelOrder(order.number, by: mei, in: transaction)
      try await shop.confirmPayment(of: order.number, by: mei, in: transaction)
      var query = RefundListQuery()
      query.order = order.id
      return try await transaction.refunds(query)
    }
    #expect(refunds.map(\.isHeld) == [true])
    #expect(refunds.first?.hold?.askedBy == "staff:mei")
  }
}
