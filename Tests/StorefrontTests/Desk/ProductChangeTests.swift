import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func yuan(_ minor: Int64) -> Money {
    Money(minorUnits: minor, currency: snapshot.currency)
  }

  fileprivate func publish(_ slug: String, from: Date? = nil, until: Date? = nil) async throws {
    try await transaction {
      try await Shop()
        .publishProduct(
          slug,
          from: from,
          until: until,
          for: snapshot,
          by: .staff("mei"),
          in: $0
        )
    }
  }

  fileprivate func unpublish(_ slug: String) async throws {
    try await transaction {
      try await Shop().unpublishProduct(slug, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func price(_ price: Int64, strike: Int64? = nil, of sku: String = "SOAP-1")
    async throws
  {
    try await transaction {
      try await Shop().setPrice(
        yuan(price),
        strike: strike.map(yuan),
        of: sku,
        for: snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
  }

  fileprivate func listed(_ standing: ProductStanding? = nil, _ text: String = "") async throws
    -> [String]
  {
    var query = MerchantProductQuery()
    (query.standing, query.text) = (standing, text)
    return try await scope.merchantProducts(query, in: view).items.map(\.slug)
  }

  fileprivate func found(_ text: String) async throws -> [String] {
    var query = ProductListQuery()
    query.text = text
    return try await scope.products(query, in: view).items.map(\.slug)
  }
}

/// Publishes, takes off sale and prices, so that every query of it has run.
func changeProducts(_ tenant: TestTenant) async throws {
  try await tenant.unpublish("soap")
  try await tenant.publish("soap")
  try await tenant.price(1_880, strike: 2_500)
  for standing in ProductStanding.allCases { _ = try await tenant.listed(standing) }
  _ = try await tenant.listed(nil, "香皂")
  var query = MerchantProductQuery()
  query.before = ProductID.make(in: .live)
  _ = try await tenant.scope.merchantProducts(query, in: tenant.view)
  _ = try await tenant.scope.merchantProduct(slug: "soap", in: tenant.view)
}

@Suite("Products at the desk", .tenantDatabase([StorefrontModule.module]))
struct ProductChangeTests {
  @Test func `what is taken off sale is seen by its merchant alone, and comes back as it was`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    for _ in 0..<2 { try await tenant.unpublish("soap") }

    #expect(try await tenant.scope.product(slug: "soap", in: tenant.view) == nil)
    for text in ["香皂", "SOAP-1"] { #expect(try await tenant.found(text).isEmpty) }
    #expect(Set(try await tenant.listed(.draft)) == ["belt", "soap"])
    for text in ["香皂", "soap-1", "SOAP-1", "soap"] {
      #expect(try await tenant.listed(nil, text) == ["soap"], "\(text)")
    }
    #expect(try await tenant.listed(.onSale) == ["tee"])
    #expect(try await pair.other.found("香皂") == ["soap"])

    for _ in 0..<2 { try await tenant.publish("soap") }
    #expect(try await tenant.found("香皂") == ["soap"])
    #expect(try await tenant.listed(.draft) == ["belt"])
    let trail = try await tenant.scope.auditEntries(of: "soap").map { "\($0.actor) \($0.action)" }
    #expect(trail.filter { $0 == "staff:mei storefront.product_published" }.count == 1)
    #expect(trail.filter { $0 == "staff:mei storefront.product_unpublished" }.count == 1)
  }

  @Test func `a draft without what its category demands is not put on sale, today or later`()
    async throws
  {
    var settings = shopSettings
    guard case .object(var storefront)? = settings["storefront"] else { return }
    storefront["demands"] = ["care": ["picture", "barcode", "material"]]
    settings["storefront"] = .object(storefront)
    let tenant = try await TenantPair.fresh(settings: settings).mine
    try await smallShop().apply(to: tenant)

    for from in [nil, tenant.clock.now + 86_400] {
      let refused = try await refusal { try await tenant.publish("belt", from: from) }
      #expect(refused?.code == .productIncomplete)
      #expect(refused?.details == ["product": "belt", "columns": "picture, barcode"])
    }
    #expect(try await tenant.listed(.draft) == ["belt"])
    try await tenant.unpublish("soap")
    try await tenant.publish("soap")
    #expect(try await tenant.listed(.onSale).contains("soap"))
  }

  @Test func `a product is on sale from its beginning to its end`() async throws {
    let tenant = try await shopPair().mine
    let (now, day) = (tenant.clock.now, 86_400.0)
    try await tenant.publish("soap", from: now + day, until: now + 2 * day)
    for (standing, isSeen) in [
      (ProductStanding.scheduled, false), (.onSale, true), (.over, false),
    ] {
      let product = try await tenant.scope.merchantProduct(slug: "soap", in: tenant.view)?.product
      #expect(product?.standing == standing)
      #expect(try await tenant.listed(standing).contains("soap"))
      let seen = try await tenant.scope.product(slug: "soap", in: tenant.view) != nil
      #expect(seen == isSeen)
      tenant.clock.advance(by: day)
    }
    for (from, until) in [(now + 9 * day, now + 8 * day), (now, now), (nil, now)] as [(Date?, Date)]
    {
      let refused = try await refusal { try await tenant.publish("soap", from: from, until: until) }
      #expect(refused?.code == .scheduleInvalid)
    }
    #expect(try await refusal { try await tenant.publish("none") }?.code == .productNotFound)
  }

  @Test func `a price is what the next cart pays, and the old one is remembered for thirty days`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    for _ in 0..<2 { try await tenant.price(1_490, strike: 2_500) }
    try await tenant.price(2_200, strike: 2_500)

    let cart = try await tenant.cart([("SOAP-1", 1)]).1
    let sku = try #require(
      try await tenant.scope.product(slug: "soap", in: tenant.view)?.skus.first
    )
    let card = try await tenant.scope.products(ProductListQuery(), in: tenant.view).items
      .first { $0.slug == "soap" }
    #expect(cart.lines.map(\.unitPrice) == [tenant.yuan(2_200)])
    #expect(sku.listPrice == tenant.yuan(2_500) && sku.lowestRecentPrice == tenant.yuan(1_490))
    #expect(card?.lowestPrice == tenant.yuan(2_200) && card?.highestPrice == tenant.yuan(2_200))
    let trail = try await tenant.scope.auditEntries(of: "SOAP-1")
    #expect(trail.filter { $0.action == "storefront.price_changed" }.count == 2)
    let other = try await pair.other.scope.merchantProduct(slug: "soap", in: pair.other.view)
    #expect(other?.skus.map(\.price) == [tenant.yuan(1_990)])

    for (price, strike, field) in [
      (-1, nil, "price"), (PriceRule.limit + 1, nil, "price"), (500, 500, "list_price"),
    ] as [(Int64, Int64?, JSONValue)] {
      let refused = try await refusal { try await tenant.price(price, strike: strike) }
      #expect(refused?.code == .priceInvalid && refused?.details["field"] == field)
    }
    #expect(try await refusal { try await tenant.price(1, of: "NO-1") }?.code == .skuNotFound)
  }

  @Test func `where a product stands, by the table`() {
    let now = Date(timeIntervalSince1970: 1_790_000_000)
    let (before, after) = (now - 1, now + 1)
    let table: [(ProductStatus, Date?, Date?, ProductStanding)] = [
      (.draft, before, after, .draft), (.archived, nil, nil, .archived),
      (.published, nil, nil, .onSale), (.published, now, nil, .onSale),
      (.published, after, nil, .scheduled), (.published, nil, now, .over),
      (.published, nil, after, .onSale), (.published, before, before, .over),
    ]
    for (status, from, until, standing) in table {
      #expect(ProductStanding.of(status, from: from, until: until, at: now) == standing)
    }
  }
}
