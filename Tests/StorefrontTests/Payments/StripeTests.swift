import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let hasPackage = PythonService.has("stripe")

/// Stripe's side, written on stripe of PyPI.
private let service = Result { try PythonService("stripe_service.py") }

private func stage() async throws -> PaymentStage {
  let service = try service.get()
  try await service.control("mode", ["mode": "ok"])
  return try await PaymentStage(
    "stripe",
    account: ["stripe": ["apiSecret": "env:STRIPE_KEY", "webhookSecret": "env:STRIPE_HOOK"]],
    secrets: ["STRIPE_KEY": service.text("apiKey"), "STRIPE_HOOK": service.text("hookKey")],
    url: service.url
  )
}

@Suite(
  "Stripe",
  .tenantDatabase([StorefrontModule.module]),
  .enabled(if: hasPackage, "CRADLE_PYTHON names no Python that has stripe"),
  .serialized
)
struct StripeTests {
  @Test func `a shopper pays on Stripe's page, and the order is paid once`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()

    let prompt = try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    let message = try await service.callback(number)
    let first = try await stage.deliver(message)
    let second = try await stage.deliver(message)

    #expect(prompt.kind == .visit)
    #expect(prompt.text.hasPrefix("https://checkout.stripe.com/c/pay/cs_test_"))
    #expect(first == 200 && second == 200)
    #expect(try await stage.state(order) == OrderState(.placed, .paid, .unfulfilled))
    #expect(try await stage.mine.scope.providerReports().map(\.detail) == ["confirm"])
    try await stage.mine.expectPaymentsToSum()
  }

  @Test(arguments: [["forge": "body"], ["forge": "key"], ["age": 400]] as [[String: JSONValue]])
  func `an event that is forged or old pays nothing`(_ change: [String: JSONValue]) async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])

    let status = try await stage.deliver(try await service.callback(number, change))

    #expect(status == 400)
    #expect(try await stage.state(order) == .new)
    #expect(try await stage.refusals() == ["forged"])
  }

  @Test func `another amount and another tenant's payment are refused`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)

    try await service.control("pay", ["number": .string(number), "amount": 1])
    let cheap = try await stage.deliver(try await service.callback(number))
    try await service.control("pay", ["number": .string(number), "amount": 2_790])
    let foreign = try await stage.deliver(
      try await service.callback(number),
      to: stage.pair.other
    )

    #expect(cheap == 400 && foreign == 400)
    #expect(try await stage.refusals() == ["other_amount"])
    #expect(try await stage.state(order) == .new)
  }

  @Test func `a lost event is found by asking, and part goes back when Stripe says so`()
    async throws
  {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)

    let early = try await stage.settle(number)
    try await service.control("pay", ["number": .string(number)])
    let found = try await stage.settle(number)
    let refund = try await stage.mine.refund(790, of: order)
    let sent = try await stage.send(refund)
    try await service.control("finish", ["number": .string(refund.id.description)])
    let message = try await service.callback(refund.id.description)
    let first = try await stage.deliver(message)
    let second = try await stage.deliver(message)

    #expect(!early && found && !sent)
    #expect(first == 200 && second == 200)
    #expect(try await stage.state(order).payment == .partiallyRefunded)
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `a cancelled order's session is closed, and money that came before goes back`()
    async throws
  {
    let (service, stage) = (try service.get(), try await stage())
    let (paid, unpaid) = (try await stage.order(), try await stage.order())
    for order in [paid, unpaid] {
      try await stage.prompt(order)
      _ = try await stage.mine.change(.cancel, order.number)
    }
    let numbers = [try await stage.number(paid), try await stage.number(unpaid)]
    try await service.control("pay", ["number": .string(numbers[0])])

    for number in numbers { _ = try await stage.settle(number) }
    let due = try await stage.refunds(paid)
    let closed = try await service.control("session", ["number": .string(numbers[1])])

    #expect(due.map(\.amount.minorUnits) == [2_790])
    #expect(closed["status"] == "expired")
    #expect(try await stage.state(paid).payment == .paid)
  }

  @Test func `the listing of a day agrees with the ledger, page by page`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let orders = [try await stage.order(), try await stage.order()]
    for order in orders {
      try await stage.prompt(order)
      let number = try await stage.number(order)
      try await service.control("pay", ["number": .string(number)])
    }

    let day = CalendarDate(stage.mine.clock.now, in: .gmt)
    let matches = try await stage.desk.matchBills(
      of: day,
      for: stage.mine.snapshot,
      in: stage.mine.database
    )

    // Other tests' charges at the same account are unknown here.
    let mine = Set(try await [stage.number(orders[0]), stage.number(orders[1])])
    let differing = matches.flatMap(\.differences).filter { mine.contains($0.subject) }
    #expect(matches.map(\.provider) == ["stripe"])
    #expect(matches[0].agreed == 2)
    #expect(differing.isEmpty)
    for order in orders { #expect(try await stage.state(order).payment == .paid) }
  }
}
