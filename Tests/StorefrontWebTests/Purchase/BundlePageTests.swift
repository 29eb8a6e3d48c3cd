import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Bundles on pages and in the API", .tenantDatabase([StorefrontModule.module]))
struct BundlePageTests {
  /// A shop whose wipes are two soaps and a cloth with a hostile name.
  private func bundled() async throws -> TenantPair {
    let pair = try await TestShop.pair()
    try await pair.mine.transaction { transaction in
      let shop = Shop()
      try await shop.setStock(of: "WIPE-1", at: "shop", to: 0, actor: .system, in: transaction)
      try await shop.setContents(
        [BundleContent(sku: "SOAP-1", quantity: 2), BundleContent(sku: "EVIL-1", quantity: 1)],
        of: "WIPE-1",
        by: .admin("ada"),
        in: transaction
      )
    }
    return pair
  }

  @Test func `a shopper reads what is in a bundle, from its page to the order`() async throws {
    let pair = try await bundled()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let product = try await visitor.open("/products/wipe")
    let cart = try await visitor.submit(
      "/cart/lines",
      [
        "sku": product.field("sku") ?? "", "quantity": "2",
        "idempotency_key": product.field("idempotency_key") ?? "",
      ]
    )
    let checkout = try await visitor.open("/checkout")
    let order = try await visitor.submit(
      "/checkout",
      [
        "form_token": cart.field("form_token") ?? "", "cart": checkout.field("cart") ?? "",
        "idempotency_key": checkout.field("idempotency_key") ?? "",
        "seen_total": checkout.field("seen_total") ?? "", "name": "林晓", "phone": "13812345678",
        "address": "杭州市上城区河坊街 1 号", "payment": "cashOnDelivery",
      ]
    )

    #expect(product.text.contains("套装内含") && product.text.contains("温和香皂 × 2"))
    #expect(product.text.contains("href=\"/products/soap?sku=SOAP-1"))
    for page in [product, cart, checkout, order] {
      #expect(page.text.contains("温和香皂 × ") && !page.text.contains("<script>alert"))
    }
    #expect(cart.text.contains("内含：温和香皂 × 2"))
    #expect(order.text.contains("柔湿巾，¥9.90 × 2：温和香皂 × 4"))
    // 2 × 9.90 instead of 4 × 19.90 + 2 × 5.00.
    #expect(order.text.contains("套装优惠") && order.text.contains("-¥69.80"))
    #expect(order.text.contains("¥27.80"))
  }

  @Test func `the API tells contents and bundles as its document says`() async throws {
    let pair = try await bundled()
    let app = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let routes = StorefrontWebModule.module().routes
    func problems(_ operation: String, _ json: JSONValue) throws -> [String] {
      let route = try #require(routes.first { $0.operation == operation })
      return try #require(route.responses.first?.schema).problems(in: json).map { "\($0)" }
    }
    let product = try await app.call(.get, "/api/v1/products/wipe").json
    let single = try await app.call(.get, "/api/v1/products/soap").json
    guard case .array(let skus)? = product["skus"], case .string(let sku)? = skus.first?["id"]
    else {
      Issue.record("no SKU")
      return
    }
    let line: JSONValue = ["sku": .string(sku), "quantity": 1]
    let cart = try await app.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await app.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "bundle-order-1"
    )
    guard case .string(let token)? = try placed.json["token"] else {
      Issue.record("no order: \(placed.text)")
      return
    }
    let order = try await app.call(.get, "/api/v1/orders/\(token)").json

    #expect(try problems("getProduct", product) == [] && problems("getProduct", single) == [])
    #expect(try problems("getCart", cart) == [] && problems("getOrder", order) == [])
    guard case .array(let contents)? = skus.first?["contents"],
      case .array(let lines)? = cart["lines"], case .array(let bundles)? = order["bundles"]
    else {
      Issue.record("nothing of a bundle: \(order)")
      return
    }
    #expect(contents.map { $0["code"] } == ["SOAP-1", "EVIL-1"])
    #expect(lines.first?["contents"] == skus.first?["contents"])
    #expect(bundles.first?["code"] == "WIPE-1")
    #expect(bundles.first?["parts"] == [["line": 0, "quantity": 2], ["line": 1, "quantity": 1]])
    if case .array(let skus)? = single["skus"] { #expect(skus.first?["contents"] == nil) }
  }

  @Test func `a bundle's contents are changed at the desk, and what cannot be is said`()
    async throws
  {
    let tenant = try await bundled().mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    let path = "/desk/products/wipe"
    #expect(try await staff.open(path).text.contains("SOAP-1 × 2"))

    func change(_ contents: String) async throws -> WebAnswer {
      try await staff.post(
        "\(path)/contents",
        ["form_token": token, "sku": "WIPE-1", "contents": contents]
      )
    }
    let changed = try await change("SOAP-1*3")
    let unknown = try await change("NONE*1")
    let wrong = try await change("SOAP-1*many")

    #expect(changed.status == 303)
    #expect(try await staff.open(path).text.contains("SOAP-1 × 3"))
    #expect(unknown.status == 422 && unknown.text.contains("没有货号 NONE"))
    #expect(wrong.status == 422)
    #expect(try await staff.open("/products/wipe").text.contains("温和香皂 × 3"))
  }
}
