import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What is said of promotions", .tenantDatabase([StorefrontModule.module]))
struct PromotionNoticeTests {
  @Test func `a product announces what everybody has with it now, and nothing else`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    func offers(of slug: String, _ tenant: TestTenant) async throws -> [String]? {
      try await tenant.scope.product(slug: slug, in: tenant.view)?.offers.map(\.promotion)
    }
    let offer = ["kind": "spend_off", "value": "1"]
    func row(_ name: String, _ own: [String: String]) -> [String: String] {
      offer.merging(["promotion": name]) { $1 }.merging(own) { $1 }
    }
    try await tenant.promote(
      row("all", [:]),
      row("care", ["categories": "care"]),
      row("soap", ["products": "soap"]),
      row("sku", ["skus": "SOAP-1", "priority": "1"]),
      row("tee", ["products": "tee"]),
      row("code", ["codes": "HELLO"]),
      row("gold", ["levels": "gold"]),
      row("first", ["first_order": "yes"]),
      row("child", ["child_ages": "0..6"]),
      row("over", ["until": "2020-01-01"]),
      row("soon", ["from": "2050-01-01"]),
      row("draft", ["state": "draft"]),
      row("older", ["ages": "36..60"])
    )

    #expect(try await offers(of: "soap", tenant) == ["all", "care", "soap", "sku"])
    #expect(try await offers(of: "tee", tenant) == ["all", "tee"])
    #expect(try await offers(of: "soap", pair.other) == [])
  }

  @Test func `a preview says what the cart says, and uses nothing up`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "care-20", "kind": "item_percent", "value": "20", "categories": "care"],
      ["promotion": "hello", "kind": "spend_off", "value": "5", "codes": "HELLO"],
      ["promotion": "far", "kind": "spend_off", "value": "900:100", "group": "far"],
      ["promotion": "gold", "kind": "spend_off", "value": "1", "group": "g", "levels": "gold"]
    )
    let session = try await tenant.cart([("SOAP-1", 2), ("TEE-80-R", 1)]).0
    try await tenant.enter("HELLO", session)
    var basket = PreviewBasket(
      items: [.init(sku: "SOAP-1", quantity: 2), .init(sku: "TEE-80-R", quantity: 1)],
      codes: [" hello "]
    )
    func preview(_ basket: PreviewBasket, of tenant: TestTenant) async throws -> Quote {
      try await Shop().preview(basket, for: tenant.snapshot, in: tenant.scope)
    }

    let cart = try await tenant.quote(session)
    let shown = try await preview(basket, of: tenant)
    basket.facts.level = "gold"
    let gold = try await preview(basket, of: tenant)
    let foreign = try await refusal { _ = try await preview(basket, of: pair.other) }
    let unknown = try await refusal {
      _ = try await preview(PreviewBasket(items: [.init(sku: "NO", quantity: 1)]), of: tenant)
    }
    let tooMany = try await refusal {
      _ = try await preview(PreviewBasket(items: [.init(sku: "SOAP-1", quantity: 100)]), of: tenant)
    }
    let endless = try await refusal {
      let soaps = PreviewBasket.Item(sku: "SOAP-1", quantity: .max)
      _ = try await preview(PreviewBasket(items: [soaps, soaps]), of: tenant)
    }

    #expect(shown.totals == cart.totals)
    #expect(shown.applied == cart.applied)
    #expect(shown.refused == cart.refused)
    #expect(shown.refused.map(\.code) == ["far", "gold"])
    #expect(gold.applied.map(\.code) == ["care-20", "gold", "hello"])
    #expect(foreign?.code == .codeUnknown)
    #expect(unknown == StorefrontRefusal(.skuNotFound, details: ["sku": "NO"]))
    #expect(tooMany?.code == .quantityInvalid && endless?.code == .quantityInvalid)
    #expect(try await tenant.scope.promotions().allSatisfy { $0.uses == 0 })
  }

  @Test func `an order names what each promotion gave, and together that is all that it gave`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.fill("SOAP-1", 50)
    let prices = "sku,sale_price,from,until,volume\nSOAP-1,,,,3:14.00\n"
    try await ShopFolder(["prices.csv": prices]).reconcile(.prices, of: tenant)
    try await tenant.promote(
      ["promotion": "full", "kind": "spend_off", "value": "50:10", "name.en": "Ten off"],
      ["promotion": "soap", "kind": "gift", "value": "SOAP-1*2", "min_amount": "15"]
    )
    let session = try await tenant.cart([("SOAP-1", 4)]).0

    let order = try await tenant.place(tenant.quotedForm(session), session).order

    #expect(order.lines.map(\.unitPrice.decimal) == ["14.00"])
    #expect(order.lines.map(\.quantity) == [6])
    #expect(order.discounts.map(\.code) == ["promotion.full", "promotion.soap"])
    #expect(order.discounts.map(\.amount.decimal) == ["-10.00", "-28.00"])
    #expect(order.discounts[0].name?.text(in: [.en]) == "Ten off")
    #expect(order.adjustment.decimal == "-38.00")
    try await tenant.expectBooksToBalance()
  }
}
