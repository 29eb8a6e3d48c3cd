import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Buying by the API", .tenantDatabase([StorefrontModule.module]))
struct APIPurchaseTests {
  @Test func `a cart becomes an order that its token opens`() async throws {
    let pair = try await TestShop.pair()
    let app = Visitor(try await ShopServer(), at: pair.mine.snapshot)

    let product = try await app.call(.get, "/api/v1/products/soap").json
    let sku = try #require(text(list(product["skus"])?.first?["id"]))
    let cart = try await app.call(
      .post,
      "/api/v1/cart/lines",
      ["sku": .string(sku), "quantity": 5],
      key: "first-add-1"
    ).json
    let more = try await app.call(.patch, "/api/v1/cart/lines/\(sku)", ["quantity": 6]).json
    let placed = try await app.call(.post, "/api/v1/checkout", checkout(more), key: "first-order")
    let token = try #require(text(try placed.json["token"]))
    let order = try await app.call(.get, "/api/v1/orders/\(token)").json

    #expect(cart["goods"] == ["minor": 9950, "currency": "CNY", "text": "¥99.50"])
    #expect(cart["freight"]?["minor"] == 0)
    #expect(placed.status == 201)
    #expect(order["number"] == (try placed.json["order"]?["number"]))
    #expect(order["total"]?["minor"] == 11_940)
    #expect(order["contact"]?["phone"] == "138****5678")
    #expect(order["payment"]?["provider"] == "cashOnDelivery")
  }

  @Test func `an order needs a key, and the same key gives the same order`() async throws {
    let pair = try await TestShop.pair()
    let app = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let soap = try await TestShop.sku("soap", of: pair.mine)
    let cart = try await app.call(
      .post,
      "/api/v1/cart/lines",
      ["sku": .string(soap.description), "quantity": 1]
    ).json

    let without = try await app.call(.post, "/api/v1/checkout", checkout(cart))
    let first = try await app.call(.post, "/api/v1/checkout", checkout(cart), key: "order-key-1")
    let again = try await app.call(.post, "/api/v1/checkout", checkout(cart), key: "order-key-1")

    #expect(without.status == 400)
    #expect(without.code == "tenancy.idempotency_key_missing")
    #expect(first.status == 201)
    #expect(again.text == first.text)
  }

  @Test func `refusals say which item and how many are left`() async throws {
    let pair = try await TestShop.pair()
    let app = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let wipes = try await TestShop.sku("wipe", of: pair.mine)
    let cart = try await app.call(
      .post,
      "/api/v1/cart/lines",
      ["sku": .string(wipes.description), "quantity": 3]
    ).json

    let refused = try await app.call(.post, "/api/v1/checkout", checkout(cart), key: "order-key-2")

    #expect(cart["is_orderable"] == false)
    #expect(refused.status == 409)
    #expect(refused.code == "storefront.out_of_stock")
  }

  @Test func `a list is walked by its Link header without gap or repetition`() async throws {
    let pair = try await TestShop.pair()
    let app = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    var path = "/api/v1/products?limit=1&sort=price_up&facets=true"
    var slugs: [String] = []

    for _ in 0..<5 {
      let page = try await app.call(.get, path)
      slugs += try list(page.json["items"])?.compactMap { text($0["slug"]) } ?? []
      guard let link = page.headers[.link] else { break }
      path = String(link.dropFirst().prefix { $0 != ">" })
    }

    #expect(slugs == ["evil", "wipe", "soap"])
  }

  @Test(arguments: [
    ("/api/v1/products?sort=sideways", 422), ("/api/v1/products?limit=101", 422),
    ("/api/v1/products?stage=none", 422), ("/api/v1/products?category=none", 404),
    ("/api/v1/products?cursor=garbage", 400), ("/api/v1/products/none", 404),
    ("/api/v1/orders/none", 404),
  ])
  func `a question that has no answer is refused`(_ path: String, _ status: Int) async throws {
    let pair = try await TestShop.pair()
    let app = Visitor(try await ShopServer(), at: pair.mine.snapshot)

    let answer = try await app.call(.get, path)

    #expect(answer.status == status)
    #expect(answer.code != nil)
  }

  @Test func `answers have the shape that the document promises`() async throws {
    let shops = try await SampleShops.open()
    let server = try await ShopServer()
    let routes = StorefrontWebModule.module().routes.filter { $0.isAPI && !$0.isWriting }

    for tenant in [shops.chinese, shops.indonesian] {
      let app = Visitor(server, at: tenant)
      let list = try await app.call(.get, "/api/v1/products").json
      let slug = try #require(text(self.list(list["items"])?.first?["slug"]))
      let paths = [
        "getShop": "/api/v1/shop", "listCategories": "/api/v1/categories",
        "listProducts": "/api/v1/products?facets=true", "getProduct": "/api/v1/products/\(slug)",
        "getCart": "/api/v1/cart",
      ]
      for route in routes {
        guard let path = paths[route.operation] else { continue }
        let answer = try await app.call(.get, path)
        let schema = try #require(route.responses.first?.schema)
        #expect(answer.status == 200)
        #expect(schema.problems(in: try answer.json) == [], "\(route.operation)")
      }
    }
  }

  private func checkout(_ cart: JSONValue) -> JSONValue {
    [
      "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
      "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
      "payment": "cashOnDelivery",
    ]
  }

  private func text(_ value: JSONValue?) -> String? {
    if case .string(let text)? = value { text } else { nil }
  }

  private func list(_ value: JSONValue?) -> [JSONValue]? {
    if case .array(let values)? = value { values } else { nil }
  }
}

extension HTTPField.Name {
  fileprivate static var link: Self {
    guard let name = Self("Link") else { preconditionFailure("Link is a header") }
    return name
  }
}
