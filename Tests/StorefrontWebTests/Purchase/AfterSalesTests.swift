import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("After the sale, on the web", .tenantDatabase([StorefrontModule.module]))
struct AfterSalesTests {
  /// An order of two pieces by the API; its secret and its number.
  private func order(_ visitor: Visitor, _ tenant: TestTenant, _ payment: String = "cashOnDelivery")
    async throws -> (token: String, number: String)
  {
    let sku = try await TestShop.sku("soap", of: tenant)
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 2]
    let cart = try await visitor.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await visitor.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": .string(payment),
      ],
      key: "order-\(sku)-\(payment)"
    ).json
    return (text(placed["token"]), text(placed["order"]?["number"]))
  }

  private func text(_ value: JSONValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }

  @Test func `by forms: parcel, receipt, return, parcel back, money`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let order = try await order(visitor, pair.mine)
    let path = "/orders/\(order.token)"
    try await pair.mine.deliver(order.number)

    let shipped = try await visitor.open(path)
    let received = try await visitor.submit(
      "\(path)/receipt",
      ["form_token": shipped.field("form_token") ?? ""]
    )
    let form = try await visitor.open("\(path)/return")
    let fields: KeyValuePairs<String, String> = [
      "form_token": form.field("form_token") ?? "",
      "idempotency_key": form.field("idempotency_key") ?? "", "quantity-0": "1",
      "kind": "return_refund", "reason": "no_reason", "note": "<b>不合适</b>",
    ]
    let pictures = [TestPicture.named("a.png", 1), TestPicture.named("b.png", 2)]
    let asked = try await visitor.submit("\(path)/return", fields, pictures: pictures)
    // A browser that sends a form again draws a new boundary.
    let again = try await visitor.submit("\(path)/return", fields, pictures: pictures, edge: "rim")
    let request = try #require(try await requests(pair.mine, order.number).first)
    try await pair.mine.transaction {
      _ = try await Shop().approveReturn(
        request.id,
        reply: "好的",
        for: pair.mine.snapshot,
        by: .admin("ada"),
        in: $0
      )
    }
    let approved = try await visitor.open(path)
    let sent = try await visitor.submit(
      "\(path)/returns/\(request.id)/parcel",
      [
        "form_token": approved.field("form_token") ?? "", "carrier": "EMS",
        "tracking_number": "E-7",
      ]
    )

    #expect(shipped.text.contains("顺丰 SF-100") && shipped.text.contains("确认收货"))
    #expect(received.text.contains("已签收") && !received.text.contains("确认收货"))
    #expect(form.text.contains("温和香皂") && form.text.contains("七天无理由"))
    #expect(asked.text.contains("等待商家处理") && again.status == 200)
    #expect(try await requests(pair.mine, order.number).count == 1)
    #expect(form.text.contains("name=\"pictures\" type=\"file\" multiple"))
    #expect(request.pictures.count == 2)
    for (number, picture) in request.pictures.enumerated() {
      #expect(asked.text.contains("/media/\(picture)"))
      #expect(asked.text.contains("您的图片 \(number + 1)"))
    }
    #expect(approved.text.contains("已同意") && approved.text.contains("好的"))
    #expect(sent.text.contains("寄回途中"))
    #expect(try await requests(pair.mine, order.number).first?.trackingNumber == "E-7")
  }

  @Test func `by forms: what speaks against a return is said, and nothing is lost`() async throws {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let order = try await order(visitor, pair.mine)
    let path = "/orders/\(order.token)/return"
    try await pair.mine.deliver(order.number)
    let form = try await visitor.open(path)

    func ask(_ reason: String, _ pictures: [(name: String, bytes: [UInt8])]) async throws
      -> WebAnswer
    {
      try await visitor.submit(
        path,
        [
          "form_token": form.field("form_token") ?? "",
          "idempotency_key": form.field("idempotency_key") ?? "", "quantity-0": "2",
          "kind": "refund_only", "reason": reason, "note": "\"<b>\"",
        ],
        pictures: pictures
      )
    }
    let answer = try await ask("no_reason", [TestPicture.named("a.png", 1)])

    #expect(answer.status == 422)
    #expect(answer.text.contains("仅退款需要说明问题"))
    #expect(answer.field("quantity-0") == "2")
    #expect(answer.text.contains("&quot;&lt;b&gt;&quot;"))
    #expect(answer.text.contains("请重新选择图片"))
    #expect(answer.text.contains("aria-describedby=\"pictures-hint pictures-error\""))
    // Of pictures that are none or too many none is kept, and nothing is asked for.
    let wrong = try await ask("damaged", [TestPicture.named("a.png", 1), ("<b>.txt", [1, 2])])
    #expect(wrong.status == 422 && wrong.text.contains("没有收下“&lt;b&gt;.txt”"))
    let many = try await ask("damaged", (1...7).map { TestPicture.named("\($0).png", $0) })
    #expect(many.status == 422 && many.text.contains("没有收下“7.png”"))
    #expect(many.field("quantity-0") == "2" && many.text.contains("value=\"damaged\" selected"))
    // More than the form takes is not even read, and its page says so.
    let large = try await ask("damaged", [("film.png", [UInt8](repeating: 0, count: 13 << 20))])
    #expect(large.status == 422 && large.text.contains("图片太大，这张表单收不下"))
    #expect(large.field("quantity-0") == "0")
    #expect(try await requests(pair.mine, order.number).isEmpty)
    let six = try await ask("damaged", (1...6).map { TestPicture.named("\($0).png", $0) })
    #expect(six.status == 200)
    #expect(try await requests(pair.mine, order.number).first?.pictures.count == 6)
    #expect(try await requests(pair.mine, order.number).first?.lines.first?.quantity == 2)
  }

  @Test func `by the API: an order is called off, and a return is asked for and taken back`()
    async throws
  {
    let pair = try await TestShop.pair()
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let unpaid = try await order(visitor, pair.mine, "bankTransfer")
    let called = try await visitor.call(.post, "/api/v1/orders/\(unpaid.token)/cancellation").json
    let order = try await order(visitor, pair.mine)
    try await pair.mine.deliver(order.number)
    let path = "/api/v1/orders/\(order.token)"

    let received = try await visitor.call(.post, "\(path)/receipt").json
    let made = try await visitor.call(
      .post,
      "\(path)/returns",
      ["kind": "exchange", "reason": "damaged", "lines": [["code": "SOAP-1", "quantity": 2]]],
      key: "return-1"
    )
    let id = text(try made.json["id"])
    let picture = try await visitor.call(
      .post,
      "\(path)/returns/\(id)/pictures",
      [
        "data":
          "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
      ]
    )
    let late = try await visitor.call(
      .post,
      "\(path)/returns",
      ["kind": "exchange", "reason": "damaged", "lines": [["code": "SOAP-1", "quantity": 1]]],
      key: "return-2"
    )
    let withdrawn = try await visitor.call(.post, "\(path)/returns/\(id)/withdrawal").json
    let list = try await visitor.call(.get, "\(path)/returns").json

    #expect(called["status"] == "cancelled" && called["cancellation"] == "shopper")
    #expect(received["fulfilment_status"] == "delivered")
    #expect(made.status == 201)
    #expect(picture.status == 200, "\(picture.text)")
    #expect(late.status == 409)
    #expect(withdrawn["state"] == "withdrawn")
    guard case .array(let items)? = list["items"] else { return #expect(Bool(false)) }
    #expect(items.count == 1)
  }

  @Test func `a place to collect is chosen, and the order shows its code`() async throws {
    var settings = TestShop.settings
    guard case .object(var shop)? = settings["storefront"] else { return }
    shop["pickup"] = [
      ["location": "shop", "name": ["zh": "河坊街店"], "address": ["zh": "河坊街 1 号"]]
    ]
    shop["freight"] = [
      "flat": "8.00",
      "templates": [
        [
          "name": "care", "categories": ["care"], "by": "count",
          "zones": [
            ["first": 1, "firstFee": "5.00", "additional": 1, "additionalFee": "1.00"],
            ["regions": ["54"], "unserved": true],
          ],
        ]
      ],
    ]
    settings["storefront"] = .object(shop)
    let pair = try await TestShop.pair(settings)
    let visitor = Visitor(try await ShopServer(), at: pair.mine.snapshot)
    let sku = try await TestShop.sku("soap", of: pair.mine)
    _ = try await visitor.submit("/cart/lines", ["sku": sku.description, "quantity": "1"])
    let page = try await visitor.open("/checkout")
    func fields(_ region: String, _ pickup: String, _ page: WebAnswer)
      -> KeyValuePairs<String, String>
    {
      [
        "form_token": page.field("form_token") ?? "",
        "idempotency_key": page.field("idempotency_key") ?? "", "cart": page.field("cart") ?? "",
        "seen_total": page.field("seen_total") ?? "", "name": "林晓", "phone": "13812345678",
        "address": pickup.isEmpty ? "杭州市上城区河坊街 1 号" : "", "region": region,
        "pickup": pickup, "payment": "cashOnDelivery",
      ]
    }

    let nowhere = try await visitor.submit("/checkout", fields("", "", page))
    let unserved = try await visitor.submit("/checkout", fields("54", "", nowhere))
    let changed = try await visitor.submit("/checkout", fields("", "shop", unserved))
    let placed = try await visitor.submit("/checkout", fields("", "shop", changed))

    #expect(page.text.contains("浙江") && page.text.contains("到店自提：河坊街店"))
    #expect(nowhere.text.contains("请选择所在地区"))
    #expect(unserved.text.contains("不能送到这个地区"))
    #expect(changed.text.contains("¥19.90"))
    #expect((changed.text + placed.text).contains("取货时请出示自提码"))
    let order = try await pair.mine.scope.orders(OrderListQuery()).items.first
    #expect(order?.total.minorUnits == 1_990)
  }

  private func requests(_ tenant: TestTenant, _ number: String) async throws -> [ReturnRequest] {
    let order = try #require(try await tenant.scope.order(number: number))
    var query = ReturnListQuery()
    query.order = order.id
    return try await tenant.scope.returnRequests(query)
  }
}
