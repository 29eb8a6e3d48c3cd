import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Buying by forms, without scripts", .tenantDatabase([StorefrontModule.module]))
struct FormPurchaseTests {
  private let contact: KeyValuePairs<String, String> = [
    "name": "林晓", "phone": "13812345678", "address": "浙江省杭州市上城区河坊街 1 号",
  ]

  @Test func `from the product's page to the order's page`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)

    let product = try await visitor.open("/products/soap")
    let cart = try await visitor.submit(
      "/cart/lines",
      [
        "sku": product.field("sku") ?? "", "quantity": "2",
        "idempotency_key": product.field("idempotency_key") ?? "",
      ]
    )
    let checkout = try await visitor.open("/checkout")
    let order = try await visitor.submit("/checkout", filled(checkout, payment: "bankTransfer"))

    #expect(cart.text.contains("¥39.80"))
    #expect(cart.text.contains("再买 ¥59.20 即可免运费"))
    #expect(order.status == 200)
    #expect(order.text.contains("谢谢您，订单已收到"))
    #expect(order.text.contains("¥47.80"))
    #expect(order.text.contains("9900 0571"))
    #expect(order.text.contains("138****5678"))
    #expect(!order.text.contains("13812345678") && !order.text.contains("河坊街 1 号"))
    let emptied = try await visitor.open("/cart")
    #expect(emptied.text.contains("购物车还是空的"))
  }

  @Test func `a step starts from the quantity that was shown, so twice is once`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let cart = try await putSoap(visitor, pair.mine)
    let soap = try await TestShop.sku("soap", of: pair.mine)
    let token = cart.field("form_token") ?? ""
    let step: KeyValuePairs = ["form_token": token, "quantity": "1", "step": "1"]

    _ = try await visitor.submit("/cart/lines/\(soap)", step)
    let twice = try await visitor.submit("/cart/lines/\(soap)", step)
    let removed = try await visitor.submit(
      "/cart/lines/\(soap)",
      ["form_token": token, "quantity": "2", "remove": "true"]
    )

    #expect(twice.field("quantity") == "2")
    #expect(removed.text.contains("购物车还是空的"))
  }

  @Test(arguments: ["0x1", "100", "-1", ""])
  func `a quantity that is none is said in the cart`(_ quantity: String) async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let cart = try await putSoap(visitor, pair.mine)
    let soap = try await TestShop.sku("soap", of: pair.mine)

    let answer = try await visitor.submit(
      "/cart/lines/\(soap)",
      ["form_token": cart.field("form_token") ?? "", "quantity": quantity]
    )

    #expect(answer.status == 422)
    #expect(answer.text.contains("数量请填 1 到 99"))
    #expect(answer.field("quantity") == "1")
  }

  @Test func `wrong fields keep their values and say what is wrong beside them`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    _ = try await putSoap(visitor, pair.mine)
    let checkout = try await visitor.open("/checkout")

    let answer = try await visitor.submit(
      "/checkout",
      [
        "form_token": checkout.field("form_token") ?? "", "cart": checkout.field("cart") ?? "",
        "seen_total": checkout.field("seen_total") ?? "", "name": "\"林\" <b>", "phone": "12",
        "address": "", "payment": "cashOnDelivery",
      ]
    )

    #expect(answer.status == 422)
    #expect(answer.text.contains("id=\"phone-error\""))
    #expect(answer.text.contains("aria-describedby=\"phone-error phone-hint\""))
    #expect(answer.text.contains("请填写“详细地址”"))
    #expect(answer.text.contains("value=\"&quot;林&quot; &lt;b&gt;\""))
    #expect(!answer.text.contains("<b>"))
  }

  @Test func `a double click places one order and shows it twice`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    _ = try await putSoap(visitor, pair.mine)
    let form = filled(try await visitor.open("/checkout"), payment: "cashOnDelivery")

    let first = try await visitor.post("/checkout", form)
    let second = try await visitor.post("/checkout", form)

    #expect(first.status == 303 && second.status == 303)
    #expect(first.location == second.location)
    let orders = try await pair.mine.scope.orders(OrderListQuery())
    #expect(orders.items.count == 1)
  }

  @Test func `two tabs with keys of their own place one order`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    _ = try await putSoap(visitor, pair.mine)
    let left = filled(try await visitor.open("/checkout"), payment: "cashOnDelivery")
    let right = filled(try await visitor.open("/checkout"), payment: "cashOnDelivery")

    let first = try await visitor.submit("/checkout", left)
    let second = try await visitor.submit("/checkout", right)

    #expect(first.status == 200 && second.status == 200)
    let orders = try await pair.mine.scope.orders(OrderListQuery())
    #expect(orders.items.count == 1)
    #expect(second.text.contains(try #require(orders.items.first?.number)))
  }

  @Test func `a total that has changed is shown before anything is ordered`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    _ = try await putSoap(visitor, pair.mine)
    let checkout = try await visitor.open("/checkout")

    let answer = try await visitor.submit(
      "/checkout",
      filled(checkout, payment: "cashOnDelivery", seenTotal: "1")
    )

    #expect(answer.status == 422)
    #expect(answer.text.contains("现在合计 ¥27.90"))
    #expect(answer.field("seen_total") == "2790")
    let orders = try await pair.mine.scope.orders(OrderListQuery())
    #expect(orders.items.isEmpty)
  }

  @Test func `more than is left is said in the cart and cannot be ordered`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let wipes = try await TestShop.sku("wipe", of: pair.mine)

    let cart = try await visitor.submit(
      "/cart/lines",
      ["sku": wipes.description, "quantity": "3"]
    )
    let checkout = try await visitor.open("/checkout")

    #expect(cart.text.contains("目前只剩 2 件"))
    #expect(!cart.text.contains("href=\"/checkout\""))
    #expect(checkout.status == 200)
    #expect(checkout.text.contains("目前只剩 2 件"))
    #expect(checkout.field("seen_total") == nil)
  }

  @Test func `a merchant's name for a product never becomes markup`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let evil = try await TestShop.sku("evil", of: pair.mine)

    let product = try await visitor.open("/products/evil")
    let cart = try await visitor.submit("/cart/lines", ["sku": evil.description, "quantity": "1"])
    let order = try await visitor.submit(
      "/checkout",
      filled(try await visitor.open("/checkout"), payment: "cashOnDelivery")
    )

    for page in [product, cart, order] {
      #expect(page.status == 200)
      #expect(!page.text.contains("<script>alert"))
      #expect(!page.text.contains("</script> &"))
      #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;安抚巾&quot;"))
    }
  }

  @Test func `the neighbour opens none of it`() async throws {
    let pair = try await TestShop.pair()
    let server = try await ShopServer()
    let visitor = Visitor(server, at: pair.mine.snapshot)
    _ = try await putSoap(visitor, pair.mine)
    let placed = try await visitor.post(
      "/checkout",
      filled(try await visitor.open("/checkout"), payment: "cashOnDelivery")
    )
    let neighbour = Visitor(server, at: pair.other.snapshot)
    let mine = try await TestShop.sku("soap", of: pair.mine)

    let order = try await neighbour.open(try #require(placed.location))
    let line = try await neighbour.post("/cart/lines", ["sku": mine.description, "quantity": "1"])
    let cart = try await neighbour.open("/cart")

    #expect(order.status == 404)
    #expect(line.status == 422)
    #expect(cart.text.contains("购物车还是空的"))
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
  func `a form never leads out of the shop`(_ next: String) async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let soap = try await TestShop.sku("soap", of: pair.mine)

    let answer = try await visitor.post(
      "/cart/lines",
      ["sku": soap.description, "quantity": "1", "next": next]
    )

    #expect(answer.status == 303)
    #expect(answer.location == "/cart")
  }

  private func putSoap(_ visitor: Visitor, _ tenant: TestTenant) async throws -> WebAnswer {
    let soap = try await TestShop.sku("soap", of: tenant)
    return try await visitor.submit("/cart/lines", ["sku": soap.description, "quantity": "1"])
  }

  private func filled(_ page: WebAnswer, payment: String, seenTotal: String? = nil)
    -> KeyValuePairs<String, String>
  {
    [
      "form_token": page.field("form_token") ?? "",
      "idempotency_key": page.field("idempotency_key") ?? "", "cart": page.field("cart") ?? "",
      "seen_total": seenTotal ?? page.field("seen_total") ?? "", "name": contact[0].value,
      "phone": contact[1].value, "address": contact[2].value, "payment": payment,
    ]
  }
}
