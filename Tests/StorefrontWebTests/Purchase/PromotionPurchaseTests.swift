import Foundation
import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Buying with promotions", .tenantDatabase([StorefrontModule.module]))
struct PromotionPurchaseTests {
  private static let file = """
    promotion,kind,value,categories,products,skus,ages,group,priority,state,from,until,codes,\
    uses_limit,budget,pieces_limit,per_person,min_amount,min_pieces,maximum,first_order,levels,\
    tags,child_ages,excludes,name.zh,name.en
    two,pieces_percent,2:10,,,,,,,active,,,,,,,,,,,,,,,,两件九折,Ten percent off two
    full,spend_off,50:5,,,,,,,active,,,,,,,,,,,,,,,,满 50 减 5,5 off 50
    hello,spend_off,3,,,,,,,active,,,HELLO|HI-2,1,,,,,,,,,,,,见面礼,Hello

    """

  private func promoted() async throws -> TenantPair {
    let pair = try await TestShop.pair()
    let url = FileManager.default.temporaryDirectory.appending(path: "promo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(Self.file.utf8).write(to: url.appending(path: "promotions.csv"))
    try await pair.mine.transaction { transaction in
      _ = try await FolderPart.promotions.reconcile(
        TenantFolder(url: url),
        pair.mine.snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
    return pair
  }

  @Test func `the cart says what applies and what is missing, takes a code, and is ordered so`()
    async throws
  {
    let pair = try await promoted()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let product = try await visitor.open("/products/soap")
    let cart = try await visitor.submit(
      "/cart/lines",
      [
        "sku": product.field("sku") ?? "", "quantity": "2",
        "idempotency_key": product.field("idempotency_key") ?? "",
      ]
    )
    let token = cart.field("form_token") ?? ""

    let unknown = try await visitor.submit("/cart/codes", ["form_token": token, "code": "NOPE"])
    let entered = try await visitor.submit("/cart/codes", ["form_token": token, "code": "hello "])
    let checkout = try await visitor.open("/checkout")
    let order = try await visitor.submit(
      "/checkout",
      [
        "form_token": token, "cart": checkout.field("cart") ?? "",
        "idempotency_key": checkout.field("idempotency_key") ?? "",
        "seen_total": checkout.field("seen_total") ?? "", "name": "林晓", "phone": "13812345678",
        "address": "杭州市上城区河坊街 1 号", "payment": "cashOnDelivery",
      ]
    )

    #expect(product.text.contains("两件九折") && product.text.contains("满 50 减 5"))
    #expect(!product.text.contains("见面礼"))
    #expect(cart.text.contains("两件九折") && cart.text.contains("-¥3.98"))
    #expect(cart.text.contains("满 50 减 5") && cart.text.contains("再买 ¥14.18 可用"))
    #expect(!cart.text.contains("见面礼"))
    #expect(unknown.status == 422 && unknown.text.contains("没有这个优惠码"))
    #expect(entered.text.contains("见面礼") && entered.text.contains("HELLO"))
    #expect(checkout.field("seen_total") == "4082")
    #expect(order.text.contains("谢谢您，订单已收到") && order.text.contains("¥40.82"))
    #expect(order.text.contains("两件九折") && order.text.contains("-¥3.98"))
    #expect(order.text.contains("见面礼") && order.text.contains("-¥3.00"))
  }

  @Test func `beside a strike price stands the lowest price of late, in lists and on the page`()
    async throws
  {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)

    let list = try await visitor.open("/products")
    let page = try await visitor.open("/products/soap")
    let items = try await visitor.call(.get, "/api/v1/products").json["items"]

    let words = "降价前 30 天最低价 ¥19.90"
    #expect(list.text.contains("¥25.00") && list.text.contains(words))
    #expect(page.text.contains("¥25.00") && page.text.contains(words))
    guard case .array(let cards)? = items else {
      Issue.record("no products")
      return
    }
    #expect(cards.first { $0["slug"] == "soap" }?["lowest_recent_price"]?["minor"] == 1990)
    #expect(cards.allSatisfy { $0["list_price"] != nil || $0["lowest_recent_price"] == nil })
  }

  @Test func `a code at the checkout keeps what was typed, and one that is none is said there`()
    async throws
  {
    let pair = try await promoted()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let product = try await visitor.open("/products/soap")
    _ = try await visitor.submit(
      "/cart/lines",
      [
        "sku": product.field("sku") ?? "", "quantity": "2",
        "idempotency_key": product.field("idempotency_key") ?? "",
      ]
    )
    let checkout = try await visitor.open("/checkout")
    func enter(_ code: String) async throws -> WebAnswer {
      try await visitor.submit(
        "/checkout/codes",
        [
          "form_token": checkout.field("form_token") ?? "", "code": code, "name": "林晓",
          "phone": "13812345678", "payment": "cashOnDelivery",
        ]
      )
    }

    let unknown = try await enter("NOPE")
    let nothing = try await enter("")
    let entered = try await enter(" hello")

    #expect(unknown.status == 422 && unknown.text.contains("没有这个优惠码"))
    #expect(unknown.field("code") == "NOPE" && unknown.field("name") == "林晓")
    #expect(nothing.status == 200 && nothing.field("seen_total") == "4382")
    #expect(entered.status == 200 && entered.field("seen_total") == "4082")
    #expect(entered.field("name") == "林晓" && entered.field("phone") == "13812345678")
    #expect(entered.text.contains("见面礼") && entered.field("code") == "")
  }

  @Test func `two codes of a promotion each go out, and a refusal is read in another language`()
    async throws
  {
    let pair = try await promoted()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let product = try await visitor.open("/products/soap")
    let cart = try await visitor.submit(
      "/cart/lines",
      [
        "sku": product.field("sku") ?? "", "quantity": "1",
        "idempotency_key": product.field("idempotency_key") ?? "",
      ]
    )
    let token = cart.field("form_token") ?? ""
    var page = cart
    for code in ["HELLO", "HI-2"] {
      page = try await visitor.submit("/cart/codes", ["form_token": token, "code": code])
    }
    #expect(page.text.contains("/cart/codes/HELLO\"") && page.text.contains("/cart/codes/HI-2\""))
    let left = try await visitor.submit("/cart/codes/HELLO", ["form_token": token])
    #expect(!left.text.contains("/cart/codes/HELLO\"") && left.text.contains("/cart/codes/HI-2\""))
    #expect(left.text.contains("见面礼"))

    let unknown = try await visitor.submit("/cart/codes", ["form_token": token, "code": "NOPE"])
    #expect(unknown.status == 422 && unknown.text.contains("/cart/codes?lang=en"))
    let moved = try await visitor.open("/cart/codes?lang=en")
    #expect(moved.status == 303 && moved.location?.hasSuffix("/cart?lang=en") == true)
  }

  @Test func `a code that somebody else used up meanwhile leads back to the new total`()
    async throws
  {
    let pair = try await promoted()
    let server = try await ShopServer()
    var forms: [(Visitor, WebAnswer, String)] = []
    for _ in 0..<2 {
      let visitor = Visitor(server, at: pair.mine.snapshot)
      let product = try await visitor.open("/products/soap")
      let cart = try await visitor.submit(
        "/cart/lines",
        [
          "sku": product.field("sku") ?? "", "quantity": "1",
          "idempotency_key": product.field("idempotency_key") ?? "",
        ]
      )
      let token = cart.field("form_token") ?? ""
      _ = try await visitor.submit("/cart/codes", ["form_token": token, "code": "HELLO"])
      forms.append((visitor, try await visitor.open("/checkout"), token))
    }
    var answers: [WebAnswer] = []
    for (visitor, checkout, token) in forms {
      answers.append(
        try await visitor.submit(
          "/checkout",
          [
            "form_token": token, "cart": checkout.field("cart") ?? "",
            "idempotency_key": checkout.field("idempotency_key") ?? "",
            "seen_total": checkout.field("seen_total") ?? "", "name": "林晓",
            "phone": "13812345678", "address": "杭州市上城区河坊街 1 号",
            "payment": "cashOnDelivery",
          ]
        )
      )
    }

    #expect(answers[0].status == 200)
    #expect(answers[1].status == 422)
    #expect(answers[1].text.contains("¥27.90") && answers[1].text.contains("名额已用完"))
  }

  @Test func `the quote says the same as JSON, and a code goes in and out`() async throws {
    let pair = try await promoted()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let sku = try await TestShop.sku("soap", of: pair.mine)
    let nothing = try await visitor.call(.get, "/api/v1/cart/quote")
    let cart = try await visitor.call(
      .post,
      "/api/v1/cart/lines",
      ["sku": .string(sku.description), "quantity": 2],
      key: "quote-cart-1"
    )

    let entered = try await visitor.call(.post, "/api/v1/cart/codes", ["code": "hello"])
    let removed = try await visitor.call(.delete, "/api/v1/cart/codes/HELLO")
    let unknown = try await visitor.call(.post, "/api/v1/cart/codes", ["code": "x"])
    let placed = try await visitor.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart.json["id"] ?? .null, "seen_total": 4382, "payment": "cashOnDelivery",
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
      ],
      key: "quote-order-1"
    )

    #expect(try nothing.json["total"]?["minor"] == 0)
    #expect(try cart.json["total"]?["minor"] == 4382)
    #expect(try cart.json["discount"]?["minor"] == 398)
    #expect(try entered.json["total"]?["minor"] == 4082)
    #expect(try removed.json["total"]?["minor"] == 4382)
    #expect(unknown.status == 422)
    #expect(
      try placed.json["order"]?["discounts"] == [
        [
          "code": "promotion.two", "name": "两件九折",
          "amount": placed.json["order"]?["adjustment"] ?? .null,
        ]
      ]
    )
    guard case .array(let refused)? = try removed.json["refused"] else {
      Issue.record("no refusals")
      return
    }
    #expect(refused.map { $0["reason"] } == ["amount_too_low"])
    #expect(refused.map { $0["needed"] } == [5000])
  }
}
