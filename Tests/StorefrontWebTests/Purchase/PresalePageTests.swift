import Foundation
import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Presales on pages and in the API", .tenantDatabase([StorefrontModule.module]))
struct PresalePageTests {
  private func soldOut() async throws -> TestTenant {
    let tenant = try await TestShop.pair().mine
    try await tenant.transaction {
      try await Shop().setStock(of: "WIPE-1", at: "shop", to: 0, actor: .system, in: $0)
    }
    return tenant
  }

  @Test func `the desk sells in advance, and a shopper reads the day from the page to the order`()
    async throws
  {
    let tenant = try await soldOut()
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    let path = "/desk/products/wipe"
    func set(_ day: String, _ limit: String) async throws -> WebAnswer {
      try await staff.post(
        "\(path)/presale",
        ["form_token": token, "sku": "WIPE-1", "ships_on": day, "limit": limit]
      )
    }
    #expect(try await set("2001-01-01", "5").text.contains("发货日期须在今天之后"))
    #expect(try await set("soon", "5").status == 422)
    #expect(try await set("2099-12-20", "").status == 422)
    #expect(try await set("2099-12-20", "5").status == 303)

    let visitor = Visitor(server, at: tenant.snapshot)
    let product = try await visitor.open("/products/wipe")
    let cart = try await visitor.submit(
      "/cart/lines",
      [
        "sku": product.field("sku") ?? "", "quantity": "2",
        "idempotency_key": product.field("idempotency_key") ?? "",
      ]
    )
    let checkout = try await visitor.open("/checkout")
    let placed = try await visitor.post(
      "/checkout",
      [
        "form_token": cart.field("form_token") ?? "", "cart": checkout.field("cart") ?? "",
        "idempotency_key": checkout.field("idempotency_key") ?? "",
        "seen_total": checkout.field("seen_total") ?? "", "name": "林晓", "phone": "13812345678",
        "address": "杭州市上城区河坊街 1 号", "payment": "bankTransfer",
      ]
    )
    let link = try #require(placed.location)
    let order = try await visitor.open(link)

    #expect(product.text.contains("预售，2099年12月20日 起发货") && product.text.contains("PreOrder"))
    for page in [cart, checkout, order] { #expect(page.text.contains("2099年12月20日 起发货")) }
    #expect(order.text.contains("发货前可以随时取消"))
    #expect(try await staff.open(path).text.contains("2099-12-20 起发货，已售 2/5，待到货 2 件"))
    #expect(try await visitor.open("/products").text.contains("柔湿巾"))

    _ = try await set("2099-12-27", "5")
    let late = try await visitor.open(link)
    #expect(late.text.contains("原定 2099年12月20日，现改为 2099年12月27日"))
    let ended = try await staff.post(
      "\(path)/presale",
      ["form_token": token, "sku": "WIPE-1", "ships_on": ""]
    )
    #expect(ended.status == 303)
    #expect(try await visitor.open("/products/wipe").text.contains("暂时缺货"))
  }

  @Test func `the API tells of presales as its document says`() async throws {
    let tenant = try await soldOut()
    let day = try #require(CalendarDate(year: 2099, month: 12, day: 20))
    try await tenant.transaction {
      try await Shop().setPresale(
        PresaleTerms(shipsOn: day, limit: 3),
        of: "WIPE-1",
        for: tenant.snapshot,
        by: .system,
        in: $0
      )
    }
    let app = Visitor(try await ShopServer(), at: tenant.snapshot)
    let routes = StorefrontWebModule.module().routes
    func problems(_ operation: String, _ json: JSONValue) throws -> [String] {
      let route = try #require(routes.first { $0.operation == operation })
      return try #require(route.responses.first?.schema).problems(in: json).map { "\($0)" }
    }
    let product = try await app.call(.get, "/api/v1/products/wipe").json
    guard case .array(let skus)? = product["skus"], case .string(let sku)? = skus.first?["id"]
    else {
      Issue.record("no SKU")
      return
    }
    let line: JSONValue = ["sku": .string(sku), "quantity": 2]
    let cart = try await app.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await app.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "presale-order-1"
    )
    guard case .string(let token)? = try placed.json["token"] else {
      Issue.record("no order: \(placed.text)")
      return
    }
    let order = try await app.call(.get, "/api/v1/orders/\(token)").json

    #expect(skus.first?["presale"] == ["ships_on": "2099-12-20", "left": 3])
    #expect(cart["is_orderable"] == true)
    guard case .array(let lines)? = cart["lines"] else { return }
    #expect(lines.first?["ships_on"] == "2099-12-20")
    #expect(
      order["presale"]
        == ["ships_on": "2099-12-20", "promised_on": "2099-12-20", "is_awaiting": true]
    )
    #expect(try problems("getProduct", product) == [] && problems("getCart", cart) == [])
    #expect(try problems("getOrder", order) == [])
  }
}
