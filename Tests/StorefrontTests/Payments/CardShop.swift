import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting

/// The settings of the shops of tests, with cards by Stripe.
let cardShopSettings: [String: JSONValue] = {
  guard case .object(var shop)? = shopSettings["storefront"],
    case .array(let methods)? = shop["payments"]
  else { return shopSettings }
  let card: JSONValue = [
    "provider": "stripe", "name": ["zh": "银行卡", "en": "Card"],
    "stripe": ["apiSecret": "env:KEY", "webhookSecret": "env:HOOK"],
  ]
  shop["payments"] = .array(methods + [card])
  return ["storefront": .object(shop)]
}()

/// The merchant's number that Stripe was told last.
private final class LatestNumber: Sendable {
  let number = Mutex("")
}

extension TestTenant {
  /// A desk whose Stripe has every session open, every refund pending, and a charge of a stranger.
  var cardDesk: PaymentDesk {
    let name = snapshot.slug.uppercased().replacing("-", with: "_")
    let latest = LatestNumber()
    return PaymentDesk(
      http: OutboundHTTP { request in
        let form = String(decoding: request.body, as: UTF8.self).split(separator: "&")
        if let field = form.first(where: { $0.hasPrefix("client_reference_id=") }) {
          latest.number.withLock { $0 = String(field.dropFirst(20)) }
        }
        let answer: JSONValue
        if request.url.contains("/v1/charges") {
          answer = [
            "data": [
              [
                "id": "ch_1", "paid": true, "amount": 500, "currency": "cny",
                "payment_intent": "pi_9", "metadata": ["payment": "stranger"],
              ]
            ], "has_more": false,
          ]
        } else if request.url.contains("/v1/refunds?") {
          answer = ["data": [], "has_more": false]
        } else if request.url.contains("/v1/refunds") {
          let body = String(decoding: request.body, as: UTF8.self)
          let number = body.split(separator: "=").last.map(String.init) ?? ""
          answer = [
            "id": "re_1", "status": "pending", "amount": 1, "currency": "cny",
            "metadata": ["refund": .string(number)],
          ]
        } else {
          answer = [
            "id": "cs_1", "url": "https://checkout.stripe.test/c/pay/cs_1",
            "expires_at": 4_000_000_000, "status": "open",
            "payment_status": "unpaid",
            "client_reference_id": .string(latest.number.withLock { $0 }),
          ]
        }
        return OutboundResponse(status: 200, body: answer.canonicalBytes)
      },
      variables: ["TENANT_\(name)__KEY": "sk_test_1", "TENANT_\(name)__HOOK": "whsec_1"]
    )
  }

  /// Sells by card: prompt, question, forged message, refund, and the match of a day.
  func sellByCard() async throws {
    let desk = cardDesk
    let (session, cart) = try await cart([("SOAP-1", 1)])
    let order = try await place(form(cart, provider: "stripe"), session).order
    _ = try await desk.prompt(
      for: order.id,
      of: snapshot,
      returnURL: "https://shop.test/",
      notifyURL: "https://shop.test/",
      in: database
    )
    _ = try await scope.openPrompt(of: order.id)
    let id: PaymentID? = try await scope.value(
      """
      SELECT id FROM storefront.payment WHERE tenant_id = \(self.id) AND order_id = \(order.id)
      """
    )
    if let id { _ = try await desk.settle(id, for: snapshot, in: database) }
    let forged = ProviderMessage(headers: ["stripe-signature": "t=1,v1=00"], body: [])
    _ = try await desk.answer(to: forged, from: "stripe", for: snapshot, in: database)
    _ = try await transaction {
      try await Shop().confirmPayment(of: order.number, by: .system, in: $0)
    }
    let cent = Money(minorUnits: 1, currency: order.total.currency)
    let key = database.environment.makeID()
    let refund = try await transaction { transaction in
      try await Shop().refund(
        cent,
        of: order.id,
        key: key,
        reason: "probe",
        by: .system,
        in: transaction
      )
    }
    // A card that was confirmed by hand has no reference to send a refund to.
    _ = try? await desk.send(refund.id, for: snapshot, in: database)
    let day = CalendarDate(database.environment.now(), in: snapshot.timeZone)
    _ = try await desk.matchBills(of: day, for: snapshot, in: database)
    _ = try await scope.billMatches(of: day)
    // The other way to an attempt's end: called off, and closed at the provider.
    let (another, second) = try await self.cart([("SOAP-1", 1)])
    let lost = try await place(form(second, provider: "stripe"), another).order
    _ = try await desk.prompt(
      for: lost.id,
      of: snapshot,
      returnURL: "https://shop.test/",
      notifyURL: "https://shop.test/",
      in: database
    )
    _ = try await change(.cancel, lost.number)
    let payment: PaymentID? = try await scope.value(
      """
      SELECT id FROM storefront.payment WHERE tenant_id = \(self.id) AND order_id = \(lost.id)
      """
    )
    if let payment { _ = try await desk.settle(payment, for: snapshot, in: database) }
  }
}
