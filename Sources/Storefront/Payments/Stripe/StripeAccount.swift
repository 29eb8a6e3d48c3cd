internal import Foundation
internal import TenantStore

/// What a merchant does at Stripe: session, query, expiry, refund, webhook, listing.
struct StripeAccount: ProviderAccount {
  private static let home = "https://api.stripe.com"
  /// The version whose shapes are read here.
  private static let version = "2024-06-20"

  let apiSecret: Secret
  let webhookSecret: Secret
  let tools: ProviderTools

  func prompt(for charge: Charge) async throws -> PaymentPrompt {
    let number = charge.payment.description
    let answer = try await call(
      .post,
      "/v1/checkout/sessions",
      [
        ("mode", "payment"), ("client_reference_id", number), ("metadata[payment]", number),
        ("payment_intent_data[metadata][payment]", number), ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", charge.amount.currency.code.lowercased()),
        ("line_items[0][price_data][unit_amount]", "\(charge.amount.minorUnits)"),
        ("line_items[0][price_data][product_data][name]", charge.orderNumber),
        ("success_url", charge.returnURL), ("cancel_url", charge.returnURL),
      ],
      // An expired session is followed by another, so the key counts them.
      key: "\(number):\(charge.prompts)"
    )
    guard let session = answer["id"]?.text, let url = answer["url"]?.text,
      let until = answer["expires_at"]?.whole
    else { throw ProviderFailure.malformed }
    return PaymentPrompt(
      .visit,
      url,
      validUntil: Date(timeIntervalSince1970: TimeInterval(until)),
      session: session
    )
  }

  func state(of charge: Charge) async throws -> ProviderReport? {
    guard let session = charge.session else { return nil }
    return try Self.session(try await call(.get, "/v1/checkout/sessions/\(session)"), event: nil)
  }

  func close(_ charge: Charge) async throws {
    guard let session = charge.session else { return }
    do {
      _ = try await call(.post, "/v1/checkout/sessions/\(session)/expire", [], key: "\(session):x")
    } catch ProviderFailure.refused {
      // Only an open session can be expired; what became of another one is asked before this.
    }
  }

  func refund(_ order: RefundOrder) async throws -> ProviderReport {
    guard let intent = order.paymentReference else {
      throw ProviderFailure.refused(code: "payment_intent_missing")
    }
    let number = order.refund.description
    let answer = try await call(
      .post,
      "/v1/refunds",
      [
        ("payment_intent", intent), ("amount", "\(order.amount.minorUnits)"),
        ("metadata[refund]", number),
      ],
      key: number
    )
    return try Self.refund(answer, event: nil)
  }

  func state(of order: RefundOrder) async throws -> ProviderReport {
    guard let reference = order.reference else { return try await refund(order) }
    return try Self.refund(try await call(.get, "/v1/refunds/\(reference)"), event: nil)
  }

  func reports(in message: ProviderMessage) async throws -> [ProviderReport] {
    try StripeSignature.check(
      message.headers["stripe-signature"],
      message.body,
      secret: webhookSecret,
      at: tools.environment.now()
    )
    let event = try Self.json(String(decoding: message.body, as: UTF8.self))
    guard let id = event["id"]?.text, let type = event["type"]?.text,
      let object = event["data"]?["object"]
    else { throw ProviderFailure.malformed }
    if type.hasPrefix("checkout.session.") {
      // Somebody else's session at the same account is none of this shop's.
      guard object["client_reference_id"]?.text != nil else { return [] }
      return [try Self.session(object, event: id)]
    }
    if type.hasPrefix("refund.") {
      guard object["metadata"]?["refund"]?.text != nil else { return [] }
      return [try Self.refund(object, event: id)]
    }
    return []
  }

  func answer(accepted: Bool) -> ProviderAnswer {
    ProviderAnswer(
      status: accepted ? 200 : 400,
      contentType: "application/json",
      body: "{\"received\":\(accepted)}"
    )
  }

  /// Stripe has no bill; its charges and refunds of a day are listed.
  func bill(of day: CalendarDate) async throws -> [BillEntry]? {
    let parts = DateComponents(year: day.year, month: day.month, day: day.day)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = PaymentDesk.billZone
    guard let start = calendar.date(from: parts)?.timeIntervalSince1970 else { return nil }
    let window = "created[gte]=\(Int(start))&created[lt]=\(Int(start) + 86_400)&limit=100"
    let charges = try await list("/v1/charges?\(window)").filter { $0["paid"] == .bool(true) }
    let refunds = try await list("/v1/refunds?\(window)").filter { $0["status"] == "succeeded" }
    return charges.compactMap { value in
      Self.entry(value, "payment", reference: value["payment_intent"]) { .payment($0) }
    }
      + refunds.compactMap { value in
        Self.entry(value, "refund", reference: value["id"]) { .refund($0) }
      }
  }

  private static func entry(
    _ value: JSONValue,
    _ name: String,
    reference: JSONValue?,
    _ subject: (String) -> ProviderReport.Subject
  ) -> BillEntry? {
    guard let number = value["metadata"]?[name]?.text, let amount = value["amount"]?.whole,
      let currency = value["currency"]?.text, let reference = reference?.text
    else { return nil }
    return BillEntry(
      subject(number),
      amount: amount,
      currency: currency.uppercased(),
      reference: reference
    )
  }

  private func list(_ path: String) async throws -> [JSONValue] {
    var found: [JSONValue] = []
    var more = true
    while more {
      let after = found.last?["id"]?.text.map { "&starting_after=\($0)" } ?? ""
      let page = try await call(.get, path + after)
      guard case .array(let items)? = page["data"] else { throw ProviderFailure.malformed }
      found += items
      more = page["has_more"] == .bool(true) && !items.isEmpty
    }
    return found
  }

  private func call(
    _ method: OutboundRequest.Method,
    _ path: String,
    _ form: [(String, String)] = [],
    key: String? = nil
  ) async throws -> JSONValue {
    var headers = apiSecret.withBytes { bytes in
      ["Authorization": "Bearer " + String(decoding: bytes, as: UTF8.self)]
    }
    headers["Stripe-Version"] = Self.version
    if let key { headers["Idempotency-Key"] = key }
    if !form.isEmpty { headers["Content-Type"] = "application/x-www-form-urlencoded" }
    let answer = try await tools.http.send(
      OutboundRequest(
        method,
        (tools.endpoint ?? Self.home) + path,
        headers: headers,
        body: Array(FormText.encoded(form).utf8),
        isRepeatable: true
      )
    )
    guard answer.status == 200 else { throw Self.failure(answer) }
    return try Self.json(answer.text)
  }

  private static func failure(_ answer: OutboundResponse) -> ProviderFailure {
    let error = (try? JSONValue(json: answer.text))?["error"]
    let code = error?["code"]?.text ?? error?["type"]?.text ?? "\(answer.status)"
    // 409: a request with the same key is still at work. 402: no balance for a refund yet. 401, 403:
    // a fault of the account's key, not a word on the money.
    let isPassing = answer.status >= 500 || [401, 402, 403, 409, 429].contains(answer.status)
    return isPassing ? .unavailable(code: code) : .refused(code: code)
  }

  private static func session(_ value: JSONValue, event: String?) throws(ProviderFailure)
    -> ProviderReport
  {
    guard let number = value["client_reference_id"]?.text, let id = value["id"]?.text else {
      throw .malformed
    }
    let outcome: ProviderReport.Outcome =
      switch (value["payment_status"]?.text, value["status"]?.text) {
      case ("paid", _): .succeeded
      case (_, "expired"): .failed
      default: .pending
      }
    return ProviderReport(
      eventID: event ?? "\(id):\(outcome)",
      .payment(number),
      outcome,
      amount: value["amount_total"]?.whole,
      currency: value["currency"]?.text?.uppercased(),
      reference: value["payment_intent"]?.text
    )
  }

  private static func refund(_ value: JSONValue, event: String?) throws(ProviderFailure)
    -> ProviderReport
  {
    guard let number = value["metadata"]?["refund"]?.text, let id = value["id"]?.text else {
      throw .malformed
    }
    let outcome: ProviderReport.Outcome =
      switch value["status"]?.text {
      case "succeeded": .succeeded
      case "failed", "canceled": .failed
      default: .pending
      }
    return ProviderReport(
      eventID: event ?? "\(id):\(outcome)",
      .refund(number),
      outcome,
      amount: value["amount"]?.whole,
      currency: value["currency"]?.text?.uppercased(),
      reference: id
    )
  }

  private static func json(_ text: String) throws(ProviderFailure) -> JSONValue {
    guard let value = try? JSONValue(json: text) else { throw .malformed }
    return value
  }
}
