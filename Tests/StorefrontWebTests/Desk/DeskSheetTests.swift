import Foundation
import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What is typed in at the desk", .tenantDatabase([StorefrontModule.module]))
struct DeskSheetTests {
  private static let newProduct = "/desk/products/files/new"
  private static let newPromotion = "/desk/promotions/offers/new"
  private static let drawing = Array(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 480'></svg>".utf8
  )

  private func staff(
    _ role: StaffRole = .manager,
    settings: [String: JSONValue] = TestShop.settings
  ) async throws -> (tenant: TestTenant, staff: Visitor, token: String) {
    let tenant = try await TestShop.pair(settings).mine
    let server = try await ShopServer()
    try await tenant.employ("mei", role)
    let staff = Visitor(server, at: tenant.snapshot)
    return (tenant, staff, try await staff.signIn("mei"))
  }

  @Test func `a product is typed in, changed, put on sale for less, and bought`() async throws {
    let (tenant, staff, token) = try await staff()
    let page = try await staff.open(Self.newProduct)
    #expect(page.status == 200 && page.text.contains("name=\"sku-2\""))
    #expect(page.text.contains("<legend>") && page.text.contains("multipart/form-data"))
    #expect(try await staff.open("/desk/products").text.contains(Self.newProduct))

    for _ in 0..<2 {
      let added = try await staff.upload(
        Self.newProduct,
        [
          "form_token": token, "category": "care",
          "name.zh": "奶瓶", "name.en": "Bottle", "brand": "芽语 Yayu", "option1": "volume",
          "description.zh": "第一行\r\n第二行", "sku-0": "BOTTLE-160", "price-0": "69.00",
          "value1-0": "160 毫升", "stock-0": "7", "sku-1": "BOTTLE-240", "price-1": "79.00",
          "value1-1": "240 毫升", "stock-1": "", "sku-2": "", "price-2": "",
        ],
        file: Self.drawing
      )
      #expect(added.status == 303 && added.location == "/desk/products/bottle-160", "\(added.text)")
    }
    let sheet = "/desk/products/bottle-160/sheet"
    let shown = try await staff.open(sheet)
    #expect(shown.text.contains("value=\"BOTTLE-240\"") && shown.text.contains("第二行"))
    #expect(!shown.text.contains("name=\"product\"") && shown.text.contains("name=\"sku-3\""))
    #expect(try await staff.open("/desk/products/bottle-160").text.contains(sheet))

    let changed = try await staff.upload(
      sheet,
      [
        "form_token": token, "category": "care", "name.zh": "防胀气奶瓶", "option1": "volume",
        "sku-0": "BOTTLE-160", "price-0": "69.00", "value1-0": "160 毫升",
      ]
    )
    #expect(changed.status == 303, "\(changed.text)")
    _ = try await staff.post("/desk/products/bottle-160/publication", ["form_token": token])
    let sale = try await staff.post(
      "/desk/products/bottle-160/sales",
      [
        "form_token": token, "sku": "BOTTLE-160", "sale_price": "59.00",
        "from": "2026-01-01T00:00", "until": "2099-01-01T10:30", "volume": "3:55.00",
      ]
    )
    #expect(sale.status == 303, "\(sale.text)")
    let product = try await staff.open("/desk/products/bottle-160")
    #expect(product.text.contains("2099-01-01T10:30") && product.text.contains("3:55.00"))
    let shop = try await staff.open("/products/bottle-160")
    #expect(shop.text.contains("防胀气奶瓶") && shop.text.contains("¥59.00"))
    let trail = try await tenant.scope.auditEntries(of: "bottle-160").map(\.action)
    #expect(trail.filter { $0 == "storefront.product_added" }.count == 1)
  }

  @Test func `what is wrong is said at its place, and what was typed stays`() async throws {
    let (tenant, staff, token) = try await staff()
    let wrong = try await staff.upload(
      Self.newProduct,
      [
        "form_token": token, "category": "care",
        "name.zh": "奶瓶", "sku-0": "bottle", "price-0": "69.001", "sku-1": "SOAP-1",
        "price-1": "1.00",
      ]
    )
    #expect(wrong.status == 422)
    #expect(wrong.text.contains("第 1 款 货号"))
    #expect(wrong.text.contains("第 2 款 货号") && wrong.text.contains("这个货号属于别的商品"))
    #expect(wrong.text.contains("value=\"bottle\"") && wrong.text.contains("value=\"69.001\""))
    let high = try await staff.post(
      "/desk/products/soap/sales",
      [
        "form_token": token, "sku": "SOAP-1", "sale_price": "24.37", "from": "2026-01-01T00:00",
        "until": "2099-01-01T00:00", "volume": "", "levels": "",
      ]
    )
    #expect(high.status == 422 && high.text.contains("必须低于售价"))
    #expect(high.text.contains("value=\"24.37\""))
    let twin = try await staff.post(
      Self.newPromotion,
      [
        "form_token": token, "idempotency_key": "offer-00001", "name.zh": "满减", "kind": "spend_off",
        "value": "三百", "state": "active", "from": "2026-12-02T00:00", "until": "2026-12-01T00:00",
      ]
    )
    #expect(twin.status == 422 && twin.text.contains("内容: 格式不对"))
    #expect(twin.text.contains("结束: 结束时间必须晚于开始") && twin.text.contains("三百"))
    #expect(try await tenant.scope.promotions() == [])
  }

  @Test func `the fields that a category demands say so`() async throws {
    guard case .object(var shop)? = TestShop.settings["storefront"] else { return }
    shop["demands"] = ["care": ["age_from_months", "age_to_months"]]
    let (_, staff, token) = try await staff(settings: ["storefront": .object(shop)])

    let page = try await staff.open(Self.newProduct)
    let refused = try await staff.upload(
      "/desk/products/soap/sheet",
      [
        "form_token": token, "category": "care", "name.zh": "温和香皂", "sku-0": "SOAP-1",
        "price-0": "19.90",
      ]
    )

    #expect(page.text.components(separatedBy: "上架必填：洗护").count == 3)
    #expect(refused.status == 422 && refused.text.contains("从月龄"))
  }

  @Test func `a promotion is typed in, tried, started, given codes, and ended`() async throws {
    let (tenant, staff, token) = try await staff()
    #expect(try await staff.open(Self.newPromotion).text.contains("spend_percent"))
    for _ in 0..<2 {
      let added = try await staff.post(
        Self.newPromotion,
        [
          "form_token": token, "idempotency_key": "offer-00002", "promotion": "ten",
          "name.zh": "满十减五", "kind": "spend_off", "value": "10:5.00", "state": "draft",
          "codes": "*", "per_person": "2",
        ]
      )
      #expect(added.status == 303 && added.location == "/desk/promotions/ten", "\(added.text)")
    }
    let path = "/desk/promotions/ten"
    let page = try await staff.open(path)
    #expect(page.text.contains("\(path)/terms") && page.text.contains("\(path)/codes"))
    let tried = try await staff.open("/desk/promotion-quote?promotion=ten&sku=SOAP-1&quantity=1")
    #expect(tried.text.contains("满十减五 (ten)") && tried.text.contains("¥14.90"))
    #expect(tried.text.contains("name=\"promotion\" value=\"ten\""))

    let terms = try await staff.post(
      "\(path)/terms",
      [
        "form_token": token, "name.zh": "满十减六", "kind": "spend_off", "value": "10:6.00",
        "codes": "*",
      ]
    )
    #expect(terms.status == 303, "\(terms.text)")
    _ = try await staff.post("\(path)/start", ["form_token": token])
    #expect(try await tenant.scope.promotions().map(\.state) == [.active])
    let single: KeyValuePairs = [
      "form_token": token, "idempotency_key": "code-00001", "code": "spring", "orders": "5",
    ]
    let series: KeyValuePairs = [
      "form_token": token, "idempotency_key": "code-00002", "count": "3", "prefix": "vip-",
    ]
    for _ in 0..<2 {
      #expect(try await staff.post("\(path)/codes", single).status == 303)
      #expect(try await staff.post("\(path)/codes/series", series).status == 303)
    }
    let codes = try await tenant.scope.promotionCodes(of: "ten").map(\.code)
    #expect(codes.count == 4 && codes.contains("SPRING"))
    #expect(codes.filter { $0.hasPrefix("VIP-") }.count == 3)
    #expect(try await staff.open("\(path)/codes").text.contains("SPRING"))
    let taken = try await staff.post(
      "\(path)/codes",
      ["form_token": token, "idempotency_key": "code-00003", "code": "SPRING"]
    )
    #expect(taken.status == 422 && taken.text.contains("已属于某个促销"))
    let file = try await staff.post("\(path)/codes/file", ["form_token": token])
    #expect(file.status == 200 && file.text.contains("SPRING,0,5"))
    #expect(file.headers[.contentDisposition]?.contains("codes.csv") == true)
    _ = try await staff.post("\(path)/end", ["form_token": token])
    let ended = try await staff.open(path)
    #expect(ended.text.contains("已结束") && !ended.text.contains("\(path)/terms"))
    let trail = try await tenant.scope.auditEntries(of: "ten").map(\.actor)
    #expect(Set(trail) == ["staff:mei"] && trail.count == 6)
  }

  @Test func `who only looks is shown no way to change, and is refused`() async throws {
    let (tenant, staff, token) = try await staff(.service)
    #expect(try await !staff.open("/desk/products").text.contains(Self.newProduct))
    #expect(try await !staff.open("/desk/promotions").text.contains(Self.newPromotion))
    for path in ["/desk/products/soap/sales", Self.newPromotion] {
      let answer = try await staff.post(
        path,
        ["form_token": token, "idempotency_key": "none-00001", "sku": "SOAP-1"]
      )
      #expect(answer.status == 403)
    }
    #expect(try await tenant.scope.promotions() == [])
  }
}
