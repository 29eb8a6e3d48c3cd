import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let hasPackage = PythonService.has("wechatpayv3")

/// WeChat Pay's side, written on wechatpayv3 of PyPI.
private let service = Result { try PythonService("wechatpay_service.py") }

private func stage(scenes: [JSONValue]? = nil) async throws -> PaymentStage {
  let service = try service.get()
  try await service.control("mode", ["mode": "ok"])
  var account: [String: JSONValue] = [
    "merchantID": .string(service.text("merchant")), "appID": .string(service.text("app")),
    "certificateSerial": .string(service.text("serial")), "privateKey": "env:WECHAT_KEY",
    "apiSecret": "env:WECHAT_API", "appSecret": "env:WECHAT_APP",
    "platformKeyID": .string(service.text("platformKeyID")),
    "platformKey": .string(service.text("platformKey")),
  ]
  if let scenes { account["scenes"] = .array(scenes) }
  return try await PaymentStage(
    "wechatPay",
    account: ["wechatPay": .object(account)],
    secrets: [
      "WECHAT_KEY": service.text("merchantKey"), "WECHAT_API": service.text("apiKey"),
      "WECHAT_APP": "app-secret",
    ],
    url: service.url
  )
}

private let openID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"

@Suite("Devices that pay")
struct PaymentDeviceTests {
  @Test(
    arguments: [
      ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0", nil, PaymentDevice.desktop),
      ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605", nil, .desktop),
      ("Mozilla/5.0 (iPad; CPU OS 18_1) Mobile/15E148 Safari/604", nil, .desktop),
      ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Safari/604", nil, .phone(address: "192.0.2.7")),
      ("Mozilla/5.0 (Linux; Android 15) Mobile Chrome/131", nil, .phone(address: "192.0.2.7")),
      ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1", nil, .phone(address: "192.0.2.7")),
      ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.50(0x1800)", nil, .desktop),
      ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.50(0x1800)", "oU-p_1", .weChat(openID: "oU-p_1")),
      ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.50(0x1800)", "no id!", .desktop),
      ("", nil, .desktop),
    ] as [(String, String?, PaymentDevice)]
  )
  func `a browser says what it is`(_ agent: String, _ openID: String?, _ device: PaymentDevice) {
    #expect(PaymentDeviceRule.device(agent, openID: openID, address: "192.0.2.7") == device)
  }
}

@Suite(
  "WeChat Pay on phones",
  .tenantDatabase([StorefrontModule.module]),
  .enabled(if: hasPackage, "CRADLE_PYTHON names no Python that has wechatpayv3"),
  .serialized
)
struct WeChatDeviceTests {
  @Test func `a page inside WeChat gives WeChat what it signed, and the order is paid`()
    async throws
  {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()

    let payer = try await stage.desk.payer(
      code: "081Kq4Ga1",
      from: "wechatPay",
      of: stage.mine.snapshot,
      in: stage.mine.database
    )
    let prompt = try await stage.prompt(order, on: .weChat(openID: payer))
    let again = try await stage.prompt(order, on: .weChat(openID: payer))
    let number = try await stage.number(order)
    let bridge = try await service.control("bridge", ["text": .string(prompt.text)])
    let asked = try await service.control("order", ["number": .string(number)])
    try await service.control("pay", ["number": .string(number)])
    let status = try await stage.deliver(try await service.callback(number))

    #expect(payer == openID)
    #expect(prompt.kind == .invoke && again == prompt)
    #expect(bridge["package"] == .string("prepay_id=wx\(number.suffix(24))"))
    #expect(asked["trade_type"] == "JSAPI" && asked["asked"]?["openid"] == .string(openID))
    #expect(status == 200)
    #expect(try await stage.state(order).payment == .paid)
    // What is kept of who began it is no id of WeChat's.
    #expect(prompt.session == PayerRule.digest(openID, at: "wechatPay", of: stage.mine.id))
    #expect(prompt.session?.contains(openID) == false)
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `a phone's browser is led into the app and back`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()

    let prompt = try await stage.prompt(order, on: .phone(address: "192.0.2.7"))
    let number = try await stage.number(order)
    let asked = try await service.control("order", ["number": .string(number)])
    stage.mine.clock.advance(by: 4 * 60 + 1)
    let anew = try await stage.prompt(order, on: .phone(address: "192.0.2.7"))
    try await service.control("pay", ["number": .string(number)])
    let settled = try await stage.settle(number)

    #expect(prompt.kind == .visit)
    #expect(prompt.text.hasPrefix("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?"))
    #expect(prompt.text.hasSuffix("&redirect_url=https%3A%2F%2Fshop.test%2Forders%2Fx"))
    #expect(asked["trade_type"] == "MWEB")
    #expect(asked["asked"]?["payer_client_ip"] == "192.0.2.7")
    // The page works five minutes; asked for anew it is the same attempt.
    #expect(anew.validUntil > prompt.validUntil)
    #expect(try await stage.number(order) == number)
    #expect(settled)
    #expect(try await stage.state(order).payment == .paid)
  }

  @Test func `whoever goes on with another device begins anew, and pays once`() async throws {
    let (service, stage) = (try service.get(), try await stage())
    let order = try await stage.order()

    let scan = try await stage.prompt(order)
    let first = try await stage.number(order)
    let page = try await stage.prompt(order, on: .phone(address: "192.0.2.7"))
    let second = try await stage.number(order)
    let mine = try await stage.prompt(order, on: .weChat(openID: openID))
    let friends = try await stage.prompt(order, on: .weChat(openID: "oFriend"))
    let last = try await stage.number(order)
    let closed = try await stage.settle(first)
    let state = try await service.control("order", ["number": .string(first)])
    // The shopper pays the first page that is still open on the phone, and the last one too.
    for number in [second, last] {
      try await service.control("pay", ["number": .string(number)])
      _ = try await stage.settle(number)
    }

    #expect([scan, page, mine, friends].map(\.kind) == [.scan, .visit, .invoke, .invoke])
    #expect(first != second && second != last && mine.text != friends.text)
    #expect(closed && state["trade_state"] == "CLOSED")
    let found = try await stage.state(order)
    #expect(found.payment == .paid)
    let back = try await stage.refunds(order)
    #expect(back.map(\.amount.minorUnits) == [2_790])
    try await stage.mine.expectPaymentsToSum()
  }

  @Test func `a merchant who may only show codes shows codes everywhere`() async throws {
    let stage = try await stage(scenes: [])
    let order = try await stage.order()

    let prompts = [
      try await stage.prompt(order, on: .phone(address: "192.0.2.7")),
      try await stage.prompt(order, on: .weChat(openID: openID)), try await stage.prompt(order),
    ]

    #expect(Set(prompts).count == 1 && prompts[0].kind == .scan)
  }

  @Test func `the way to a page inside WeChat leads through WeChat`() async throws {
    let stage = try await stage()
    func way(_ agent: String) throws -> PaymentWay {
      try Shop()
        .paymentWay(
          "wechatPay",
          for: agent,
          returningTo: "https://shop.test/orders/1?lang=zh",
          of: stage.mine.snapshot
        )
    }

    let inside = try way("Mozilla/5.0 (iPhone) MicroMessenger/8.0.50")
    let entrance = try #require(inside.entrance)

    #expect(inside.kind == .invoke)
    #expect(entrance.hasPrefix("https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx"))
    #expect(entrance.contains("redirect_uri=https%3A%2F%2Fshop.test%2Forders%2F1%3Flang%3Dzh"))
    #expect(entrance.contains("scope=snsapi_base") && entrance.hasSuffix("#wechat_redirect"))
    #expect(try way("Mozilla/5.0 (iPhone) Safari").kind == .visit)
    let desktop = try way("Mozilla/5.0 (X11; Linux) Firefox")
    #expect(desktop.kind == .scan && desktop.entrance == nil)
  }
}
