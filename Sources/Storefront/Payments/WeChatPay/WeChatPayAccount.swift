internal import Foundation
internal import TenantStore

/// What a merchant does at WeChat Pay: order, query, close, refund, callback, bill.
struct WeChatPayAccount: ProviderAccount {
  /// A code works for two hours; a little less, so that nobody is shown one that has just ended.
  private static let promptLife: TimeInterval = 100 * 60
  /// The page that opens the app works for five minutes.
  private static let pageLife: TimeInterval = 4 * 60

  let channel: WeChatPayChannel
  /// The key of the official account, where the merchant has given it.
  let appSecret: Secret?
  private var settings: WeChatPaySettings { channel.settings }

  func prompt(for charge: Charge) async throws -> PaymentPrompt {
    let scenes = settings.scenes ?? WeChatPaySettings.knownScenes
    let now = channel.tools.environment.now()
    switch charge.device {
    case .weChat(let openID) where scenes.contains("jsapi"):
      let answer = try await order(charge, "jsapi", ["payer": ["openid": .string(openID)]])
      guard let id = answer["prepay_id"]?.text else { throw ProviderFailure.malformed }
      return PaymentPrompt(.invoke, try bridge(id), validUntil: now + Self.promptLife)
    case .phone(let address) where scenes.contains("h5"):
      // Of an address of IPv6 the shop knows the network alone.
      let place = address.prefix { $0 != "/" }.prefix(45)
      let scene: JSONValue = [
        "payer_client_ip": .string(String(place)), "h5_info": ["type": "Wap"],
      ]
      let answer = try await order(charge, "h5", ["scene_info": scene])
      guard let page = answer["h5_url"]?.text else { throw ProviderFailure.malformed }
      let back = FormText.encoded([("redirect_url", charge.returnURL)])
      return PaymentPrompt(.visit, "\(page)&\(back)", validUntil: now + Self.pageLife)
    case .weChat, .phone, .desktop:
      let answer = try await order(charge, "native", [:])
      guard let code = answer["code_url"]?.text else { throw ProviderFailure.malformed }
      return PaymentPrompt(.scan, code, validUntil: now + Self.promptLife)
    }
  }

  /// 下单 in one of the scenes.
  private func order(_ charge: Charge, _ scene: String, _ more: [String: JSONValue]) async throws
    -> JSONValue
  {
    let body: [String: JSONValue] = [
      "appid": .string(settings.appID), "mchid": .string(settings.merchantID),
      "description": .string(charge.orderNumber),
      "out_trade_no": .string(charge.payment.description),
      "notify_url": .string(charge.notifyURL),
      "amount": [
        "total": .integer(charge.amount.minorUnits),
        "currency": .string(charge.amount.currency.code),
      ],
    ]
    return try await channel.call(
      .post,
      "/v3/pay/transactions/\(scene)",
      .object(body.merging(more) { own, _ in own })
    )
  }

  /// What `getBrandWCPayRequest`, or a mini-programme's `wx.requestPayment`, takes, with the
  /// merchant's signature over it.
  private func bridge(_ prepayment: String) throws -> String {
    let tools = channel.tools
    let time = "\(Int(tools.environment.now().timeIntervalSince1970))"
    let nonce = tools.environment.randomBytes(16).hexadecimal
    let package = "prepay_id=\(prepayment)"
    let signature = try ProviderSigning.sign(
      "\(settings.appID)\n\(time)\n\(nonce)\n\(package)\n",
      with: channel.privateKey,
      named: "privateKey"
    )
    let values: JSONValue = [
      "appId": .string(settings.appID), "timeStamp": .string(time), "nonceStr": .string(nonce),
      "package": .string(package), "signType": "RSA", "paySign": .string(signature),
    ]
    return values.canonicalText
  }

  func payer(code: String) async throws -> String {
    guard let appSecret else { throw ProviderFailure.refused(code: "no appSecret") }
    return try await channel.payer(code: code, appSecret: appSecret)
  }

  func state(of charge: Charge) async throws -> ProviderReport? {
    do {
      let path = "/v3/pay/transactions/out-trade-no/\(charge.payment)?mchid=\(settings.merchantID)"
      return try payment(try await channel.call(.get, path), event: nil)
    } catch ProviderFailure.refused(let code) where Self.isUnknown(code) {
      return nil
    }
  }

  func close(_ charge: Charge) async throws {
    do {
      let path = "/v3/pay/transactions/out-trade-no/\(charge.payment)/close"
      _ = try await channel.call(.post, path, ["mchid": .string(settings.merchantID)])
    } catch ProviderFailure.refused(let code) where Self.isUnknown(code) || Self.isClosed(code) {
      // Closed is closed.
    }
  }

  func refund(_ order: RefundOrder) async throws -> ProviderReport {
    let answer = try await channel.call(
      .post,
      "/v3/refund/domestic/refunds",
      [
        "out_trade_no": .string(order.payment.description),
        "out_refund_no": .string(order.refund.description),
        // The protocol takes 80 bytes.
        "reason": .string(Self.prefix(of: order.reason, bytes: 80)),
        "amount": [
          "refund": .integer(order.amount.minorUnits),
          "total": .integer(order.paid.minorUnits),
          "currency": .string(order.paid.currency.code),
        ],
      ]
    )
    return try refund(answer, status: "status", event: nil)
  }

  func state(of order: RefundOrder) async throws -> ProviderReport {
    let path = "/v3/refund/domestic/refunds/\(order.refund)"
    return try refund(try await channel.call(.get, path), status: "status", event: nil)
  }

  func reports(in message: ProviderMessage) async throws -> [ProviderReport] {
    try await channel.verify(message.headers, message.body)
    let notice = try WeChatPayChannel.json(String(decoding: message.body, as: UTF8.self))
    guard let id = notice["id"]?.text, let type = notice["event_type"]?.text,
      let sealed = notice["resource"]
    else { throw ProviderFailure.malformed }
    let resource = try WeChatPayChannel.json(try channel.opened(sealed))
    guard resource["mchid"]?.text == settings.merchantID else { throw ProviderFailure.untrusted }
    if type.hasPrefix("TRANSACTION.") { return [try payment(resource, event: id)] }
    if type.hasPrefix("REFUND.") {
      return [try refund(resource, status: "refund_status", event: id)]
    }
    return []
  }

  func answer(accepted: Bool) -> ProviderAnswer {
    accepted
      ? ProviderAnswer(status: 200, contentType: "application/json", body: #"{"code":"SUCCESS"}"#)
      : ProviderAnswer(
        status: 401,
        contentType: "application/json",
        body: #"{"code":"FAIL","message":"失败"}"#
      )
  }

  func bill(of day: CalendarDate) async throws -> [BillEntry]? {
    let path = "/v3/bill/tradebill?bill_date=\(day)&bill_type=ALL"
    do {
      let answer = try await channel.call(.get, path)
      guard let url = answer["download_url"]?.text, let hash = answer["hash_value"]?.text,
        answer["hash_type"]?.text == "SHA1"
      else { throw ProviderFailure.malformed }
      return try WeChatPayBill.entries(of: try await channel.download(url), sha1: hash)
    } catch ProviderFailure.unavailable("NO_STATEMENT_EXIST") {
      return []
    }
  }

  /// 交易状态 as a report; only definitive states are more than pending.
  private func payment(_ value: JSONValue, event: String?) throws(ProviderFailure)
    -> ProviderReport
  {
    guard let number = value["out_trade_no"]?.text, let state = value["trade_state"]?.text else {
      throw .malformed
    }
    let outcome: ProviderReport.Outcome =
      switch state {
      // A payment of which something went back was paid.
      case "SUCCESS", "REFUND": .succeeded
      case "CLOSED", "REVOKED": .failed
      default: .pending
      }
    let reference = value["transaction_id"]?.text
    return ProviderReport(
      eventID: event ?? "\(number):\(outcome):\(reference ?? "")",
      .payment(number),
      outcome,
      amount: value["amount"]?["total"]?.whole,
      currency: value["amount"]?["currency"]?.text ?? "CNY",
      reference: reference,
      payer: value["payer"]?["openid"]?.text
    )
  }

  private func refund(_ value: JSONValue, status: String, event: String?)
    throws(ProviderFailure) -> ProviderReport
  {
    guard let number = value["out_refund_no"]?.text, let state = value[status]?.text else {
      throw .malformed
    }
    let outcome: ProviderReport.Outcome =
      switch state {
      case "SUCCESS": .succeeded
      // ABNORMAL: the shopper's card is gone, and the merchant has to pay back by hand.
      case "CLOSED", "ABNORMAL": .failed
      default: .pending
      }
    let reference = value["refund_id"]?.text
    return ProviderReport(
      eventID: event ?? "\(number):\(outcome):\(reference ?? "")",
      .refund(number),
      outcome,
      amount: value["amount"]?["refund"]?.whole,
      currency: value["amount"]?["currency"]?.text ?? "CNY",
      reference: reference
    )
  }

  private static func isUnknown(_ code: String) -> Bool {
    ["ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"].contains(code)
  }

  private static func isClosed(_ code: String) -> Bool {
    ["ORDER_CLOSED", "ORDERCLOSED"].contains(code)
  }

  private static func prefix(of text: String, bytes limit: Int) -> String {
    var kept = text
    while kept.utf8.count > limit { kept.removeLast() }
    return kept
  }
}
