import Crypto
import Foundation
import HTTPTypes
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// A shop that sells by Stripe, whose side is a closure here.
private struct OnlineShop {
  let tenant: TestTenant
  let visitor: Visitor
  let server: ShopServer

  init(isDown: Bool = false) async throws {
    guard case .object(var shop)? = TestShop.settings["storefront"] else {
      throw TestingMistake.noDatabase
    }
    shop["payments"] = [
      [
        "provider": "stripe", "name": ["zh": "银行卡", "en": "Card"],
        "stripe": ["apiSecret": "env:KEY", "webhookSecret": "env:HOOK"],
      ]
    ]
    let pair = try await TenantPair.fresh(settings: ["storefront": .object(shop)])
    tenant = pair.mine
    try await TestShop.stock(tenant)
    let slug = tenant.snapshot.slug.uppercased().replacing("-", with: "_")
    let desk = PaymentDesk(
      http: OutboundHTTP { request in
        guard !isDown, request.url.hasSuffix("/v1/checkout/sessions") else {
          throw OutboundFailure.timedOut
        }
        let session: JSONValue = [
          "id": "cs_1", "url": "https://checkout.stripe.test/c/pay/cs_1",
          "expires_at": 1_790_086_400,
        ]
        return OutboundResponse(status: 200, body: session.canonicalBytes)
      },
      variables: ["TENANT_\(slug)__KEY": "sk_test_1", "TENANT_\(slug)__HOOK": "whsec_1"]
    )
    server = try await ShopServer(payments: desk)
    visitor = Visitor(server, at: tenant.snapshot)
  }

  /// Orders one soap and gives the path of the order's page.
  func order() async throws -> (token: String, page: WebAnswer) {
    let line: JSONValue = [
      "sku": .string(try await TestShop.sku("soap", of: tenant).description), "quantity": 1,
    ]
    let cart = try await visitor.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await visitor.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? nil, "seen_total": cart["total"]?["minor"] ?? nil,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "stripe",
      ],
      key: "order-by-card"
    ).json
    guard case .string(let token)? = placed["token"] else { throw TestingMistake.noDatabase }
    return (token, try await visitor.open("/orders/\(token)"))
  }

  func notify(_ body: JSONValue, secret: String = "whsec_1") async throws -> WebAnswer {
    let time = Int(tenant.clock.now.timeIntervalSince1970)
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(time).\(body.canonicalText)".utf8),
      using: SymmetricKey(data: Data(secret.utf8))
    ).map { String(format: "%02x", $0) }.joined()
    var headers: HTTPFields = [.contentType: "application/json"]
    if let name = HTTPField.Name("Stripe-Signature") { headers[name] = "t=\(time),v1=\(code)" }
    // What a stranger's machine sends: no cookie, and an origin of its own.
    headers[.origin] = "https://stripe.test"
    return try await server.respond(
      .post,
      "/payments/stripe/callback",
      host: "\(tenant.snapshot.slug).localhost:8080",
      headers,
      body: body.canonicalBytes
    )
  }

  func paid() async throws -> JSONValue {
    let id: PaymentID? = try await tenant.scope.value(
      "SELECT id FROM storefront.payment WHERE tenant_id = \(tenant.id) ORDER BY id DESC LIMIT 1"
    )
    let object: JSONValue = [
      "id": "cs_1", "client_reference_id": .string(try #require(id).description),
      "payment_status": "paid", "status": "complete", "amount_total": 2_790, "currency": "cny",
      "payment_intent": "pi_1",
    ]
    return [
      "id": "evt_1", "type": "checkout.session.completed", "data": ["object": object],
    ]
  }
}

@Suite("Paying online", .tenantDatabase([StorefrontModule.module]))
struct OnlinePaymentTests {
  @Test func `the order's page leads to the provider and then says that it is paid`()
    async throws
  {
    let shop = try await OnlineShop()
    let (token, page) = try await shop.order()

    let ready = try await shop.visitor.submit(
      "/orders/\(token)/pay",
      ["form_token": page.field("form_token") ?? ""]
    )
    let told = try await shop.notify(try await shop.paid())
    let again = try await shop.notify(try await shop.paid())
    let done = try await shop.visitor.open("/orders/\(token)")

    #expect(page.text.contains("去付款"))
    #expect(ready.text.contains("https://checkout.stripe.test/c/pay/cs_1"))
    #expect(ready.text.contains("data-awaits-payment=\"/api/v1/orders/\(token)\""))
    #expect(told.status == 200)
    #expect(told.text == "{\"received\":true}")
    #expect(again.status == 200)
    #expect(!done.text.contains("checkout.stripe.test"))
    #expect(done.text.contains("已收到货款"))
  }

  @Test func `a forged notice is refused in the provider's form and pays nothing`() async throws {
    let shop = try await OnlineShop()
    let (token, _) = try await shop.order()

    let forged = try await shop.notify(try await shop.paid(), secret: "whsec_2")
    let order = try await shop.visitor.call(.get, "/api/v1/orders/\(token)").json

    #expect(forged.status == 400)
    #expect(forged.text == "{\"received\":false}")
    #expect(order["payment_status"] == "unpaid")
  }

  @Test func `a provider that does not answer is said on the order's page`() async throws {
    let shop = try await OnlineShop(isDown: true)
    let (token, page) = try await shop.order()

    let answer = try await shop.visitor.submit(
      "/orders/\(token)/pay",
      ["form_token": page.field("form_token") ?? ""]
    )
    let byAPI = try await shop.visitor.call(.post, "/api/v1/orders/\(token)/payment")

    #expect(answer.status == 200)
    #expect(answer.text.contains("支付服务暂时没有回应"))
    #expect(answer.text.contains("去付款"))
    #expect(byAPI.status == 503)
    #expect(byAPI.code == "storefront.provider_unavailable")
  }

  @Test func `an app asks where to pay and gets the same place twice`() async throws {
    let shop = try await OnlineShop()
    let (token, _) = try await shop.order()

    let first = try await shop.visitor.call(.post, "/api/v1/orders/\(token)/payment")
    let second = try await shop.visitor.call(.post, "/api/v1/orders/\(token)/payment")
    let foreign = try await shop.notify(["id": "evt_9", "type": "charge.updated", "data": [:]])

    #expect(first.status == 200)
    #expect(try first.json == second.json)
    #expect(try first.json["kind"] == "visit")
    #expect(foreign.status == 400)
  }
}
