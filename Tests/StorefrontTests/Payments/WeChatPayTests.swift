import Foundation
import OutboundHTTPClient
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let hasPackage = PythonService.has("wechatpayv3")

/// WeChat Pay's side, written on wechatpayv3 of PyPI.
private let service = Result { try PythonService("wechatpay_service.py") }

private func stage(usesCertificates: Bool = false, http: OutboundHTTP = .live) async throws
  -> PaymentStage
{
  let service = try service.get()
  try await service.control("mode", ["mode": "ok"])
  var account: [String: JSONValue] = [
    "merchantID": .string(service.text("merchant")), "appID": .string(service.text("app")),
    "certificateSerial": .string(service.text("serial")), "privateKey": "env:WECHAT_KEY",
    "apiSecret": "env:WECHAT_API",
  ]
  if !usesCertificates {
    account["platformKeyID"] = .string(service.text("platformKeyID"))
    account["platformKey"] = .string(service.text("platformKey"))
  }
  return try await PaymentStage(
    "wechatPay",
    account: ["wechatPay": .object(account)],
    secrets: ["WECHAT_KEY": service.text("merchantKey"), "WECHAT_API": service.text("apiKey")],
    url: service.url,
    http: http
  )
}

@Suite(
  "WeChat Pay",
  .tenantDatabase([StorefrontModule.module]),
  .enabled(if: hasPackage, "CRADLE_PYTHON names no Python that has wechatpayv3"),
  .serialized
)
struct WeChatPayTests {
  @Test(arguments: [false, true])
  func `a shopper scans and pays, and the order is paid once`(_ usesCertificates: Bool)
    async throws
  {
    let (service, stage) = (
      try service.get(), try await stage(usesCertificates: usesCertificates)
    )
    let order = try await stage.order()

    let prompt = try await stage.prompt(order)
    let asked = try await service.calls("POST /v3/pay/transactions/native")
    let again = try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    let message = try await service.callback(
      number,
      ["certificate": .bool(usesCertificates)]
    )
    let first = try await stage.deliver(message)
    let second = try await stage.deliver(message)

    #expect(prompt.kind == .scan)
    #expect(prompt.text.hasPrefix("weixin://wxpay/bizpayurl?pr="))
    #expect(again == prompt)
    #expect(try await service.calls("POST /v3/pay/transactions/native") == asked)
    #expect(first == 200 && second == 200)
    #expect(try await stage.state(order) == OrderState(.placed, .paid, .unfulfilled))
    let reports = try await stage.mine.scope.providerReports()
    #expect(reports.map(\.detail) == ["confirm"])
    let payer = PayerRule.digest("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", at: "wechatPay", of: stage.mine.id)
    #expect(try await stage.payers(order) == [payer])
    let trail = try await stage.mine.scope.auditEntries(of: order.number)
    #expect(trail.filter { $0.action == "storefront.order_confirm_payment" }.count == 1)
    try await stage.mine.expectPaymentsToSum()
  }

  @Test(
    arguments: [
      ["forge": "body"], ["forge": "key"], ["age": 600], ["mchid": "1900000110"],
    ] as [[String: JSONValue]]
  )
  func `a message that is forged, old or for another account pays nothing`(
    _ change: [String: JSONValue]
  ) async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])

    let status = try await stage.deliver(try await service.callback(number, change))

    #expect(status == 401)
    #expect(try await stage.state(order) == .new)
    #expect(try await stage.refusals() == ["forged"])
  }

  @Test func `another amount, another currency and another tenant's payment are refused and kept`()
    async throws
  {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)

    try await service.control("pay", ["number": .string(number), "amount": 1])
    let cheap = try await service.callback(number)
    let statuses = [try await stage.deliver(cheap), try await stage.deliver(cheap)]
    try await service.control(
      "pay",
      ["number": .string(number), "amount": 2_790, "currency": "USD"]
    )
    let dollars = try await stage.deliver(try await service.callback(number))
    try await service.control("pay", ["number": .string(number), "amount": 2_790])
    let right = try await service.callback(number)
    let foreign = try await stage.deliver(right, to: stage.pair.other)
    let own = try await stage.deliver(right)

    #expect(statuses == [401, 401])
    #expect(dollars == 401 && foreign == 401 && own == 200)
    #expect(try await stage.refusals() == ["other_currency", "other_amount"])
    let theirs = try await stage.pair.other.scope.providerReports()
    #expect(theirs.map(\.detail) == ["unknown"])
    #expect(try await stage.state(order).payment == .paid)
  }

  @Test func `a callback that was lost is found by asking, and changes nothing when it comes late`()
    async throws
  {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)

    let early = try await stage.settle(number)
    try await service.control("pay", ["number": .string(number)])
    let found = try await stage.settle(number)
    let late = try await stage.deliver(try await service.callback(number))

    #expect(!early)
    #expect(found)
    #expect(late == 200)
    #expect(try await stage.state(order).payment == .paid)
    let reports = try await stage.mine.scope.providerReports()
    #expect(reports.map(\.detail) == ["known", "confirm"])
    #expect(reports.map(\.source) == ["callback", "answer"])
    #expect(try await stage.payers(order).count == 1)
  }

  @Test func `part goes back through the provider, which may take its time`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    _ = try await stage.deliver(try await service.callback(number))

    let refund = try await stage.mine.refund(1_000, of: order)
    let sent = try await stage.send(refund)
    let between = try await stage.mine.scope.refund(refund.id)?.status
    try await service.control("finish", ["number": .string(refund.id.description)])
    let message = try await service.callback(refund.id.description)
    let told = [try await stage.deliver(message), try await stage.deliver(message)]
    let done = try await stage.send(refund)

    #expect(!sent)
    #expect(between == .sent)
    #expect(told == [200, 200])
    #expect(done)
    let kept = try await stage.mine.scope.refund(refund.id)
    #expect(kept?.status == .done)
    #expect(kept?.reference?.hasPrefix("50") == true)
    #expect(try await stage.state(order).payment == .partiallyRefunded)
    #expect(try await service.calls("POST /v3/refund/domestic/refunds") >= 1)
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `a refund that the provider refuses fails, and may be asked for anew`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    _ = try await stage.deliver(try await service.callback(number))
    try await service.control("forget", ["number": .string(number)])

    let refund = try await stage.mine.refund(2_790, of: order)
    await #expect(throws: PermanentJobFailure.self) { _ = try await stage.send(refund) }

    #expect(try await stage.mine.scope.refund(refund.id)?.status == .failed)
    #expect(try await stage.mine.balance(of: order) == [2_790, 0, 0])
    #expect(try await stage.state(order).payment == .paid)
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `money for a cancelled order goes back, and a cancelled order is closed`()
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

    let settled = [try await stage.settle(numbers[0]), try await stage.settle(numbers[1])]
    let due = try await stage.refunds(paid)
    _ = try await stage.send(due[0])
    try await service.control("finish", ["number": .string(due[0].id.description)])
    _ = try await stage.send(due[0])

    #expect(settled == [true, true])
    #expect(due.map(\.amount.minorUnits) == [2_790])
    #expect(try await stage.state(paid) == OrderState(.cancelled, .refunded, .unfulfilled))
    #expect(try await stage.state(unpaid) == OrderState(.cancelled, .unpaid, .unfulfilled))
    let closed = try await service.control("order", ["number": .string(numbers[1])])
    #expect(closed["trade_state"] == "CLOSED")
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `lesson 7: jobs find a lost callback and send refunds by themselves`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    let worker = stage.mine.worker(StorefrontModule.module(payments: stage.desk))

    await worker.runUntilIdle()
    let early = try await stage.state(order).payment
    stage.mine.clock.advance(by: 61)
    await worker.runUntilIdle()
    let found = try await stage.state(order).payment
    let refund = try await stage.mine.refund(2_790, of: order)
    await worker.runUntilIdle()
    try await service.control("finish", ["number": .string(refund.id.description)])
    stage.mine.clock.advance(by: 61)
    await worker.runUntilIdle()

    #expect(early == .unpaid)
    #expect(found == .paid)
    #expect(try await stage.state(order).payment == .refunded)
  }

  @Test(arguments: ["down", "lie"])
  func `a provider that is down or lies changes nothing, and works again afterwards`(
    _ mode: String
  ) async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()

    try await service.control("mode", ["mode": .string(mode)])
    let found = try await refusal { try await stage.prompt(order) }
    try await service.control("mode", ["mode": "ok"])
    try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("pay", ["number": .string(number)])
    try await service.control("mode", ["mode": .string(mode)])
    await #expect(throws: (any Error).self) { _ = try await stage.settle(number) }
    let between = try await stage.state(order)
    try await service.control("mode", ["mode": "ok"])
    let settled = try await stage.settle(number)

    #expect(found?.code == .providerUnavailable)
    #expect(between == .new)
    #expect(settled)
    #expect(try await stage.state(order).payment == .paid)
  }

  @Test func `a provider that is slow holds no transaction`() async throws {
    let service = try service.get()
    let hurried = OutboundHTTP { request in
      var request = request
      request.deadline = .milliseconds(300)
      return try await OutboundHTTP.live.send(request)
    }
    let stage = try await stage(http: hurried)
    let order = try await stage.order()

    try await service.control("mode", ["mode": "slow"])
    async let waiting = refusal { try await stage.prompt(order) }
    // The order's row is free while the provider is waited for.
    _ = try await stage.mine.change(.cancel, order.number)
    let found = try await waiting
    try await service.control("mode", ["mode": "ok"])

    #expect(found?.code == .providerUnavailable || found?.code == .transitionRefused)
    #expect(try await stage.state(order).status == .cancelled)
  }
}

extension WeChatPayTests {
  @Test func `the day's bill brings what was lost, agrees, and shows what differs`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let (told, lost) = (try await stage.order(), try await stage.order())
    var numbers: [String] = []
    for order in [told, lost] {
      try await stage.prompt(order)
      numbers.append(try await stage.number(order))
      try await service.control("pay", ["number": .string(numbers.last ?? "")])
    }
    _ = try await stage.deliver(try await service.callback(numbers[0]))
    let refund = try await stage.mine.refund(1_000, of: told)
    _ = try await stage.send(refund)
    try await service.control("finish", ["number": .string(refund.id.description)])
    // A payment that only the merchant believes in.
    let believed = try await stage.order()
    _ = try await stage.mine.transaction {
      try await Shop().confirmPayment(of: believed.number, by: .system, in: $0)
    }
    let day = CalendarDate(stage.mine.clock.now, in: stage.mine.snapshot.timeZone)

    func match() async throws -> BillMatch {
      let matches = try await stage.desk.matchBills(
        of: day,
        for: stage.mine.snapshot,
        in: stage.mine.database
      )
      return try #require(matches.first)
    }
    let first = try await match()
    let second = try await match()
    let kept = try await stage.mine.scope.billMatches(of: day)

    // Other tests pay at the same account, and are unknown to this shop.
    let mine = Set(try await numbers + [refund.id.description, stage.number(believed)])
    let differing = first.differences.filter { mine.contains($0.subject) }
    #expect(first.agreed == 3)
    #expect(differing.map(\.kind) == [.missing])
    #expect(differing.map(\.ours) == [2_790])
    #expect(first.differences == second.differences)
    #expect(kept.map(\.differences) == [first.differences])
    #expect(try await stage.state(lost).payment == .paid)
    #expect(try await stage.state(told).payment == .partiallyRefunded)
    try await stage.mine.expectPaymentsToSum()
  }
}
