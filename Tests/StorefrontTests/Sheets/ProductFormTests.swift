import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  @discardableResult
  fileprivate func add(_ form: ProductForm) async throws -> String {
    try await transaction {
      try await Shop().addProduct(form, for: snapshot, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func change(_ slug: String, to form: ProductForm) async throws {
    try await transaction {
      try await Shop().changeProduct(slug, to: form, for: snapshot, by: .staff("mei"), in: $0)
    }
  }
}

/// Bottles in two sizes, of which some are there.
private func bottles() -> ProductForm {
  ProductForm(
    head: [
      "category": "care", "brand": "芽语 Yayu", "name.zh": "奶瓶", "name.en": "Bottle",
      "summary.zh": "防胀气", "description.zh": "第一行\r\n第二行", "age_from_months": "0",
      "age_to_months": "24", "material": "PPSU", "safety_class": "A类", "option1": "volume",
    ],
    skus: [
      [
        "sku": "BOTTLE-160", "value1": "160 毫升|160 ml", "price": "69.00", "list_price": "79.00",
        "weight_grams": "110", "stock": "12",
      ],
      ["sku": "", "value1": "", "price": "", "stock": ""],
      ["sku": "BOTTLE-240", "value1": "240 毫升|240 ml", "price": "79.00", "stock": ""],
    ],
    location: "shop"
  )
}

/// Types a product in, changes it, and gives it prices, promotions and codes by hand.
func typeSheets(_ tenant: TestTenant) async throws {
  try await tenant.add(bottles())
  let form = try #require(try await tenant.scope.productForm("bottle-160", of: tenant.snapshot))
  try await tenant.change("bottle-160", to: form)
  _ = try await tenant.scope.stockLocations(in: tenant.view)
  let shop = Shop()
  let snapshot = tenant.snapshot
  for price in ["60.00", "59.00"] {
    let cells = [
      "sale_price": price, "from": "2026-01-01", "until": "2027-01-01", "volume": "3:50.00",
      "levels": "gold:49.00",
    ]
    try await tenant.transaction {
      try await shop.setPrices(cells, of: "BOTTLE-160", for: snapshot, by: .system, in: $0)
    }
  }
  _ = try await tenant.scope.priceSheets(of: ["BOTTLE-160"], for: snapshot)
  let code = try await tenant.transaction {
    try await shop.addPromotion(
      ["name.zh": "满减", "kind": "spend_off", "value": "300:30", "state": "draft", "codes": "*"],
      for: snapshot,
      by: .system,
      in: $0
    )
  }
  var cells = try #require(try await tenant.scope.promotionSheet(code, of: snapshot))
  cells["value"] = "300:40"
  let changed = cells
  try await tenant.transaction {
    try await shop.changePromotion(code, to: changed, for: snapshot, by: .system, in: $0)
    try await shop.addCode("typed-\(code.suffix(6))", for: 3, of: code, by: .system, in: $0)
  }
  _ = try await PromotionCodeFile.bytes(of: code, in: tenant.scope)
  var basket = PreviewBasket(items: [.init(sku: "SOAP-1", quantity: 1)])
  basket.trying = code
  _ = try await shop.preview(basket, for: snapshot, in: tenant.scope)
  for event in [PromotionEvent.start, .end] {
    try await tenant.transaction {
      try await shop.changePromotion(code, event, by: .system, in: $0)
    }
  }
}

@Suite("Products that are typed in", .tenantDatabase([StorefrontModule.module]))
struct ProductFormTests {
  @Test func `a new product is a draft with its texts, options, stock and picture`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    var form = bottles()
    form.picture = Array(
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>"#.utf8
    )

    let typed = form
    let slug = try await tenant.add(typed)
    let again = try await tenant.add(typed)

    #expect(slug == "bottle-160" && again == slug)
    let found = try #require(try await tenant.scope.merchantProduct(slug: slug, in: tenant.view))
    #expect(found.product.name == "奶瓶" && found.product.standing == .draft)
    #expect(found.skus.map(\.code) == ["BOTTLE-160", "BOTTLE-240"])
    #expect(found.skus.map(\.options) == ["160 毫升", "240 毫升"])
    #expect(found.skus.map(\.available) == [12, 0])
    #expect(found.skus.map(\.price.minorUnits) == [6_900, 7_900])
    // A SKU without pieces has a place too, at which it can be counted.
    let places = try await tenant.scope.stockItems(of: "BOTTLE-240", in: tenant.view).items
    #expect(places.map(\.location) == ["shop"])
    let trail = try await tenant.scope.auditEntries(of: slug)
    #expect(trail.map(\.action) == ["storefront.product_added"])
    #expect(trail.map(\.actor) == ["staff:mei"])
    // What a form writes is what a file would: it is read back without a difference.
    let exported = try await ShopFolder.exported(from: tenant)
    #expect(try await exported.plan(tenant) == [])
    let table = try String(
      contentsOf: exported.url.appending(path: "catalogue.csv"),
      encoding: .utf8
    )
    #expect(table.contains("160 毫升|160 ml") && table.contains("第一行\n第二行"))
    #expect(try await pair.other.scope.merchantProduct(slug: slug, in: pair.other.view) == nil)

    try await tenant.transaction {
      try await Shop().publishProduct(slug, for: tenant.snapshot, by: .staff("mei"), in: $0)
    }
    #expect(try await tenant.scope.product(slug: slug, in: tenant.view)?.skus.count == 2)
  }

  @Test(arguments: [
    ("category", "nothing", "is not in categories.csv"), ("name.zh", "", "is empty"),
    ("age_to_months", "0", "greater than age_from_months"),
    ("age_from_months", "x", "whole number"),
    ("option1", "", "must be one of"), ("product", "Bottle", "lower-case"),
    ("product", "soap", "another product's short name"),
  ])
  func `a cell of the product that is wrong is named, and nothing is written`(
    _ column: String,
    _ text: String,
    _ message: String
  ) async throws {
    let tenant = try await shopPair().mine
    var form = bottles()
    form.head[column] = text

    let found = try await refusal { try await tenant.add(form) }

    let problems = try #require(found?.sheetProblems)
    #expect(
      problems.contains { $0.column == column && $0.message.contains(message) },
      "\(problems)"
    )
    #expect(try await tenant.knownCodes(["BOTTLE-160"]) == [])
  }

  @Test(arguments: [
    ("sku", "bottle", "capital letters"), ("sku", "TEE-80-R", "belongs to another product"),
    ("sku", "BOTTLE-160", "already"), ("price", "79.001", "digits after the point"),
    ("price", "", "is empty"), ("list_price", "70.00", "above the price"),
    ("barcode", "2000000000016", "GTIN-13"), ("weight_grams", "0", "whole number"),
    ("value1", "160 毫升|160 ml", "tell the two apart"), ("stock", "-1", "whole number"),
  ])
  func `a cell of a SKU that is wrong is named with its row`(
    _ column: String,
    _ text: String,
    _ message: String
  ) async throws {
    let tenant = try await shopPair().mine
    var form = bottles()
    form.skus[2][column] = text

    let found = try await refusal { try await tenant.add(form) }

    let problems = try #require(found?.sheetProblems)
    #expect(
      problems.contains { $0.row == 1 && $0.column == column && $0.message.contains(message) },
      "\(problems)"
    )
    #expect(try await tenant.knownCodes(["BOTTLE-160"]) == [])
  }

  @Test func `a form without a SKU, or with a picture that is none, is refused`() async throws {
    let tenant = try await shopPair().mine
    var (empty, blind) = (bottles(), bottles())
    empty.skus = [["sku": "", "price": ""]]
    blind.picture = [1, 2, 3]

    let found = [
      try await refusal { try await tenant.add(empty) },
      try await refusal { try await tenant.add(blind) },
    ]

    #expect(found.map { $0?.sheetProblems.map(\.column) } == [["sku"], ["picture"]])
  }

  @Test func `a change keeps what the form does not name, and whether it is on sale`() async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    var form = try #require(try await tenant.scope.productForm("tee", of: tenant.snapshot))
    #expect(form.skus.map { $0["sku"] } == ["TEE-80-R", "TEE-80-B", "TEE-90-B"])
    form.head["name.zh"] = "雅布 有机棉短袖"
    form.skus.remove(at: 1)
    form.skus[1]["price"] = "55.00"
    form.skus.append([
      "sku": "TEE-90-R", "value1": "90", "value2": "红色|Red", "price": "58.00", "stock": "4",
    ])

    let changed = form
    for _ in 0..<2 { try await tenant.change("tee", to: changed) }

    let found = try #require(try await tenant.scope.merchantProduct(slug: "tee", in: tenant.view))
    #expect(found.product.name == "雅布 有机棉短袖" && found.product.standing == .onSale)
    #expect(
      Set(found.skus.map(\.code)) == ["TEE-80-R", "TEE-80-B", "TEE-90-B", "TEE-90-R"]
    )
    #expect(found.skus.first { $0.code == "TEE-90-R" }?.available == 4)
    let trail = try await tenant.scope.auditEntries(of: "tee").map(\.action)
    #expect(trail.filter { $0 == "storefront.product_changed" }.count == 1)
    let prices = try await tenant.scope.auditEntries(of: "TEE-90-B").map(\.action)
    #expect(prices.filter { $0 == "storefront.price_changed" }.count == 1)
    let other = try await pair.other.scope.merchantProduct(slug: "tee", in: pair.other.view)
    #expect(other?.product.name == "雅布 纯棉短袖")
    let soap = try #require(try await tenant.scope.productForm("soap", of: tenant.snapshot))
    try await tenant.change("soap", to: soap)
    // The picture of the file stays without being sent again.
    let exported = try await ShopFolder.exported(from: tenant)
    let table = try String(
      contentsOf: exported.url.appending(path: "catalogue.csv"),
      encoding: .utf8
    )
    #expect(table.contains("soap.svg"))
  }

  @Test func `what is on sale keeps what its category demands`() async throws {
    guard case .object(var shop)? = shopSettings["storefront"] else { return }
    shop["demands"] = ["wear": ["material"]]
    let tenant = try await TenantPair.fresh(settings: ["storefront": .object(shop)]).mine
    try await smallShop().apply(to: tenant)
    var form = try #require(try await tenant.scope.productForm("tee", of: tenant.snapshot))
    form.head["material"] = ""
    let bare = form

    let found = try await refusal { try await tenant.change("tee", to: bare) }

    #expect(found?.sheetProblems.map(\.column) == ["material"])
    let none = try await refusal { try await tenant.change("nothing", to: bare) }
    #expect(none?.code == .productNotFound)
  }
}

extension TestTenant {
  fileprivate func knownCodes(_ codes: [String]) async throws -> [String] {
    try await scope.values(
      "SELECT code FROM storefront.sku WHERE tenant_id = \(id) AND code = ANY (\(codes))"
    )
  }
}
