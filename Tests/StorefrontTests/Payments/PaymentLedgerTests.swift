import Foundation
import PostgresClient
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let yuan = Currency(code: "CNY")

private func report(
  _ outcome: ProviderReport.Outcome = .succeeded,
  amount: Int64? = 100,
  currency: String? = "CNY",
  reference: String? = "T1"
) -> ProviderReport {
  ProviderReport(
    eventID: "e",
    .payment("p"),
    outcome,
    amount: amount,
    currency: currency,
    reference: reference
  )
}

private func verdict(
  _ report: ProviderReport,
  _ status: LedgerPayment.Status,
  _ order: OrderState = .new,
  provider: String = "wechatPay",
  owing: Int64? = nil
) throws -> ReportVerdict {
  let isHere = [.paid, .refunded, .surplus].contains(status)
  let payment = LedgerPayment(
    provider: "wechatPay",
    status: status,
    amount: Money(minorUnits: 100, currency: try #require(yuan)),
    reference: isHere ? "T1" : nil
  )
  let yuan = try #require(yuan)
  let owed = owing.map { Money(minorUnits: $0, currency: yuan) }
  return PaymentLedgerRule.verdict(report, on: payment, of: order, owing: owed, from: provider)
}

@Suite("The table of payments")
struct PaymentLedgerRuleTests {
  private let cancelled = OrderState(.cancelled, .unpaid, .unfulfilled)
  private let paid = OrderState(.placed, .paid, .unfulfilled)

  @Test func `money that comes is kept, wherever the order stands`() throws {
    #expect(try verdict(report(), .pending) == .applied(.confirm))
    #expect(try verdict(report(), .void) == .applied(.confirm))
    #expect(try verdict(report(), .void, cancelled) == .applied(.confirmLate))
    #expect(try verdict(report(), .pending, cancelled) == .applied(.confirmLate))
    #expect(try verdict(report(), .void, paid) == .applied(.surplus))
  }

  @Test func `money at a price that is the order's no more goes back`() throws {
    #expect(try verdict(report(), .void, owing: 80) == .applied(.surplus))
    #expect(try verdict(report(), .void, owing: 100) == .applied(.confirm))
    #expect(try verdict(report(), .void, cancelled, owing: 80) == .applied(.confirmLate))
  }

  @Test(arguments: [LedgerPayment.Status.paid, .refunded, .surplus])
  func `what is known changes nothing, and another reference is a second payment`(
    _ status: LedgerPayment.Status
  ) throws {
    #expect(try verdict(report(), status, paid) == .repeated)
    #expect(try verdict(report(reference: "T2"), status, paid) == .refused(.paidTwice))
    #expect(try verdict(report(.failed), status, paid) == .repeated)
  }

  @Test(arguments: LedgerPayment.Status.allCases)
  func `another provider, amount or currency is refused in every state`(
    _ status: LedgerPayment.Status
  ) throws {
    for order in [OrderState.new, cancelled, paid] {
      let other = try verdict(report(), status, order, provider: "alipay")
      #expect(other == .refused(.otherProvider))
      #expect(try verdict(report(amount: 99), status, order) == .refused(.otherAmount))
      #expect(try verdict(report(amount: nil), status, order) == .refused(.otherAmount))
      #expect(try verdict(report(currency: "USD"), status, order) == .refused(.otherCurrency))
    }
  }

  @Test(arguments: LedgerPayment.Status.allCases)
  func `lesson 8: what is not definitive moves nothing`(_ status: LedgerPayment.Status) throws {
    #expect(try verdict(report(.pending, amount: nil), status) == .repeated)
  }

  @Test func `an attempt that failed ends, and only once`() throws {
    #expect(try verdict(report(.failed, amount: nil), .pending) == .applied(.fail))
    #expect(try verdict(report(.failed, amount: nil), .void) == .repeated)
  }
}

/// Random numbers that a seed repeats (SplitMix64).
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// The money of one order as simply as it can be said.
private struct MoneyModel {
  let total: Int64
  var isCancelled = false
  var isPaid = false
  var refunds: [RefundID: (amount: Int64, status: Refund.Status)] = [:]

  var claimed: Int64 {
    refunds.values.filter { $0.status != .failed }.map(\.amount).reduce(0, +)
  }
  var refunded: Int64 { refunds.values.filter { $0.status == .done }.map(\.amount).reduce(0, +) }

  var axis: OrderState.Payment {
    guard isPaid else { return .unpaid }
    return refunded == 0 ? .paid : refunded == total ? .refunded : .partiallyRefunded
  }
}

/// One random history of one order's money.
private struct MoneyHistory {
  let stage: PaymentStage
  let order: Order
  let number: String
  var model: MoneyModel
  var dice: Dice
  var events: [ProviderReport] = []

  mutating func step() async throws {
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: try await cancel()
    case 1..<4: try await payment()
    case 4: try await refuse()
    case 5..<7: try await ask()
    case 7..<11: try await refund()
    default: try await again()
    }
  }

  private func take(_ report: ProviderReport) async throws -> ReportVerdict {
    try await stage.mine.transaction { transaction in
      try await Shop().take(report, from: stage.provider, by: .callback, in: transaction)
    }
  }

  private mutating func cancel() async throws {
    guard Int.random(in: 0..<3, using: &dice) == 0 else { return }
    _ = try await stage.mine.change(.cancel, order.number)
    model.isCancelled = true
  }

  private mutating func payment() async throws {
    let outcome: ProviderReport.Outcome = dice.next() % 4 == 0 ? .pending : .succeeded
    let report = ProviderReport(
      eventID: "\(number)-\(events.count)",
      .payment(number),
      outcome,
      amount: model.total,
      currency: "CNY",
      reference: "T"
    )
    events.append(report)
    let verdict = try await take(report)
    guard outcome == .succeeded, !model.isPaid else { return #expect(verdict == .repeated) }
    #expect(verdict == .applied(model.isCancelled ? .confirmLate : .confirm))
    model.isPaid = true
    guard model.isCancelled else { return }
    let due = try await stage.refunds(order)
    #expect(due.map(\.amount.minorUnits) == [model.total])
    model.refunds[due[0].id] = (model.total, .requested)
  }

  private func refuse() async throws {
    let cheap = ProviderReport(
      eventID: "cheap-\(events.count)-\(UUID())",
      .payment(number),
      .succeeded,
      amount: model.total - 1,
      currency: "CNY",
      reference: "T"
    )
    #expect(try await take(cheap) == .refused(.otherAmount))
  }

  private mutating func ask() async throws {
    let amount = Int64.random(in: 1...model.total, using: &dice)
    let fits = model.isPaid && model.refunded < model.total && model.claimed + amount <= model.total
    do {
      let refund = try await stage.mine.refund(amount, of: order)
      #expect(fits)
      model.refunds[refund.id] = (amount, .requested)
    } catch let refusal as StorefrontRefusal {
      #expect(refusal.code == .refundExceedsPaid)
      #expect(!fits)
    }
  }

  private mutating func refund() async throws {
    let ids = model.refunds.keys.sorted()
    guard let id = ids.randomElement(using: &dice), let known = model.refunds[id] else { return }
    let outcome =
      [ProviderReport.Outcome.succeeded, .failed, .pending]
      .randomElement(using: &dice) ?? .pending
    let report = ProviderReport(
      eventID: "\(id)-\(events.count)",
      .refund(id.description),
      outcome,
      amount: known.amount,
      currency: "CNY",
      reference: "R"
    )
    events.append(report)
    let verdict = try await take(report)
    let isOpen = known.status == .requested || known.status == .sent
    switch (outcome, known.status) {
    case (.pending, .requested):
      #expect(verdict == .applied(.refundSent))
      model.refunds[id]?.status = .sent
    case (.pending, _): #expect(verdict == .repeated)
    case (.succeeded, _) where isOpen:
      #expect(verdict == .applied(.refundDone))
      model.refunds[id]?.status = .done
    case (.failed, _) where isOpen:
      #expect(verdict == .applied(.refundFailed))
      model.refunds[id]?.status = .failed
    case (.succeeded, .done), (.failed, .failed): #expect(verdict == .repeated)
    default: #expect(verdict == .refused(.contradicts))
    }
  }

  /// Anything that was told before has no second effect.
  private mutating func again() async throws {
    guard let report = events.randomElement(using: &dice) else { return }
    let verdict = try await take(report)
    if case .applied = verdict { Issue.record("\(report.eventID) had a second effect") }
  }

  func compare() async throws {
    let found = try await stage.state(order)
    #expect(found.payment == model.axis)
    #expect(found.status == (model.isCancelled ? .cancelled : .placed))
    let paid = model.isPaid ? model.total : 0
    #expect(try await stage.mine.balance(of: order) == [paid, model.claimed, model.refunded])
    try await stage.mine.expectPaymentsToSum()
  }
}

@Suite("Payments in the database", .tenantDatabase([StorefrontModule.module]))
struct LivePaymentTests {
  @Test func `lesson 10: the database holds no second live payment of an order`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.placed([("SOAP-1", 1)]).order
    let error = await #expect(throws: PostgresError.self) {
      try await pair.mine.scope.execute(
        """
        INSERT INTO storefront.payment
          (tenant_id, id, order_id, provider, amount, reference, status, created_at)
        SELECT tenant_id, gen_random_uuid(), order_id, provider, amount, reference, 'pending', now()
        FROM storefront.payment
        WHERE tenant_id = \(pair.mine.id) AND order_id = \(order.id)
        """
      )
    }
    guard case .server(let fault)? = error else { return }
    #expect(fault.constraint == "payment_live_by_order")
  }
}

@Suite("Histories of payments", .tenantDatabase([StorefrontModule.module]))
struct PaymentHistoryTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `any history of reports, refunds and cancelling agrees with a simple model`(_ seed: UInt64)
    async throws
  {
    let stage = try await dummyStage()
    for round in 0..<4 {
      let order = try await stage.order()
      var history = MoneyHistory(
        stage: stage,
        order: order,
        number: try await stage.number(order),
        model: MoneyModel(total: order.total.minorUnits),
        dice: Dice(state: seed &* 1_000 &+ UInt64(round))
      )
      for _ in 0..<30 { try await history.step() }
      try await history.compare()
    }
  }

  @Test func `lesson 5: browser, callback and job that complete a payment at once have one effect`()
    async throws
  {
    let stage = try await dummyStage()
    for _ in 0..<6 {
      let order = try await stage.order()
      let number = try await stage.number(order)
      let applied = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<8 {
          group.addTask {
            let report = ProviderReport(
              eventID: "\(number)-\(index % 4)",
              .payment(number),
              .succeeded,
              amount: order.total.minorUnits,
              currency: "CNY",
              reference: "T"
            )
            let verdict = try await stage.mine.transaction { transaction in
              try await Shop().take(report, from: "wechatPay", by: .callback, in: transaction)
            }
            return verdict == .applied(.confirm)
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(applied == 1)
      #expect(try await stage.state(order).payment == .paid)
    }
    try await stage.mine.expectPaymentsToSum()
  }
}

/// A stage whose provider is never asked.
func dummyStage() async throws -> PaymentStage {
  try await PaymentStage(
    "wechatPay",
    account: [
      "wechatPay": [
        "merchantID": "1", "appID": "wx1", "certificateSerial": "A", "privateKey": "env:K",
        "apiSecret": "env:S",
      ]
    ],
    secrets: [:],
    url: "http://127.0.0.1:9"
  )
}
