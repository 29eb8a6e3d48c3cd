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

extension AlipayTests {
  @Test func `the day's bill brings what was lost, agrees, and shows what differs`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let (told, lost) = (try await stage.order(), try await stage.order())
    var numbers: [String] = []
    for order in [told, lost] {
      let prompt = try await stage.prompt(order)
      try await service.control("open", ["url": .string(prompt.text)])
      numbers.append(try await stage.number(order))
      try await service.control("pay", ["number": .string(numbers.last ?? "")])
    }
    _ = try await stage.words(try await service.callback(numbers[0]))
    let refund = try await stage.mine.refund(790, of: told)
    _ = try await stage.send(refund)
    // A payment that only the merchant believes in.
    let believed = try await stage.order()
    _ = try await stage.mine.transaction {
      try await Shop().confirmPayment(of: believed.number, by: .system, in: $0)
    }
    let day = CalendarDate(stage.mine.clock.now, in: stage.mine.snapshot.timeZone)

    let first = try await stage.match(day)
    let second = try await stage.match(day)

    // Other tests pay at the same account, and are unknown to this shop.
    let mine = Set(try await numbers + [refund.id.description, stage.number(believed)])
    let differing = first.differences.filter { mine.contains($0.subject) }
    #expect(first.agreed == 3)
    #expect(differing.map(\.kind) == [.missing])
    #expect(differing.map(\.ours) == [2_790])
    #expect(first.differences == second.differences)
    #expect(try await stage.mine.scope.billMatches(of: day).map(\.agreed) == [3])
    #expect(try await stage.state(lost).payment == .paid)
    #expect(try await stage.state(told).payment == .partiallyRefunded)
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `lesson 7: jobs find a lost notice by themselves, and the bill of the day before`()
    async throws
  {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()
    let prompt = try await stage.prompt(order)
    let number = try await stage.number(order)
    try await service.control("open", ["url": .string(prompt.text)])
    try await service.control("pay", ["number": .string(number)])
    let worker = stage.mine.worker(StorefrontModule.module(payments: stage.desk))

    await worker.runUntilIdle()
    let early = try await stage.state(order).payment
    stage.mine.clock.advance(by: 61)
    await worker.runUntilIdle()

    #expect(early == .unpaid)
    #expect(try await stage.state(order).payment == .paid)
  }

  @Test func `a day on which nothing moved agrees with nothing`() async throws {
    let stage = try await stage()
    let day = try #require(CalendarDate(iso: "2020-01-01"))

    let match = try await stage.match(day)

    #expect(match.entries == 0 && match.differences == [])
  }
}

extension PaymentStage {
  fileprivate func match(_ day: CalendarDate) async throws -> BillMatch {
    let matches = try await desk.matchBills(of: day, for: mine.snapshot, in: mine.database)
    return try #require(matches.first)
  }
}

@Suite("Bills of Alipay")
struct AlipayBillTests {
  private static let header =
    "支付宝交易号,商户订单号,业务类型,商品名称,订单金额（元）,退款批次号/请求号,备注"

  private func entries(_ lines: String...) throws -> [BillEntry] {
    try AlipayBill.entries(of: lines.joined(separator: "\r\n"))
  }

  @Test func `payments and refunds are told apart, and a name may hold a comma`() throws {
    let found = try entries(
      "#支付宝业务明细查询",
      Self.header,
      "2026A\t,pay_1\t,交易,奶粉,一段,罐装,35.80,,备注",
      "2026A\t,pay_1\t,退款,奶粉,-5.50,rfd_1\t,",
      "2026B\t,pay_2\t,其他,奶粉,9.00,,",
      "#业务明细列表结束",
      "2026C,pay_3,交易,奶粉,1.00,,"
    )

    #expect(
      found == [
        BillEntry(.payment("pay_1"), amount: 3_580, currency: "CNY", reference: "2026A"),
        BillEntry(.refund("rfd_1"), amount: 550, currency: "CNY", reference: "2026A"),
      ]
    )
  }

  @Test func `a table of sums has no movements, and another shape is refused`() throws {
    #expect(try entries("#支付宝业务汇总查询", "门店编号,交易订单总笔数", "合计,1") == [])
    #expect(throws: ProviderFailure.malformed) {
      try entries(Self.header, "2026A,pay_1,交易,奶粉,三十五,,")
    }
    #expect(throws: ProviderFailure.malformed) {
      try entries("支付宝交易号,商户订单号,业务类型", "2026A,pay_1,交易")
    }
    #expect(throws: ProviderFailure.malformed) { try entries(Self.header, "2026A,pay_1") }
  }
}
