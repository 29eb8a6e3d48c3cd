import Foundation
import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import Testing

@Suite("A merchant's files and many orders at once", .tenantDatabase([StorefrontModule.module]))
struct DeskDayTests {
  private static let header =
    "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,"
    + "safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,"
    + "list_price,weight_grams,picture,name.zh,name.en\n"

  private static func row(_ number: Int, category: String = "care", price: String = "12.50")
    -> String
  {
    "NEW-\(number),,new-\(number),\(category),Yabu,draft,0,36,棉,,,,,,,,\(price),,,,新品\(number),\n"
  }

  private func staff(_ tenant: TestTenant, _ role: StaffRole = .manager) async throws -> (
    Visitor, String
  ) {
    try await tenant.employ("mei", role)
    let staff = Visitor(try await ShopServer(), at: tenant.snapshot)
    return (staff, try await staff.signIn("mei"))
  }

  @Test func `a file is checked, then taken in whole, and its drafts are published together`()
    async throws
  {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let (staff, token) = try await staff(tenant)
    let file = Self.header + (1...3).map { Self.row($0) }.joined()
    let path = "/desk/products/files/import"

    let checked = try await staff.upload(
      "\(path)/check",
      ["form_token": token, "kind": "products"],
      file: Array(file.utf8)
    )
    #expect(checked.status == 200 && checked.text.contains("导入 3 行变化"))
    #expect(try await staff.open("/desk/products?state=draft").text.contains("没有这样的商品"))
    let kept = try #require(checked.field("checked"))
    for words in ["已导入，3 行有变化", "已导入，0 行有变化"] {
      let written = try await staff.upload(
        path,
        ["form_token": token, "kind": "products", "name": "new.csv", "checked": kept]
      )
      #expect(written.status == 200 && written.text.contains(words), "\(written.text)")
    }
    let drafts = try await staff.open("/desk/products?state=draft")
    #expect(drafts.text.contains("value=\"new-3\" checked") && drafts.text.contains("新品2"))
    #expect(try await staff.open("/products/new-2").status == 404)
    let published = try await staff.post(
      "/desk/products/publications",
      [
        "form_token": token, "product": "new-1", "product": "new-2", "product": "new-3",
      ]
    )
    #expect(published.status == 303)
    #expect(try await staff.open("/products/new-2").status == 200)
    let foreign = try await pair.other.scope.merchantProduct(
      slug: "new-1",
      in: ShopView(pair.other.snapshot)
    )
    #expect(foreign == nil)
  }

  @Test func `a file of a Chinese spreadsheet is read, and one mistake keeps all of it back`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let (staff, token) = try await staff(tenant)
    let path = "/desk/products/files/import"
    let wrong =
      Self.header + Self.row(1) + Self.row(2, category: "nowhere")
      + Self.row(3, price: "-1")
    let held = try await staff.upload(
      "\(path)/check",
      ["form_token": token, "kind": "products"],
      file: Array(wrong.utf8)
    )
    #expect(held.status == 200 && held.text.contains("2 处错误"))
    #expect(held.text.contains("第 3 行，category 列") && held.text.contains("没有这个分类"))
    #expect(held.text.contains("第 4 行，price 列") && held.text.contains("不能为负"))
    #expect(!held.text.contains("name=\"checked\""))
    let forced = try await staff.upload(
      path,
      [
        "form_token": token, "kind": "products", "name": "x",
        "checked": Data(wrong.utf8).base64EncodedString(),
      ]
    )
    #expect(forced.status == 422)
    #expect(try await staff.open("/desk/products?q=NEW-1").text.contains("没有这样的商品"))

    // 新品 in GB 18030, which is no sound UTF-8.
    let head = Array((Self.header + "NEW-9,,new-9,care,Yabu,draft,0,36,,,,,,,,,9.00,,,,").utf8)
    let chinese = try await staff.upload(
      "\(path)/check",
      ["form_token": token, "kind": "products"],
      file: head + [0xD0, 0xC2, 0xC6, 0xB7, 0x2C, 0x0A]
    )
    #expect(chinese.status == 200 && chinese.text.contains("导入 1 行变化"))
    let stock = try await staff.upload(
      "\(path)/check",
      ["form_token": token, "kind": "stock"],
      file: Array("sku,location,on_hand\nSOAP-1,shop,7\n".utf8)
    )
    #expect(stock.text.contains("导入 1 行变化"))
    let sample = try await staff.post("/desk/products/files/stock", ["form_token": token])
    #expect(sample.text.contains("SOAP-1,shop,50"))
    #expect(sample.headers[.contentDisposition]?.contains("stock.csv") == true)
  }

  @Test func `thirty orders are picked from one list and sent with one file`() async throws {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let server = try await ShopServer()
    var numbers: [String] = []
    for _ in 0..<3 { numbers.append(try await tenant.placedOrder(server, quantity: 2)) }
    let foreign = try await pair.other.placedOrder(server)
    let (staff, token) = try await staff(tenant, .warehouse)
    let path = "/desk/orders/shipping"
    let page = try await staff.open(path)
    #expect(page.text.contains("待发货 3 单") && page.text.contains("<td class=\"is-number\">6</td>"))

    let table = try await staff.post("\(path)/waybills", ["form_token": token])
    #expect(table.status == 200 && numbers.allSatisfy(table.text.contains))
    #expect(!table.text.contains(foreign))
    let trail = try await tenant.scope.auditEntries(of: "orders")
    #expect(trail.map(\.actor) == ["staff:mei"])
    var file = "order,carrier,tracking_number\n"
    for (index, number) in numbers.enumerated() { file += "\(number),SF,SF-\(index)\n" }
    file += "\(foreign),SF,SF-9\n\(numbers[0]),SF,\n"
    for (sent, before) in [(3, 0), (0, 3)] {
      let taken = try await staff.upload(path, ["form_token": token], file: Array(file.utf8))
      #expect(taken.status == 200 && taken.text.contains("第 6 行"), "\(taken.text)")
      #expect(taken.text.contains("<dt>新发出</dt><dd>\(sent)</dd>"))
      #expect(taken.text.contains("<dt>以前已发出</dt><dd>\(before)</dd>"))
    }
    #expect(try await staff.open(path).text.contains("待发货 0 单"))
    #expect(try await pair.other.scope.order(number: foreign)?.state.fulfilment == .unfulfilled)
  }

  @Test
  func `address and price are changed at the desk until the goods leave, of one version once`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let number = try await tenant.placedOrder(server)
    let (staff, token) = try await staff(tenant)
    let path = "/desk/orders/\(number)"
    let version = try #require(try await staff.open(path).field("version"))
    let fields: KeyValuePairs = [
      "form_token": token, "version": version, "name": "林晓", "phone": "13812345678",
      "address": "杭州市西湖区文三路 9 号",
    ]
    let edited = try await staff.post("\(path)/contact", fields)
    let late = try await staff.post("\(path)/contact", fields)
    #expect(edited.status == 303 && late.status == 422 && late.text.contains("订单刚被改过"))
    let next = try #require(try await staff.open(path).field("version"))
    for (total, status) in [("99.00", 422), ("20.00", 303)] {
      let lowered = try await staff.post(
        "\(path)/total",
        ["form_token": token, "version": next, "total": total]
      )
      #expect(lowered.status == status, "\(total): \(lowered.text)")
    }
    let sheet = try await staff.open(path)
    #expect(sheet.text.contains("文三路 9 号") && sheet.text.contains("¥20.00"))
    _ = try await staff.post("\(path)/handover", ["form_token": token])
    #expect(try await staff.open(path).field("version") == nil)
  }

  @Test func `a flash sale is started at the desk by those who may, once`() async throws {
    let tenant = try await TestShop.pair().mine
    let (staff, token) = try await staff(tenant)
    let path = "/desk/promotions/flash/new"
    #expect(try await staff.open("\(path)?sku=SOAP-1").text.contains("value=\"SOAP-1\""))
    let fields: KeyValuePairs = [
      "form_token": token, "idempotency_key": "flash-0001", "sku": "soap-1", "name": "今晚秒杀",
      "price": "9.90", "from": "", "until": "2099-01-01T10:00", "pieces": "20", "per_person": "2",
    ]
    var places: Set<String> = []
    for _ in 0..<2 {
      let started = try await staff.post(path, fields)
      #expect(started.status == 303, "\(started.text)")
      places.insert(started.location ?? "")
    }
    #expect(places.count == 1)
    #expect(try await staff.open("/products/soap").text.contains("今晚秒杀"))
    let quote = try await staff.open("/desk/promotion-quote?sku=SOAP-1&quantity=1&codes=")
    #expect(quote.text.contains("今晚秒杀"))
    let dear = try await staff.post(
      path,
      [
        "form_token": token, "idempotency_key": "flash-0002", "sku": "SOAP-1", "name": "x",
        "price": "99.00", "until": "2099-01-01T10:00",
      ]
    )
    #expect(dear.status == 422 && dear.text.contains("value=\"99.00\""))
    try await tenant.employ("bo", .warehouse)
    let other = Visitor(try await ShopServer(), at: tenant.snapshot)
    try await other.signIn("bo")
    #expect(try await other.open(path).status == 403)
  }
}
