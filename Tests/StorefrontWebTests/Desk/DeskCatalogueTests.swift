import Foundation
import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Products and promotions at the desk", .tenantDatabase([StorefrontModule.module]))
struct DeskCatalogueTests {
  private static let promotions = """
    promotion,kind,value,categories,products,skus,ages,group,priority,state,from,until,codes,\
    uses_limit,budget,pieces_limit,per_person,min_amount,min_pieces,maximum,first_order,levels,\
    tags,child_ages,excludes,name.zh,name.en
    two,pieces_percent,2:10,,,,,,,active,,,,,,,,,,,,,,,,两件九折,Ten percent off two
    full,spend_off,500:5,,,,,,,active,,,,,,,,,,,,,,,,满 500 减 5,5 off 500

    """

  private func promoted() async throws -> TestTenant {
    let tenant = try await TestShop.pair().mine
    let url = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(Self.promotions.utf8).write(to: url.appending(path: "promotions.csv"))
    try await tenant.transaction { transaction in
      _ = try await FolderPart.promotions.reconcile(
        TenantFolder(url: url),
        tenant.snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
    return tenant
  }

  @Test func `a product is found, taken off sale, scheduled and priced`() async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    let list = try await staff.open("/desk/products?q=SOAP-1")
    #expect(list.text.contains("/desk/products/soap") && list.text.contains("温和香皂"))
    let path = "/desk/products/soap"

    for _ in 0..<2 {
      let off = try await staff.post("\(path)/withdrawal", ["form_token": token])
      #expect(off.status == 303)
    }
    #expect(try await staff.open("/products/soap").status == 404)
    #expect(try await staff.open("/desk/products?state=draft").text.contains("温和香皂"))
    let wrong = try await staff.post(
      "\(path)/publication",
      ["form_token": token, "from": "2099-01-02T10:00", "until": "2099-01-01T10:00"]
    )
    #expect(wrong.status == 422 && wrong.text.contains("下架时间必须晚于上架时间"))
    _ = try await staff.post(
      "\(path)/publication",
      ["form_token": token, "from": "2099-01-01T10:00", "until": ""]
    )
    let scheduled = try await staff.open(path)
    #expect(scheduled.text.contains("待上架") && scheduled.text.contains("2099-01-01T10:00"))
    _ = try await staff.post("\(path)/publication", ["form_token": token])
    let priced = try await staff.post(
      "\(path)/prices",
      ["form_token": token, "sku": "SOAP-1", "price": "18.00", "list_price": "25.00"]
    )
    #expect(priced.status == 303)
    #expect(try await staff.open("/products/soap").text.contains("¥18.00"))
    let low = try await staff.post(
      "\(path)/prices",
      ["form_token": token, "sku": "SOAP-1", "price": "18.00", "list_price": "17.00"]
    )
    #expect(low.status == 422 && low.text.contains("划线价必须高于价格"))
  }

  @Test func `a promotion is paused and resumed, and a basket says what applies and what does not`()
    async throws
  {
    let tenant = try await promoted()
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    #expect(try await staff.open("/desk/promotions").text.contains("两件九折"))
    let basket = "/desk/promotion-quote?sku=soap-1&quantity=2&sku=&quantity=1&codes="
    let quote = try await staff.open(basket)
    #expect(quote.text.contains("<caption") && quote.text.contains("¥3.98"))
    #expect(quote.text.contains("满 500 减 5 (full)") && quote.text.contains("再买 ¥464.18 可用"))

    for _ in 0..<2 {
      let paused = try await staff.post("/desk/promotions/two/pause", ["form_token": token])
      #expect(paused.status == 303)
    }
    #expect(try await staff.open("/desk/promotions?state=paused").text.contains("两件九折"))
    #expect(try await !staff.open(basket).text.contains("两件九折"))
    _ = try await staff.post("/desk/promotions/two/resumption", ["form_token": token])
    #expect(try await staff.open(basket).text.contains("两件九折"))
    let trail = try await tenant.scope.auditEntries(of: "two").map(\.actor)
    #expect(trail.filter { $0 == "staff:mei" }.count == 2)

    for (query, words) in [
      ("sku=NONE", "没有在售的货号 NONE"), ("sku=SOAP-1&quantity=100", "件数须为 1 至 99"),
      ("sku=SOAP-1&codes=NOPE", "没有这个优惠码"),
    ] {
      let page = try await staff.open("/desk/promotion-quote?\(query)")
      #expect(page.status == 200 && page.text.contains(words), "\(query)")
    }
  }

  @Test func `a low rating is answered, hidden with a reason and shown again`() async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let buyer = Visitor(server, at: tenant.snapshot)
    let sku = try await TestShop.sku("soap", of: tenant)
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 1]
    let cart = try await buyer.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await buyer.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "desk-review-1"
    ).json
    guard case .string(let number)? = placed["order"]?["number"],
      case .string(let secret)? = placed["token"]
    else {
      Issue.record("no order")
      return
    }
    try await tenant.deliver(number)
    let review = try await tenant.reviewed(number, secret)
    try await tenant.employ("li", .service)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("li")
    let path = "/desk/reviews/\(review)"

    #expect(try await staff.open("/desk/reviews").text.contains(path))
    #expect(try await staff.open(path).text.contains("洗得很干净"))
    let replied = try await staff.post(
      "\(path)/reply",
      ["form_token": token, "reply": "谢谢<b>您</b>"]
    )
    #expect(replied.status == 303)
    let shown = try await buyer.open("/products/soap")
    #expect(shown.text.contains("谢谢&lt;b&gt;您"))
    let without = try await staff.post("\(path)/hiding", ["form_token": token, "part": "review"])
    #expect(without.status == 422)
    _ = try await staff.post(
      "\(path)/hiding",
      ["form_token": token, "part": "review", "reason": "含他人信息"]
    )
    #expect(try await !buyer.open("/products/soap").text.contains("洗得很干净"))
    let trail = try await tenant.scope.auditEntries(of: review.description)
    #expect("\(trail)".contains("含他人信息") && trail.contains { $0.actor == "staff:li" })
    _ = try await staff.post("\(path)/publication", ["form_token": token, "part": "review"])
    #expect(try await buyer.open("/products/soap").text.contains("洗得很干净"))
    let empty = try await staff.post("\(path)/reply", ["form_token": token, "reply": " "])
    #expect(empty.status == 422 && empty.text.contains("1 至 500"))
  }
}
