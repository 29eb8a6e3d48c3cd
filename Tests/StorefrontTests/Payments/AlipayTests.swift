import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let hasPackage = PythonService.has("alipay")

/// Alipay's side, written on python-alipay-sdk of PyPI.
private let service = Result { try PythonService("alipay_service.py") }

private func stage() async throws -> PaymentStage {
  let service = try service.get()
  try await service.control("mode", ["mode": "ok"])
  return try await PaymentStage(
    "alipay",
    account: [
      "alipay": [
        "appID": .string(service.text("app")), "privateKey": "env:ALIPAY_KEY",
        "alipayKey": .string(service.text("alipayKey")),
      ]
    ],
    secrets: ["ALIPAY_KEY": service.text("merchantKey")],
    url: service.url + "/gateway.do"
  )
}

extension PaymentStage {
  /// What the provider's answer to a message says, because its status is always 200.
  fileprivate func words(_ message: ProviderMessage, to tenant: TestTenant? = nil) async throws
    -> String
  {
    let tenant = tenant ?? mine
    return try await desk.answer(
      to: message,
      from: provider,
      for: tenant.snapshot,
      in: tenant.database
    ).body
  }
}

@Suite(
  "Alipay",
  .tenantDatabase([StorefrontModule.module]),
  .enabled(if: hasPackage, "CRADLE_PYTHON names no Python that has python-alipay-sdk"),
  .serialized
)
struct AlipayTests {
  @Test func `a shopper pays on Alipay's page, and the order is paid once`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()

    let prompt = try await stage.prompt(order)
    let opened = try await service.control("open", ["url": .string(prompt.text)])
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    let notice = try await service.callback(number)
    let words = [try await stage.words(notice), try await stage.words(notice)]

    #expect(prompt.kind == .visit)
    #expect(opened["number"] == .string(number))
    #expect(opened["notify"] == "https://shop.test/payments/alipay/callback")
    #expect(words == ["success", "success"])
    #expect(try await stage.state(order) == OrderState(.placed, .paid, .unfulfilled))
    #expect(try await stage.mine.scope.providerReports().map(\.detail) == ["confirm"])
    let payer = PayerRule.digest("2088102119685838", at: "alipay", of: stage.mine.id)
    #expect(try await stage.payers(order) == [payer])
    try await stage.mine.expectPaymentsToSum()
  }

  @Test(arguments: [["forge": "body"], ["forge": "key"], ["app": "2021000000000000"]])
  func `a notice that is forged or for another application pays nothing`(
    _ change: [String: String]
  ) async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    let prompt = try await stage.prompt(order)
    try await service.control("open", ["url": .string(prompt.text)])
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])

    let notice = try await service.callback(number, change.mapValues { .string($0) })

    #expect(try await stage.words(notice) == "failure")
    #expect(try await stage.state(order) == .new)
    #expect(try await stage.refusals() == ["forged"])
  }

  @Test func `another amount and another tenant's payment are refused`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    let prompt = try await stage.prompt(order)
    try await service.control("open", ["url": .string(prompt.text)])
    let number = try await stage.number(order)

    try await service.control("pay", ["number": .string(number), "amount": "0.01"])
    let cheap = try await stage.words(try await service.callback(number))
    try await service.control("pay", ["number": .string(number), "amount": "27.90"])
    let foreign = try await stage.words(
      try await service.callback(number),
      to: stage.pair.other
    )

    #expect([cheap, foreign] == ["failure", "failure"])
    #expect(try await stage.refusals() == ["other_amount"])
    #expect(try await stage.state(order) == .new)
  }

  @Test func `a lost notice is found by asking, and part goes back`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    let prompt = try await stage.prompt(order)
    let number = try await stage.number(order)

    let unseen = try await stage.settle(number)
    try await service.control("open", ["url": .string(prompt.text)])
    let early = try await stage.settle(number)
    try await service.control("pay", ["number": .string(number)])
    let found = try await stage.settle(number)
    let refund = try await stage.mine.refund(790, of: order)
    let sent = try await stage.send(refund)
    let late = try await stage.words(try await service.callback(number))

    #expect([unseen, early, found] == [false, false, true])
    #expect(sent)
    #expect(late == "success")
    #expect(try await stage.state(order).payment == .partiallyRefunded)
    #expect(try await stage.mine.balance(of: order) == [2_790, 790, 790])
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `an answer that Alipay did not sign changes nothing`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    let prompt = try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("open", ["url": .string(prompt.text)])
    try await service.control("pay", ["number": .string(number)])

    try await service.control("mode", ["mode": "lie"])
    await #expect(throws: ProviderFailure.untrusted) { _ = try await stage.settle(number) }
    try await service.control("mode", ["mode": "ok"])

    #expect(try await stage.state(order) == .new)
    #expect(try await stage.settle(number))
  }
}
