import Foundation
import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

private let picture =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

@Suite("Reviews on the web", .tenantDatabase([StorefrontModule.module]))
struct ReviewPageTests {
  /// The token of an order of one soap that was delivered.
  private func received(_ visitor: Visitor, _ tenant: TestTenant, _ key: String) async throws
    -> String
  {
    let sku = try await TestShop.sku("soap", of: tenant)
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 1]
    let cart = try await visitor.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await visitor.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "review-order-\(key)"
    ).json
    let token = text(placed["token"])
    try await tenant.deliver(text(placed["order"]?["number"]))
    _ = try await visitor.call(.post, "/api/v1/orders/\(token)/receipt")
    return token
  }

  private func text(_ value: JSONValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }

  @Test func `by forms: write, be told, change, add later, delete`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let token = try await received(visitor, pair.mine, "a")
    let path = "/orders/\(token)/reviews/0"

    let order = try await visitor.open("/orders/\(token)")
    let form = try await visitor.open(path)
    let secret = form.field("form_token") ?? ""
    let none = try await visitor.submit(
      path,
      ["form_token": secret, "text": "\"<b>\""],
      pictures: [TestPicture.named("a.png", 1)]
    )
    let fields: KeyValuePairs<String, String> = [
      "form_token": secret, "rating": "2", "text": "<i>泡沫</i>少", "show_initial": "yes",
    ]
    let written = try await visitor.submit(path, fields, pictures: [])
    _ = try await visitor.submit(path, fields, pictures: [])
    let added = try await visitor.submit(
      "\(path)/follow-up",
      ["form_token": secret, "follow_up": "一周后习惯了"]
    )
    let product = try await visitor.open("/products/soap")
    let low = try await visitor.open("/products/soap?reviews=low")
    let pictures = try await visitor.open("/products/soap?reviews=pictures")
    let erased = try await visitor.submit("\(path)/erasure", ["form_token": secret])
    let after = try await visitor.open("/products/soap")

    #expect(order.text.contains("写评价：温和香皂") && order.text.contains("/reviews/0"))
    #expect(form.text.contains("您的评分"))
    #expect(none.status == 422 && none.text.contains("请选择星级"))
    #expect(none.text.contains("&quot;&lt;b&gt;&quot;") && none.text.contains("请重新选择图片"))
    #expect(written.status == 200 && written.text.contains("评价已公开"))
    #expect(added.status == 200 && !added.text.contains("name=\"follow_up\""))
    #expect(product.text.contains("&lt;i&gt;泡沫&lt;/i&gt;少") && product.text.contains("林**"))
    #expect(product.text.contains("已验证购买") && product.text.contains("一周后习惯了"))
    #expect(!product.text.contains("林晓") && !product.text.contains("13812345678"))
    #expect(product.text.contains("\"@type\":\"AggregateRating\""))
    #expect(product.text.contains("\"ratingValue\":\"2.0\""))
    #expect(low.text.contains("泡沫") && pictures.text.contains("没有这样的评价"))
    #expect(erased.text.contains("评价内容已由买家删除"))
    #expect(!after.text.contains("泡沫") && after.text.contains("评价内容已由买家删除"))
    #expect(after.text.contains("1 条评价"))
    let list = try await pair.mine.scope.reviews(ReviewListQuery())
    #expect(list.count == 1)
  }

  @Test func `by forms: pictures are shown, and a review that needs one waits for it`()
    async throws
  {
    var settings = TestShop.settings
    guard case .object(var shop)? = settings["storefront"] else { return }
    shop["reviews"] = ["needsPicture": true]
    settings["storefront"] = .object(shop)
    let pair = try await TestShop.pair(settings)
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let token = try await received(visitor, pair.mine, "p")
    let path = "/orders/\(token)/reviews/0"
    let form = try await visitor.open(path)
    func send(_ pictures: [(name: String, bytes: [UInt8])]) async throws -> WebAnswer {
      try await visitor.submit(
        path,
        ["form_token": form.field("form_token") ?? "", "rating": "5", "text": "洗得很干净"],
        pictures: pictures
      )
    }
    #expect(form.text.contains("multipart/form-data") && form.text.contains("本店只公开有图片的评价"))

    let wrong = try await send([TestPicture.named("a.png", 1), ("note.txt", Array("x".utf8))])
    #expect(wrong.status == 422 && wrong.text.contains("没有收下“note.txt”"))
    #expect(wrong.text.contains("洗得很干净</textarea>") && wrong.text.contains("aria-invalid"))
    #expect(try await pair.mine.scope.reviews(ReviewListQuery()).isEmpty)

    let bare = try await send([])
    #expect(bare.text.contains("评价配上图片后就会公开"))
    #expect(try await !visitor.open("/products/soap").text.contains("洗得很干净"))
    let first = [TestPicture.named("a.png", 1), TestPicture.named("b.png", 2)]
    for _ in 0..<2 {
      let shown = try await send(first)
      #expect(shown.status == 200 && shown.text.contains("评价已公开"))
      #expect(shown.text.contains("您的图片 2") && !shown.text.contains("您的图片 3"))
    }
    let product = try await visitor.open("/products/soap")
    #expect(product.text.contains("洗得很干净") && product.text.contains("买家图片 2"))
    let seventh = try await send((2...7).map { TestPicture.named("\($0).png", $0) })
    #expect(seventh.status == 422 && seventh.text.contains("没有收下“7.png”"))
    let review = try #require(try await pair.mine.scope.reviews(ReviewListQuery()).first)
    #expect(review.pictures.count == 2)
    // The neighbour has the same goods, and nothing of it.
    #expect(try await pair.other.scope.reviews(ReviewListQuery()).isEmpty)
    let stranger = Visitor(try await ShopServer(), at: pair.other.snapshot)
    #expect(try await stranger.open("/media/\(review.pictures[0])").status == 404)
  }

  @Test func `a product without a published review states no rating`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let token = try await received(visitor, pair.mine, "b")
    let held = try await visitor.call(
      .post,
      "/api/v1/orders/\(token)/reviews",
      ["code": "SOAP-1", "rating": 5, "text": "加微信 13800138000"]
    )
    let page = try await visitor.open("/products/soap")
    #expect(try held.json["state"] == "pending")
    #expect(!page.text.contains("AggregateRating") && page.text.contains("还没有评价"))
    #expect(!page.text.contains("13800138000"))
  }

  /// The picture with zeros behind it, which a PNG may have.
  private func photograph(of size: Int) throws -> JSONValue {
    var bytes = try #require(Data(base64Encoded: picture))
    bytes.append(Data(count: size - bytes.count))
    return ["data": .string(bytes.base64EncodedString())]
  }

  @Test func `by the API: write, picture, add later, read by pages`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    var tokens: [String] = []
    for key in ["c", "d"] { tokens.append(try await received(visitor, pair.mine, key)) }
    for (index, token) in tokens.enumerated() {
      let made = try await visitor.call(
        .post,
        "/api/v1/orders/\(token)/reviews",
        ["code": "SOAP-1", "rating": .integer(Int64(4 + index)), "text": "好"]
      )
      #expect(made.status == 200, "\(made.text)")
      guard index == 0 else { continue }
      let path = "/api/v1/orders/\(token)/reviews/\(text(try made.json["id"]))"
      let pictured = try await visitor.call(.post, "\(path)/pictures", ["data": .string(picture)])
      let large = try await visitor.call(.post, "\(path)/pictures", photograph(of: Media.byteLimit))
      let larger = try await visitor.call(
        .post,
        "\(path)/pictures",
        photograph(of: Media.byteLimit + 3)
      )
      let added = try await visitor.call(.post, "\(path)/follow-up", ["text": "还是好"])
      let twice = try await visitor.call(.post, "\(path)/follow-up", ["text": "又一次"])
      #expect(pictured.status == 200, "\(pictured.text)")
      #expect(large.status == 200, "\(large.text)")
      #expect(larger.status == 422)
      #expect(try added.json["follow_up_state"] == "published")
      #expect(twice.status == 409)
    }
    let first = try await visitor.call(.get, "/api/v1/products/soap/reviews?limit=1")
    let next = text(try first.json["next"])
    let second = try await visitor.call(
      .get,
      "/api/v1/products/soap/reviews?limit=1&before=\(next)"
    ).json
    let wrong = try await visitor.call(
      .post,
      "/api/v1/orders/\(tokens[0])/reviews",
      ["code": "SOAP-1", "rating": 6]
    )
    let own = try await visitor.call(.get, "/api/v1/orders/\(tokens[0])/reviews").json

    #expect(try first.json["summary"]?["average"] == "4.5")
    #expect(try first.json["summary"]?["weighted_average"] == "4.3")
    #expect(try first.json["summary"]?["histogram"] == [0, 0, 0, 1, 1])
    let link = try #require(HTTPField.Name("Link"))
    #expect(first.headers[link]?.contains("rel=\"next\"") == true)
    #expect(!first.text.contains("code") && !first.text.contains(tokens[0]))
    guard case .array(let items)? = second["items"] else { return #expect(Bool(false)) }
    #expect(items.first?["rating"] == 4 && second["next"] == nil)
    #expect(wrong.status == 400 || wrong.status == 422)
    guard case .array(let mine)? = own["items"] else { return #expect(Bool(false)) }
    #expect(mine.first?["code"] == "SOAP-1")
  }
}
