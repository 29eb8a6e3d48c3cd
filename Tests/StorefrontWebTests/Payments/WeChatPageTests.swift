import Crypto
import CryptoExtras
import Foundation
import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A shop that sells by WeChat Pay, whose side is a closure here; what is signed is tested elsewhere.
private struct WeChatShop {
  static let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Safari/604"
  static let inside = phone + " MicroMessenger/8.0.50(0x18003234)"

  let tenant: TestTenant
  let visitor: Visitor

  init() async throws {
    guard case .object(var shop)? = TestShop.settings["storefront"] else {
      throw TestingMistake.noDatabase
    }
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    shop["payments"] = [
      [
        "provider": "wechatPay", "name": ["zh": "微信支付", "en": "WeChat Pay"],
        "wechatPay": [
          "merchantID": "1900000109", "appID": "wxd678efh567hg6787", "certificateSerial": "71",
          "privateKey": "env:KEY", "apiSecret": "env:API", "appSecret": "env:APP",
          "platformKeyID": "PUB_KEY_ID_1", "platformKey": .string(key.publicKey.pemRepresentation),
        ],
      ]
    ]
    let pair = try await TenantPair.fresh(settings: ["storefront": .object(shop)])
    tenant = pair.mine
    try await TestShop.stock(tenant)
    let slug = tenant.snapshot.slug.uppercased().replacing("-", with: "_")
    let desk = PaymentDesk(
      http: OutboundHTTP { request in try Self.answer(request, signedBy: key) },
      variables: [
        "TENANT_\(slug)__KEY": key.pemRepresentation, "TENANT_\(slug)__APP": "app-secret",
        "TENANT_\(slug)__API": String(repeating: "k", count: 32),
      ]
    )
    visitor = Visitor(try await ShopServer(payments: desk), at: tenant.snapshot)
  }

  private static func answer(_ request: OutboundRequest, signedBy key: _RSA.Signing.PrivateKey)
    throws -> OutboundResponse
  {
    let answers: [(part: String, body: JSONValue)] = [
      ("/sns/oauth2/access_token", ["openid": "oPayer-1"]),
      ("/transactions/jsapi", ["prepay_id": "wx2026"]),
      ("/transactions/h5", ["h5_url": "https://wx.tenpay.com/checkmweb?prepay_id=wx2026"]),
      ("/transactions/native", ["code_url": "weixin://wxpay/bizpayurl?pr=1"]),
    ]
    guard let found = answers.first(where: { request.url.contains($0.part) }) else {
      throw OutboundFailure.timedOut
    }
    let (time, body) = ("\(Int(Date().timeIntervalSince1970))", found.body.canonicalText)
    let signature = try key.signature(
      for: Data("\(time)\nn\n\(body)\n".utf8),
      padding: .insecurePKCS1v1_5
    )
    return OutboundResponse(
      status: 200,
      headers: [
        "wechatpay-timestamp": time, "wechatpay-nonce": "n", "wechatpay-serial": "PUB_KEY_ID_1",
        "wechatpay-signature": signature.rawRepresentation.base64EncodedString(),
      ],
      body: Array(body.utf8)
    )
  }

  /// Orders one soap and gives the secret of the order's page.
  func order() async throws -> String {
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
        "payment": "wechatPay",
      ],
      key: "order-by-wechat"
    ).json
    guard case .string(let token)? = placed["token"] else { throw TestingMistake.noDatabase }
    return token
  }

  func page(_ path: String, _ agent: String) async throws -> WebAnswer {
    try await visitor.open(path, [.userAgent: agent])
  }

  func pay(_ token: String, _ fields: [(String, String)], _ agent: String) async throws -> WebAnswer
  {
    let page = try await page("/orders/\(token)", agent)
    let secret = page.field("form_token") ?? ""
    let body = ([("form_token", secret)] + fields).map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    let headers: HTTPFields = [
      .accept: "text/html", .contentType: "application/x-www-form-urlencoded", .userAgent: agent,
    ]
    _ = try await visitor.send(.post, "/orders/\(token)/pay", headers, body: Array(body.utf8))
    return try await self.page("/orders/\(token)", agent)
  }
}

@Suite("Paying with WeChat on a page", .tenantDatabase([StorefrontModule.module]))
struct WeChatPageTests {
  @Test func `inside WeChat the page finds out who looks, and gives WeChat what it takes`()
    async throws
  {
    let shop = try await WeChatShop()
    let token = try await shop.order()

    let before = try await shop.page("/orders/\(token)", WeChatShop.inside)
    let back = try await shop.page("/orders/\(token)?code=081Kq4&state=pay", WeChatShop.inside)
    let ready = try await shop.pay(token, [("code", "081Kq4")], WeChatShop.inside)
    let elsewhere = try await shop.page("/orders/\(token)", WeChatShop.phone)

    #expect(before.text.contains("https://open.weixin.qq.com/connect/oauth2/authorize?appid=wxd"))
    #expect(!before.text.contains("/orders/\(token)/pay\""))
    #expect(back.text.contains("name=\"code\" value=\"081Kq4\""))
    #expect(ready.text.contains("data-wechat-pay=\"{") && ready.text.contains("prepay_id=wx2026"))
    #expect(!ready.text.contains("oPayer-1"))
    // What works inside WeChat is not offered to another browser.
    #expect(!elsewhere.text.contains("data-wechat-pay") && elsewhere.text.contains("/pay\""))
  }

  @Test func `a phone is led into the app, a desktop shows a code`() async throws {
    let shop = try await WeChatShop()
    let token = try await shop.order()

    let phone = try await shop.pay(token, [], WeChatShop.phone)
    let desktop = try await shop.pay(token, [], "Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0")

    #expect(
      phone.text.contains("https://wx.tenpay.com/checkmweb?prepay_id=wx2026&amp;redirect_url=")
    )
    #expect(desktop.text.contains("data:image/svg+xml,") && !desktop.text.contains("tenpay"))
  }

  @Test func `a mini-programme says who pays, and nothing else passes for that`() async throws {
    let shop = try await WeChatShop()
    let token = try await shop.order()
    let path = "/api/v1/orders/\(token)/payment/wechat"

    let given = try await shop.visitor.call(.post, path, ["openid": "oPayer-1"])
    let wrong = try await shop.visitor.call(.post, path, ["openid": "a b"])
    let none = try await shop.visitor.call(.post, path, [:])

    #expect(try given.status == 200 && given.json["kind"] == "invoke")
    guard case .string(let text)? = try given.json["text"] else {
      Issue.record("no text")
      return
    }
    #expect(try JSONValue(json: text)["package"] == "prepay_id=wx2026")
    #expect(wrong.status == 422 || wrong.status == 400)
    #expect(none.status == 422 || none.status == 400)
  }
}
