internal import Foundation
internal import TenantStore

/// What a merchant does at Alipay: page, query, close, refund, notice, bill.
struct AlipayAccount: ProviderAccount {
  /// How long a page's address is shown again before it is signed anew.
  private static let promptLife: TimeInterval = 30 * 60

  let channel: AlipayChannel

  /// The phone's page, which leads into the app where there is one and works on a desktop too.
  func prompt(for charge: Charge) async throws -> PaymentPrompt {
    let url = try channel.page(
      "alipay.trade.wap.pay",
      [
        "out_trade_no": .string(charge.payment.description),
        "total_amount": .string(charge.amount.decimal),
        "subject": .string(charge.orderNumber),
        "product_code": "QUICK_WAP_WAY",
      ],
      returnURL: charge.returnURL,
      notifyURL: charge.notifyURL
    )
    let until = channel.tools.environment.now() + Self.promptLife
    return PaymentPrompt(.visit, url, validUntil: until)
  }

  func state(of charge: Charge) async throws -> ProviderReport? {
    let number = charge.payment.description
    let answer = try await channel.call("alipay.trade.query", ["out_trade_no": .string(number)])
    if answer["sub_code"]?.text == "ACQ.TRADE_NOT_EXIST" { return nil }
    try Self.check(answer)
    return try Self.payment(
      number: answer["out_trade_no"]?.text,
      status: answer["trade_status"]?.text,
      amount: answer["total_amount"]?.text,
      reference: answer["trade_no"]?.text,
      payer: answer["buyer_open_id"]?.text ?? answer["buyer_user_id"]?.text,
      event: nil
    )
  }

  func close(_ charge: Charge) async throws {
    let number = charge.payment.description
    let answer = try await channel.call("alipay.trade.close", ["out_trade_no": .string(number)])
    // A trade begins with the shopper's first step on the page: before, there is nothing to close.
    if answer["sub_code"]?.text == "ACQ.TRADE_NOT_EXIST" { return }
    try Self.check(answer)
  }

  /// Alipay sends money back at once; what counts is what it says when asked about it.
  func refund(_ order: RefundOrder) async throws -> ProviderReport {
    let answer = try await channel.call(
      "alipay.trade.refund",
      [
        "out_trade_no": .string(order.payment.description),
        "out_request_no": .string(order.refund.description),
        "refund_amount": .string(order.amount.decimal), "refund_reason": .string(order.reason),
      ]
    )
    try Self.check(answer)
    do {
      return try await state(of: order)
    } catch {
      // The money is on its way; whoever takes this for a refusal would send it again.
      return ProviderReport(
        eventID: "\(order.refund.description):pending",
        .refund(order.refund.description),
        .pending,
        currency: "CNY"
      )
    }
  }

  func state(of order: RefundOrder) async throws -> ProviderReport {
    let number = order.refund.description
    let answer = try await channel.call(
      "alipay.trade.fastpay.refund.query",
      [
        "out_trade_no": .string(order.payment.description), "out_request_no": .string(number),
      ]
    )
    try Self.check(answer)
    let isDone = answer["refund_status"]?.text == "REFUND_SUCCESS"
    return ProviderReport(
      eventID: "\(number):\(isDone ? "succeeded" : "pending")",
      .refund(number),
      isDone ? .succeeded : .pending,
      amount: isDone ? try Self.cents(answer["refund_amount"]?.text) : nil,
      currency: "CNY",
      reference: answer["trade_no"]?.text
    )
  }

  func reports(in message: ProviderMessage) async throws -> [ProviderReport] {
    let notice = try channel.notice(message.body)
    guard let id = notice["notify_id"] else { throw ProviderFailure.malformed }
    // A notice of a refund repeats what is known of the payment; refunds are asked about.
    return [
      try Self.payment(
        number: notice["out_trade_no"],
        status: notice["trade_status"],
        amount: notice["total_amount"],
        reference: notice["trade_no"],
        payer: notice["buyer_open_id"] ?? notice["buyer_id"],
        event: id
      )
    ]
  }

  func answer(accepted: Bool) -> ProviderAnswer {
    ProviderAnswer(
      status: 200,
      contentType: "text/plain; charset=utf-8",
      body: accepted ? "success" : "failure"
    )
  }

  func bill(of day: CalendarDate) async throws -> [BillEntry]? {
    do {
      let answer = try await channel.call(
        "alipay.data.dataservice.bill.downloadurl.query",
        ["bill_type": "trade", "bill_date": .string(day.description)]
      )
      try Self.check(answer)
      guard let url = answer["bill_download_url"]?.text else { throw ProviderFailure.malformed }
      return try AlipayBill.entries(of: try await channel.download(url))
    } catch ProviderFailure.unavailable("isp.bill_not_exist") {
      // Nothing moved on that day.
      return []
    }
  }

  private static func payment(
    number: String?,
    status: String?,
    amount: String?,
    reference: String?,
    payer: String?,
    event: String?
  ) throws(ProviderFailure) -> ProviderReport {
    guard let number, let status else { throw .malformed }
    let outcome: ProviderReport.Outcome =
      switch status {
      case "TRADE_SUCCESS", "TRADE_FINISHED": .succeeded
      case "TRADE_CLOSED": .failed
      default: .pending
      }
    return ProviderReport(
      eventID: event ?? "\(number):\(outcome):\(reference ?? "")",
      .payment(number),
      outcome,
      amount: try cents(amount),
      currency: "CNY",
      reference: reference,
      payer: payer
    )
  }

  private static func cents(_ text: String?) throws(ProviderFailure) -> Int64? {
    guard let text else { return nil }
    guard let yuan = Currency(code: "CNY"), let money = try? Money(decimal: text, currency: yuan)
    else { throw .malformed }
    return money.minorUnits
  }

  /// 10000 is yes; 20000 and what the system itself could not do is "later"; the rest is no.
  private static func check(_ answer: JSONValue) throws(ProviderFailure) {
    guard let code = answer["code"]?.text else { throw .malformed }
    guard code != "10000" else { return }
    let reason = answer["sub_code"]?.text ?? code
    let passing: Set<String> = ["ACQ.SYSTEM_ERROR", "ACQ.SELLER_BALANCE_NOT_ENOUGH"]
    // "isv." is a fault of the account, such as a key or a permission: not a word on the money.
    let isPassing =
      code == "20000" || passing.contains(reason) || reason.hasPrefix("isp.")
      || reason.hasPrefix("isv.")
    throw isPassing ? .unavailable(code: reason) : .refused(code: reason)
  }
}
