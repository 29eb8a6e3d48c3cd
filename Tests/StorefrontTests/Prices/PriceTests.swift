import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func prices(_ rows: String...) async throws {
    let text = (["sku,sale_price,from,until,volume"] + rows).map { $0 + "\n" }.joined()
    try await ShopFolder(["prices.csv": text]).reconcile(.prices, of: self)
  }

  fileprivate func levelPrices(_ rows: String...) async throws {
    let lines = rows.map { $0.replacing(",", with: ",,,,,", maxReplacements: 1) }
    let text = (["sku,sale_price,from,until,volume,levels"] + lines).map { $0 + "\n" }.joined()
    try await ShopFolder(["prices.csv": text]).reconcile(.prices, of: self)
  }

  fileprivate func soap() async throws -> SKU? {
    try await scope.product(slug: "soap", in: view)?.skus.first
  }

  /// A minute of the tenant's clocks so many days from now, as files write it.
  fileprivate func day(_ days: Int) -> String {
    let instant = clock.now.addingTimeInterval(Double(days) * 86_400)
    return CalendarDate(instant, in: snapshot.timeZone).description
  }
}

/// Whose level was asked for.
private actor AskedLevels {
  private(set) var sessions: [SessionID] = []
  func note(_ session: SessionID) { sessions.append(session) }
}

@Suite("Prices", .tenantDatabase([StorefrontModule.module]))
struct PriceTests {
  @Test func `a sale begins and ends by the clock, in the page, the list and the cart`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.prices("SOAP-1,15.00,\(tenant.day(1)),\(tenant.day(3)),")
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    var seen: [[String]] = []
    for _ in 0..<3 {
      let sku = try await tenant.soap()
      let list = try await tenant.scope.products(ProductListQuery(), in: tenant.view)
      let card = list.items.first { $0.slug == "soap" }
      let cart = try await tenant.scope.cart(of: session, in: tenant.view)
      seen.append([
        sku?.price.decimal ?? "", sku?.listPrice?.decimal ?? "",
        card?.lowestPrice.decimal ?? "", cart.lines[0].unitPrice.decimal,
      ])
      tenant.clock.advance(by: 2 * 86_400)
    }

    #expect(
      seen == [
        ["19.90", "25.00", "19.90", "19.90"], ["15.00", "25.00", "15.00", "15.00"],
        ["19.90", "25.00", "19.90", "19.90"],
      ]
    )
    #expect(try await pair.other.soap()?.price.decimal == "19.90")
  }

  @Test func `the total of a sale that ended since it was seen is refused`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.prices("SOAP-1,15.00,\(tenant.day(-1)),\(tenant.day(1)),")
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    let form = try await tenant.quotedForm(session)
    tenant.clock.advance(by: 2 * 86_400)

    let refusal = try await refusal { _ = try await tenant.place(form, session) }

    #expect(refusal == StorefrontRefusal(.priceChanged, details: ["seen": 2300, "total": 2790]))
  }

  @Test func `a line pays the price of its number of pieces`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.prices("SOAP-1,,,,3:18.00|5:16.00")

    for (quantity, price) in [(1, "19.90"), (2, "19.90"), (3, "18.00"), (4, "18.00"), (6, "16.00")]
    {
      let cart = try await tenant.cart([("SOAP-1", quantity)]).1
      #expect(cart.lines[0].unitPrice.decimal == price)
    }
    #expect(try await tenant.soap()?.volumePrices.map(\.quantity) == [3, 5])
  }

  @Test func `beside a strike price stands the lowest price of the thirty days before`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    #expect(try await tenant.soap()?.lowestRecentPrice?.decimal == "19.90")
    let folder = try smallShop()
    try folder.replace("19.90,25.00", with: "17.00,25.00", in: "catalogue.csv")
    try await folder.apply(to: tenant)
    tenant.clock.advance(by: 86_400)
    try await smallShop().apply(to: tenant)
    try await tenant.prices("SOAP-1,18.00,\(tenant.day(1)),\(tenant.day(40)),")
    tenant.clock.advance(by: 5 * 86_400)

    let during = try await tenant.soap()
    let card = try await tenant.scope.products(ProductListQuery(), in: tenant.view).items
      .first { $0.slug == "soap" }
    tenant.clock.advance(by: 31 * 86_400)
    let late = try await tenant.soap()
    tenant.clock.advance(by: 5 * 86_400)
    let after = try await tenant.soap()
    tenant.clock.advance(by: 31 * 86_400)
    let long = try await tenant.soap()

    #expect(during?.price.decimal == "18.00" && during?.lowestRecentPrice?.decimal == "17.00")
    #expect(card?.listPrice == during?.listPrice)
    #expect(card?.lowestRecentPrice == during?.lowestRecentPrice)
    #expect(late?.lowestRecentPrice?.decimal == "17.00")
    #expect(after?.price.decimal == "19.90" && after?.lowestRecentPrice?.decimal == "18.00")
    #expect(long?.lowestRecentPrice?.decimal == "19.90")
  }

  @Test func `a level's price counts where it is lower, in the quote and in the order`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.levelPrices("SOAP-1,silver:10.00|gold:9.00", "TEE-80-R,silver:999.99")
    let shop = Shop(
      ports: .init(shopper: { session, _, _ in
        Shopper(person: session.uuid, facts: ShopperFacts(level: "silver"))
      })
    )
    let session = try await tenant.cart([("SOAP-1", 2), ("TEE-80-R", 1)]).0

    let order = try await tenant.place(
      tenant.quotedForm(session, shop: shop),
      session,
      shop: shop
    ).order

    #expect(order.lines.map(\.unitPrice.decimal) == ["10.00", "49.00"])
    try await tenant.expectBooksToBalance()
  }

  @Test func `prices of levels are read, written as they were applied, and cleared`() async throws {
    let tenant = try await shopPair().mine
    let text =
      "sku,sale_price,from,until,volume,levels\nSOAP-1,,,,,gold:9.00|silver:10.00\n"
    let folder = try ShopFolder(["prices.csv": text])
    let first = try await folder.reconcile(.prices, of: tenant)
    let second = try await folder.reconcile(.prices, of: tenant)
    let files = try await tenant.transaction { transaction in
      try await FolderPart.prices.export(tenant.snapshot, transaction)
    }
    try folder.write("sku,sale_price,from,until,volume\n", to: "prices.csv")
    let cleared = try await folder.reconcile(.prices, of: tenant)
    #expect(first.map(\.name) == ["SOAP-1"] && second.isEmpty && cleared.count == 1)
    #expect(files.map { String(decoding: $0.bytes, as: UTF8.self) } == [text])
  }

  @Test(arguments: ["silver", "silver:x", "silver:1.00|silver:2.00", ":1.00"])
  func `a wrong price of a level is named`(_ levels: String) async throws {
    let tenant = try await shopPair().mine
    await #expect(throws: FolderProblems.self) {
      try await tenant.levelPrices("SOAP-1,\(levels)")
    }
  }

  @Test func `what a SKU costs is what the cart takes for it, of what is on sale in this shop`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.levelPrices("SOAP-1,silver:10.00", "TEE-80-R,silver:999.99")
    var ports = Shop.Ports()
    ports.priceLevel = { _, _, _ in "silver" }
    ports.shopper = { session, _, _ in
      Shopper(person: session.uuid, facts: ShopperFacts(level: "silver"))
    }
    let shop = Shop(ports: ports)
    for isProved in [false, true] {
      let session = try await tenant.transaction {
        try await $0.startSession(.make(in: .live), isProved: isProved)
      }
      let prices = try await shop.sellingPrices(
        of: ["SOAP-1", "TEE-80-R", "NONE"],
        session: session,
        for: tenant.snapshot,
        in: tenant.scope
      )
      var taken: [String: Money] = [:]
      for code in ["SOAP-1", "TEE-80-R"] {
        let sku = try await tenant.skuID(code)
        try await tenant.transaction {
          try await shop.addToCart(sku, quantity: 1, session: session.id, in: $0)
        }
      }
      let cart = try await tenant.scope.cart(of: session.id, in: tenant.view)
      let quote = try await shop.quote(
        of: cart,
        session: session.id,
        for: tenant.snapshot,
        in: tenant.scope
      )
      for line in quote.lines.map(\.line) { taken[line.code] = line.unitPrice }
      #expect(isProved ? prices == taken : prices["SOAP-1"] != taken["SOAP-1"])
      #expect(prices.count == 2)
    }
    try await pair.other.levelPrices("SOAP-1,silver:1.00")
    let theirs = try await shop.sellingPrices(
      of: ["SOAP-1"],
      session: nil,
      for: pair.other.snapshot,
      in: pair.other.scope
    )
    #expect(theirs.count == 1 && theirs["SOAP-1"]?.decimal != "1.00")
  }

  @Test
  func `lists and products show a level's prices to sessions of who proved it, and ask no others`()
    async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.levelPrices("SOAP-1,silver:10.00", "TEE-80-R,silver:999.99")
    let asked = AskedLevels()
    let shop = Shop(
      ports: .init(priceLevel: { session, _, _ in
        await asked.note(session)
        return "silver"
      })
    )
    let card = try #require(
      try await tenant.scope.products(ProductListQuery(), in: tenant.view).items
        .first { $0.slug == "soap" }
    )
    let soap = try #require(try await tenant.soap())
    for isProved in [false, true] {
      let session = try await tenant.transaction {
        try await $0.startSession(.make(in: .live), isProved: isProved)
      }
      let prices = try await shop.levelPrices(
        ofProducts: [card.id],
        session: session,
        for: tenant.snapshot,
        in: tenant.scope
      )
      let own = try await shop.levelPrices(
        ofSKUs: [soap.id],
        session: session,
        for: tenant.snapshot,
        in: tenant.scope
      )
      #expect(prices[card.id]?.lowest.decimal == (isProved ? "10.00" : nil))
      #expect(own[soap.id]?.decimal == (isProved ? "10.00" : nil))
    }
    #expect(await asked.sessions.count == 2)
  }

  @Test(
    arguments: [
      ("NOPE,1.00,2026-12-01,2026-12-02,", "sku"),
      ("SOAP-1,1.001,2026-12-01,2026-12-02,", "sale_price"),
      ("SOAP-1,1.00,2026-12-02,2026-12-01,", "until"), ("SOAP-1,1.00,,2026-12-01,", "from"),
      ("SOAP-1,,2026-12-01,,", "sale_price"), ("SOAP-1,,,,1:5.00", "volume"),
      ("SOAP-1,,,,3:5.00|2:4.00", "volume"), ("SOAP-1,,,,3:5.00|4:6.00", "volume"),
      ("SOAP-1,,,,3-5.00", "volume"),
    ]
  )
  func `a wrong row is named, and nothing is written`(_ row: String, _ field: String) async throws {
    let pair = try await shopPair()
    do {
      try await pair.mine.prices("TEE-80-R,,,,3:18.00", row)
      Issue.record("the file was taken")
    } catch let problems as FolderProblems {
      #expect(problems.problems.map(\.field) == [field])
      #expect(problems.problems.map(\.line) == [3])
    }
    let tee = try await pair.mine.scope.product(slug: "tee", in: pair.mine.view)
    #expect(tee?.skus.allSatisfy { $0.volumePrices.isEmpty } == true)
  }

  @Test func `applying twice changes nothing, and the export is what was applied`() async throws {
    let pair = try await shopPair()
    let text =
      "sku,sale_price,from,until,volume\n"
      + "SOAP-1,15.00,2026-12-01,2026-12-03 10:30,3:14.00|5:13.50\nTEE-80-R,,,,2:45.00\n"
    let folder = try ShopFolder(["prices.csv": text])

    let first = try await folder.reconcile(.prices, of: pair.mine)
    let second = try await folder.reconcile(.prices, of: pair.mine)
    let files = try await pair.mine.transaction { transaction in
      try await FolderPart.prices.export(pair.mine.snapshot, transaction)
    }
    try folder.write("sku,sale_price,from,until,volume\n", to: "prices.csv")
    let cleared = try await folder.reconcile(.prices, of: pair.mine)

    #expect(first.map(\.name) == ["SOAP-1", "TEE-80-R"])
    #expect(second.isEmpty)
    #expect(files.map { String(decoding: $0.bytes, as: UTF8.self) } == [text])
    #expect(cleared.count == 2)
  }
}
