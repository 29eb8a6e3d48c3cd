import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("The merchant's desk", .tenantDatabase([StorefrontModule.module]))
struct DeskTests {
  private var routes: [Route] { StorefrontWebModule.module().routes.filter(\.isStaffs) }

  @Test func `nobody signed in is led to the entrance, and back to what was asked for`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .owner)
    let visitor = Visitor(server, at: tenant.snapshot)

    let refused = try await visitor.open("/desk/orders")
    #expect(refused.status == 303)
    let entrance = try await visitor.open(try #require(refused.location))
    #expect(entrance.status == 200 && entrance.field("next") == "/desk/orders")
    let entered = try await visitor.post(
      "/desk/sign-in",
      ["login": "mei", "password": TestTenant.password, "next": "/desk/orders"]
    )
    #expect(entered.status == 303 && entered.location?.hasSuffix("/desk/orders") == true)
    let cookie = try #require(entered.headers[values: .setCookie].first { $0.hasPrefix("staff=") })
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
    #expect(try await visitor.open("/desk/orders").status == 200)
    #expect(try await visitor.open("/desk").headers[.cacheControl] == "no-store")
  }

  @Test func `signing in goes on to no other site`() async throws {
    let tenant = try await TestShop.pair().mine
    try await tenant.employ("mei", .owner)
    let visitor = Visitor(try await ShopServer(), at: tenant.snapshot)
    for next in ["//evil.example", "https://evil.example", "/cart", "/desk/../cart"] {
      let entered = try await visitor.post(
        "/desk/sign-in",
        ["login": "mei", "password": TestTenant.password, "next": next]
      )
      #expect(entered.location?.hasSuffix("/desk") == true, "\(next)")
    }
  }

  @Test func `a wrong password says so, and too many have to wait`() async throws {
    let tenant = try await TestShop.pair().mine
    try await tenant.employ("mei", .owner)
    let visitor = Visitor(try await ShopServer(), at: tenant.snapshot)
    for _ in 0..<5 {
      let answer = try await visitor.post("/desk/sign-in", ["login": "mei", "password": "wrong"])
      #expect(answer.status == 422 && answer.text.contains("账号或密码不对"))
      #expect(!answer.headers[values: .setCookie].contains { $0.hasPrefix("staff=") })
    }
    let locked = try await visitor.post(
      "/desk/sign-in",
      ["login": "mei", "password": TestTenant.password]
    )
    #expect(locked.status == 429)
  }

  @Test func `a token that somebody planted is not taken over`() async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .owner)
    let victim = Visitor(server, at: tenant.snapshot)
    let planted = String(repeating: "ab", count: 32)
    victim.plant("staff", planted)
    _ = try await victim.signIn("mei")
    #expect(victim.cookie("staff") != planted)
    let attacker = Visitor(server, at: tenant.snapshot)
    attacker.plant("staff", planted)
    #expect(try await attacker.open("/desk").status == 303)
  }

  @Test func `after signing out the old cookie opens nothing`() async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .owner)
    let visitor = Visitor(server, at: tenant.snapshot)
    let token = try await visitor.signIn("mei")
    let thief = Visitor(server, at: tenant.snapshot, withCookiesOf: visitor)
    #expect(try await thief.open("/desk").status == 200)
    _ = try await visitor.post("/desk/sign-out", ["form_token": token])
    #expect(try await thief.open("/desk").status == 303)
    #expect(try await visitor.open("/desk").status == 303)
  }

  @Test func `a form of another site or without the session's token changes nothing`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let number = try await tenant.paidOrder(server)
    try await tenant.employ("mei", .owner)
    let staff = Visitor(server, at: tenant.snapshot)
    _ = try await staff.signIn("mei")
    let path = "/desk/orders/\(number)/handover"
    #expect(try await staff.post(path, [:]).status == 403)
    #expect(try await staff.post(path, ["form_token": "00"]).status == 403)
    let order = try await tenant.scope.order(number: number)
    #expect(order?.state.fulfilment == .unfulfilled)
  }

  /// What decides, receives and pays in one go takes a role that may do all of it.
  private static let more: [String: [StaffPermission]] = [
    "showStoreReturnAtDesk": [.decideReturns, .receiveReturns],
    "takeBackAtDesk": [.decideReturns, .receiveReturns],
  ]

  /// Every route of the desk, as every role: those without the permission are refused.
  @Test(arguments: StaffRole.allCases)
  func `every action is refused without the permission`(role: StaffRole) async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    try await tenant.employ("somebody", role)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("somebody")
    for route in routes where route.operation != "signOutOfDesk" {
      guard case .staff(let permission) = route.permission else { continue }
      let path = route.path.replacing("{number}", with: "1")
        .replacing("{return}", with: ReturnID.make(in: .live).description)
        .replacing("{refund}", with: RefundID.make(in: .live).description)
        .replacing("{review}", with: ReviewID.make(in: .live).description)
        .replacing("{product}", with: "nothing").replacing("{promotion}", with: "nothing")
        .replacing("{invoice}", with: InvoiceID.make(in: .live).description)
        .replacing("{code}", with: "00000000")
        .replacing("{evidence}", with: EvidenceID.make(in: .live).description)
        .replacing("{group}", with: BuyingGroupID.make(in: .live).description)
        .replacing("{kind}", with: "stock")
      let answer =
        switch route.body {
        case .upload: try await staff.upload(path, ["form_token": token])
        case .form:
          try await staff.post(path, ["form_token": token, "idempotency_key": "0123456789"])
        case .json, nil: try await staff.open(path)
        }
      let needed = Self.more[route.operation, default: []] + [permission]
      #expect(
        (answer.status == 403) == !needed.allSatisfy(role.may),
        "\(route.operation): \(answer.status)"
      )
      #expect(answer.status < 500, "\(route.operation)")
    }
  }

  @Test func `every page stands with nothing to show, in every language`() async throws {
    let pair = try await TenantPair.fresh(settings: TestShop.settings)
    let server = try await ShopServer()
    try await pair.mine.employ("mei", .owner)
    let staff = Visitor(server, at: pair.mine.snapshot)
    _ = try await staff.signIn("mei")
    for path in [
      "/desk", "/desk/orders", "/desk/orders?state=to_ship", "/desk/orders?q=2026",
      "/desk/orders?q=%E6%9E%97&from=2026-01-01&to=", "/desk/orders?from=2026-02-30",
      "/desk/returns", "/desk/returns?state=all", "/desk/refunds", "/desk/stock", "/desk/bill",
      "/desk/bill?day=2026-02-28", "/desk/products", "/desk/products?state=draft&q=%E7%9A%82",
      "/desk/promotions", "/desk/promotions?state=paused", "/desk/promotion-quote",
      "/desk/promotion-quote?sku=NONE&quantity=2&codes=A", "/desk/reviews",
      "/desk/reviews?state=to_answer", "/desk/invoices", "/desk/invoices?state=issued",
      "/desk/orders/shipping", "/desk/products/files/import", "/desk/promotions/flash/new",
      "/desk/groups", "/desk/groups?state=open", "/desk/promotions/group/new",
      "/desk/visits", "/desk/visits?day=2026-02-30", "/desk/handovers/new",
      "/desk/pickups", "/desk/pickups?place=shop", "/desk/lots", "/desk/lots?within=all",
      "/desk/recalls", "/desk/notices", "/desk/products/files/new",
      "/desk/products/files/new?places=12", "/desk/promotions/offers/new",
    ] {
      for language in ["zh", "en"] {
        let mark = path.contains("?") ? "&" : "?"
        let page = try await staff.open("\(path)\(mark)lang=\(language)")
        #expect(page.status == 200, "\(path)")
        #expect(!page.text.contains(">desk."), "\(path) shows a key")
      }
    }
  }

  @Test func `an order is paid, sent in two parcels and refunded, each once`() async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let number = try await tenant.placedOrder(server, quantity: 3)
    try await tenant.employ("mei", .owner)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    let path = "/desk/orders/\(number)"

    #expect(try await staff.open("/desk/orders?state=to_ship").text.contains(number))
    for _ in 0..<2 { _ = try await staff.post("\(path)/payment", ["form_token": token]) }
    for _ in 0..<2 {
      _ = try await staff.post(
        "\(path)/shipment",
        [
          "form_token": token, "carrier": "SF", "tracking_number": "SF-1", "pieces-SOAP-1": "1",
        ]
      )
    }
    var order = try #require(try await tenant.scope.order(number: number))
    #expect(order.state.fulfilment == .partiallyFulfilled && order.state.payment == .paid)
    let refused = try await staff.post(
      "\(path)/shipment",
      ["form_token": token, "carrier": "SF", "tracking_number": "SF-2", "pieces-SOAP-1": "9"]
    )
    #expect(refused.status == 422 && refused.text.contains("超过了剩余待发的数量"))
    _ = try await staff.post("\(path)/handover", ["form_token": token])
    for _ in 0..<2 {
      let asked = try await staff.post(
        "\(path)/refunds",
        [
          "form_token": token, "idempotency_key": "refund-0001", "amount": "5.00",
          "reason": "破损",
        ]
      )
      #expect(asked.status == 303)
    }
    let wrong = try await staff.post(
      "\(path)/refunds",
      ["form_token": token, "idempotency_key": "refund-0002", "amount": "5,0", "reason": "破损"]
    )
    #expect(wrong.status == 422)
    order = try #require(try await tenant.scope.order(number: number))
    #expect(order.state.fulfilment == .fulfilled)
    var query = RefundListQuery()
    query.order = order.id
    let refunds = try await tenant.scope.refunds(query)
    #expect(refunds.map(\.amount.minorUnits) == [500] && refunds.first?.hold == nil)
    let refund = try #require(refunds.first).id
    let done = try await staff.post(
      "/desk/refunds/\(refund)/completion",
      ["form_token": token, "reference": "T-1"]
    )
    #expect(done.status == 303)
    #expect(try await tenant.scope.refund(refund)?.status == .done)
    let trail = try await tenant.scope.auditEntries(of: number)
    #expect(trail.filter { $0.actor == "staff:mei" }.count >= 5)
    let bill = try await staff.open("/desk/bill")
    #expect(bill.text.contains("货到付款") && bill.text.contains("5.00"))
  }

  @Test func `stock is corrected once with its reason`() async throws {
    let tenant = try await TestShop.pair().mine
    try await tenant.employ("wang", .warehouse)
    let staff = Visitor(try await ShopServer(), at: tenant.snapshot)
    let token = try await staff.signIn("wang")
    #expect(try await staff.open("/desk/stock?q=SOAP").text.contains("SOAP-1"))
    #expect(try await staff.open("/desk/stock/item?sku=SOAP-1").text.contains("50"))
    for _ in 0..<2 {
      let answer = try await staff.post(
        "/desk/stock/corrections",
        [
          "form_token": token, "idempotency_key": "count-00001", "sku": "SOAP-1",
          "location": "shop", "change": "-3", "reason": "盘点",
        ]
      )
      #expect(answer.status == 303)
    }
    let level = try await tenant.scope.stockItems(of: "SOAP-1", in: ShopView(tenant.snapshot))
    #expect(level.items.map(\.available) == [47])
    let trail = try await tenant.scope.auditEntries(of: "SOAP-1")
    #expect(trail.first?.actor == "staff:wang" && "\(trail)".contains("盘点"))
    let tooMany = try await staff.post(
      "/desk/stock/corrections",
      [
        "form_token": token, "idempotency_key": "count-00002", "sku": "SOAP-1",
        "location": "shop", "change": "-99", "reason": "盘点",
      ]
    )
    #expect(tooMany.status == 422 && tooMany.text.contains("超过了现有库存"))
  }
}
