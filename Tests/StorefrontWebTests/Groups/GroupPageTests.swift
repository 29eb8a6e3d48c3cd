import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Groups on the web", .tenantDatabase([StorefrontModule.module]))
struct GroupPageTests {
  private func order(_ checkout: WebAnswer, phone: String) -> KeyValuePairs<String, String> {
    [
      "form_token": checkout.field("form_token") ?? "", "cart": checkout.field("cart") ?? "",
      "seen_total": checkout.field("seen_total") ?? "", "group": checkout.field("group") ?? "",
      "idempotency_key": checkout.field("idempotency_key") ?? "", "name": "林晓", "phone": phone,
      "address": "浙江省杭州市上城区河坊街 1 号", "payment": "bankTransfer",
    ]
  }

  @Test func `from the product to a group, by link to a friend, and to the desk`() async throws {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    tenant.followTheWorld()
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let staffToken = try await staff.signIn("mei")
    let wrong = try await staff.post(
      "/desk/promotions/group/new",
      [
        "form_token": staffToken, "idempotency_key": "group-00001", "sku": "SOAP-1",
        "name": "两人团", "price": "19.90", "size": "2",
      ]
    )
    #expect(wrong.status == 422 && wrong.text.contains("value=\"两人团\""))
    let started = try await staff.post(
      "/desk/promotions/group/new",
      [
        "form_token": staffToken, "idempotency_key": "group-00002", "sku": "soap-1",
        "name": "两人团", "price": "15.00", "size": "2",
      ]
    )
    #expect(started.status == 303, "\(started.text)")

    let leader = Visitor(server, at: tenant.snapshot)
    let product = try await leader.open("/products/soap")
    let offer = try #require(product.text.firstMatch(of: /\/group-offers\/[^"]+/)).0
    let page = try await leader.open(String(offer).replacing("&amp;", with: "&"))
    #expect(page.text.contains("2 人成团，24 小时内有效") && page.text.contains("¥15.00"))
    let checkout = try await leader.submit(
      "/groups",
      [
        "promotion": page.field("promotion") ?? "", "sku": page.field("sku") ?? "",
        "quantity": "1",
      ]
    )
    #expect(checkout.text.contains("¥23.00") && checkout.text.contains("两人团"))
    #expect(!checkout.text.contains("cashOnDelivery") && checkout.field("group") == "1")
    // The usual cart is another one.
    #expect(try await leader.open("/cart").text.contains("购物车还是空的"))
    let placed = try await leader.submit("/checkout", order(checkout, phone: "13812345678"))
    #expect(placed.status == 200 && placed.text.contains("等团长付款"), "\(placed.text)")
    let path = String(try #require(placed.text.firstMatch(of: /\/groups\/group_\w+/)).0)
    let number = try #require(try await tenant.scope.orders(OrderListQuery()).items.first).number
    try await tenant.transaction { transaction in
      _ = try await Shop().confirmPayment(of: number, by: .admin("ada"), in: transaction)
    }

    let friend = Visitor(server, at: tenant.snapshot)
    let group = try await friend.open(path)
    #expect(group.text.contains("还差 1 人成团"))
    #expect(group.text.contains(/还剩 \d+ 小时 \d+ 分/))
    #expect(group.text.contains("<time datetime=\"") && group.text.contains("林**"))
    #expect(group.text.contains("value=\"http") && !group.text.contains("林晓"))
    let joining = try await friend.submit(
      "/groups",
      [
        "group": group.field("group") ?? "", "sku": group.field("sku") ?? "", "quantity": "1",
      ]
    )
    let joined = try await friend.submit("/checkout", order(joining, phone: "13900000000"))
    #expect(joined.status == 200 && joined.text.contains("拼团"), "\(joined.text)")
    let third = Visitor(server, at: tenant.snapshot)
    let full = try await third.submit(
      "/groups",
      ["group": group.field("group") ?? "", "sku": group.field("sku") ?? "", "quantity": "1"]
    )
    #expect(full.status == 422 && full.text.contains("这个团已经满员"))

    let list = try await staff.open("/desk/groups?state=open")
    #expect(list.text.contains("1/2 人已付款") && list.text.contains("还差 1 人成团"))
    let sheet = try await staff.open("/desk\(path)")
    #expect(sheet.text.contains(number) && sheet.text.contains("按现有人数成团"))
    for _ in 0..<2 {
      let ended = try await staff.post("/desk\(path)/ending", ["form_token": staffToken])
      #expect(ended.status == 303)
    }
    let late = try await staff.post("/desk\(path)/completion", ["form_token": staffToken])
    #expect(late.status == 422 && late.text.contains("这个团已经结束"))
    #expect(try await friend.open(path).text.contains("未能成团"))
    let foreign = Visitor(server, at: pair.other.snapshot, withCookiesOf: staff)
    #expect(try await foreign.open(path).status == 404)
  }

  @Test func `an app opens and joins groups too`() async throws {
    let tenant = try await TestShop.pair().mine
    tenant.followTheWorld()
    let server = try await ShopServer()
    let promotion = try await tenant.offerGroups()
    let group = try await tenant.openedGroup(promotion)
    let app = Visitor(server, at: tenant.snapshot)
    let sku = try await TestShop.sku("soap", of: tenant)
    let shown = try await app.call(.get, "/api/v1/groups/\(group)").json
    #expect(shown["state"] == "open" && shown["free"] == 1 && shown["paid"] == 1)
    let cart = try await app.call(
      .post,
      "/api/v1/groups",
      ["group": .string(group.description), "sku": .string(sku.description), "quantity": 2]
    ).json
    #expect(cart["total"]?["minor"] == 3_800)
    let contact: JSONValue = [
      "name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号",
    ]
    func body(_ payment: JSONValue) -> JSONValue {
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": contact, "payment": payment,
      ]
    }
    let atTheDoor = try await app.call(
      .post,
      "/api/v1/checkout",
      body("cashOnDelivery"),
      key: "group-order-1"
    )
    #expect(atTheDoor.code == "storefront.provider_unknown")
    let placed = try await app.call(
      .post,
      "/api/v1/checkout",
      body("bankTransfer"),
      key: "group-order-2"
    )
    #expect(placed.status == 201, "\(placed.text)")
    let full = try await app.call(
      .post,
      "/api/v1/groups",
      ["group": .string(group.description), "sku": .string(sku.description), "quantity": 1]
    )
    #expect(full.status == 409 && full.code == "storefront.group_full")
    let none = try await app.call(
      .post,
      "/api/v1/groups",
      ["promotion": "none", "sku": .string(sku.description), "quantity": 1]
    )
    #expect(none.code == "storefront.promotion_not_found")
  }
}
