import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Pick-up at the desk", .tenantDatabase([StorefrontModule.module]))
struct DeskPickupTests {
  private func settings() -> [String: JSONValue] {
    guard case .object(var shop)? = TestShop.settings["storefront"] else { return [:] }
    shop["pickup"] = [
      [
        "location": "shop", "name": ["zh": "河坊街店", "en": "Hefang shop"],
        "address": ["zh": "河坊街 1 号", "en": "1 Hefang Street"],
      ]
    ]
    return ["storefront": .object(shop)]
  }

  /// The number and the code of an order of a soap that is collected.
  private func order(_ server: ShopServer, _ tenant: TestTenant) async throws -> (
    number: String, code: String
  ) {
    let visitor = Visitor(server, at: tenant.snapshot)
    let sku = try await TestShop.sku("soap", of: tenant)
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 1]
    let cart = try await visitor.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await visitor.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": 1_990, "pickup": "shop",
        "contact": ["name": "林晓", "phone": "13812345678", "address": ""],
        "payment": "cashOnDelivery",
      ],
      key: "pickup-\(tenant.database.environment.makeID())"
    )
    guard case .string(let number)? = try placed.json["order"]?["number"] else {
      Issue.record("no order: \(placed.text)")
      throw TestingMistake.noDatabase
    }
    let found = try await tenant.scope.order(number: number)
    return (number, try #require(found?.progress.pickup?.code))
  }

  @Test func `staff type what the shopper shows, and hand the order over once`() async throws {
    let pair = try await TestShop.pair(settings())
    let tenant = pair.mine
    let server = try await ShopServer()
    let (number, code) = try await order(server, tenant)
    let second = try await order(server, tenant)
    try await tenant.employ("wang", .warehouse)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("wang")
    let path = "/desk/orders/\(number)/collection"

    let list = try await staff.open("/desk/pickups?place=shop")
    #expect(list.text.contains(number) && list.text.contains("河坊街店"))
    #expect(try await staff.open("/desk/orders").text.contains("/desk/pickups"))
    let page = try await staff.open("/desk/orders/\(number)")
    #expect(page.text.contains(path) && page.text.contains("请先收取"))
    #expect(!list.text.contains(code) && !page.text.contains(code))

    let described = "aria-invalid=\"true\" aria-describedby=\"f0-code-hint f0-code-problem\""
    // The page that a wrong code shows names the field, keeps what was typed and hands nothing over.
    for wrong in ["/desk/pickups", path] {
      let refused = try await staff.post(wrong, ["form_token": token, "code": "0000-0000"])
      #expect(refused.status == 422 && refused.text.contains("没有交付任何商品"))
      #expect(refused.text.contains(described))
      #expect(refused.field("code") == "0000-0000")
    }
    let mistaken = try await staff.post(path, ["form_token": token, "code": second.code])
    #expect(mistaken.status == 422)
    #expect(try await tenant.scope.order(number: number)?.state.fulfilment == .unfulfilled)

    for _ in 0..<2 {
      let done = try await staff.post(path, ["form_token": token, "code": code.lowercased()])
      #expect(done.status == 303 && done.location == "/desk/orders/\(number)")
    }
    let after = try await staff.open("/desk/orders/\(number)")
    #expect(after.text.contains("交付时间") && !after.text.contains(path))
    #expect(try await tenant.scope.order(number: number)?.state.fulfilment == .delivered)
    let trail = try await tenant.scope.auditEntries(of: number)
    #expect(trail.contains { $0.actor == "staff:wang" && $0.action == "storefront.order_shipped" })

    let byList = try await staff.post("/desk/pickups", ["form_token": token, "code": second.code])
    #expect(byList.location == "/desk/orders/\(second.number)")
    #expect(try await staff.open("/desk/pickups").text.contains("没有等待自提的订单"))
  }

  @Test func `a copied code, too many guesses, other roles and other shops are refused`()
    async throws
  {
    let pair = try await TestShop.pair(settings())
    let tenant = pair.mine
    let server = try await ShopServer()
    let (number, code) = try await order(server, tenant)
    for (login, role) in [("wang", StaffRole.warehouse), ("lin", .service), ("mei", .owner)] {
      try await tenant.employ(login, role)
    }
    try await pair.other.employ("zhao", .owner)

    let neighbour = Visitor(server, at: pair.other.snapshot)
    let theirs = try await neighbour.signIn("zhao")
    let foreign = try await neighbour.post("/desk/pickups", ["form_token": theirs, "code": code])
    #expect(foreign.status == 422 && !foreign.text.contains(number))
    #expect(try await !neighbour.open("/desk/pickups").text.contains(number))
    let elsewhere = try await neighbour.post(
      "/desk/orders/\(number)/collection",
      ["form_token": theirs, "code": code]
    )
    #expect(elsewhere.status >= 400 && elsewhere.status < 500)

    let reader = Visitor(server, at: tenant.snapshot)
    let readers = try await reader.signIn("lin")
    let seen = try await reader.open("/desk/pickups")
    #expect(seen.text.contains(number) && !seen.text.contains("name=\"code\""))
    for path in ["/desk/pickups", "/desk/orders/\(number)/collection"] {
      let refused = try await reader.post(path, ["form_token": readers, "code": code])
      #expect(refused.status == 403)
    }

    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("wang")
    for guess in 0..<PickupDesk.guessLimit {
      _ = try await staff.post("/desk/pickups", ["form_token": token, "code": "0000000\(guess)"])
    }
    let locked = try await staff.post("/desk/pickups", ["form_token": token, "code": code])
    #expect(locked.status == 422 && locked.text.contains("请等一刻钟再试"))
    #expect(try await tenant.scope.order(number: number)?.state.fulfilment == .unfulfilled)

    let owner = Visitor(server, at: tenant.snapshot)
    let owners = try await owner.signIn("mei")
    // The test's clock is months behind the server's: whoever shows the code now shows a copy.
    try await tenant.transaction {
      _ = try await Shop().collectOrder(code: code, by: .staff("mei"), in: $0)
    }
    let copied = try await owner.post("/desk/pickups", ["form_token": owners, "code": code])
    #expect(copied.status == 422 && copied.text.contains("请不要再次交付"))
    #expect(copied.text.contains(number))
  }
}
