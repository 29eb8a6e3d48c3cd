import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// Does everything that a shop can do once, so that every table has rows and every query has run.
private func exercise(_ tenant: TestTenant) async throws {
  try await wideShop(products: 3).apply(to: tenant)
  let folder = try smallShop()
  try folder.replace("care,,1,", with: "spare,,9,,备用,Spare\ncare,,1,", in: "categories.csv")
  try folder.replace("shop,2,", with: "cellar,3,地窖,Cellar\nshop,2,", in: "locations.csv")
  try await folder.apply(to: tenant)
  let changed = try smallShop()
  try changed.replace("19.90", with: "18.90", in: "catalogue.csv")
  try changed.replace("TEE-90-B", with: "TEE-95-B", in: "catalogue.csv")
  try await changed.apply(to: tenant)
  _ = try await ShopFolder.exported(from: tenant)
  try changed.addSet()
  try await changed.apply(to: tenant)
  try await bundle(tenant, changed)
  try await browse(tenant)
  try await agree(tenant)
  try await level(tenant)
  try await order(tenant)
  // Before the price of what groups buy falls below theirs.
  try await buyInGroups(tenant)
  try await promote(tenant)
  try await keepForLater(tenant)
  try await joinCarts(tenant)
  try await proveThings(tenant)
  try await visitStores(tenant)
  try await standAtDesk(tenant)
  try await fulfil(tenant)
  try await giveBack(tenant)
  try await review(tenant)
  try await invoice(tenant)
  try await keepLots(tenant)
  try await recallLots(tenant)
  try await typeSheets(tenant)
  try await presell(tenant)
  try await showPictures(tenant)
  try await describeDevices(tenant)
  try await exchange(tenant)
  try await changeProducts(tenant)
  _ = try await tenant.exportedOrders()
}

/// Places an order without a cart, opens it, calls it off and places it anew.
private func agree(_ tenant: TestTenant) async throws {
  let shop = Shop()
  let agreed = AgreedOrder(
    agreement: "box:1",
    pieces: ["SOAP-1": 1],
    price: Money(minorUnits: 1_000, currency: tenant.snapshot.currency),
    discountCode: "test.box",
    contact: OrderContact(name: "林小雨", phone: "", address: "河坊街 1 号")
  )
  try await tenant.transaction { transaction in
    _ = try await shop.setStock(of: "SOAP-1", at: "shop", to: 40, actor: .system, in: transaction)
    for _ in 0..<2 {
      let order = try await shop.placeOrder(agreed, for: tenant.snapshot, in: transaction)
      _ = try await shop.openOrder(order.id, in: transaction)
      _ = try await shop.cancelOrder(order.number, by: .system, in: transaction)
    }
  }
  let order = try await tenant.scope.order(ofAgreement: "box:1")
  _ = try await tenant.scope.knownOrders([try #require(order?.id)])
}

/// Makes bundles by file and by hand, looks at one and orders it.
private func bundle(_ tenant: TestTenant, _ folder: ShopFolder) async throws {
  _ = try await folder.reconcile(.bundles, of: tenant)
  _ = try await tenant.transaction { try await FolderPart.bundles.export(tenant.snapshot, $0) }
  for contents in [[], [BundleContent(sku: "SOAP-1", quantity: 2)]] {
    try await tenant.transaction {
      try await Shop().setContents(contents, of: "SET-1", by: .admin("ada"), in: $0)
    }
  }
  _ = try await tenant.scope.merchantProduct(slug: "set", in: tenant.view)
  _ = try await tenant.placed([("SET-1", 1)])
}

/// Gives a level its own prices and looks at them.
private func level(_ tenant: TestTenant) async throws {
  let text = "sku,sale_price,from,until,volume,levels\nSOAP-1,,,,,silver:1.00\n"
  try await ShopFolder(["prices.csv": text]).reconcile(.prices, of: tenant)
  let shop = Shop(ports: .init(priceLevel: { _, _, _ in "silver" }))
  let session = try await tenant.transaction {
    try await $0.startSession(.make(in: .live), isProved: true)
  }
  let soap = try #require(try await tenant.scope.product(slug: "soap", in: tenant.view))
  _ = try await shop.levelPrices(
    ofProducts: [soap.id],
    session: session,
    for: tenant.snapshot,
    in: tenant.scope
  )
  _ = try await shop.levelPrices(
    ofSKUs: soap.skus.map(\.id),
    session: session,
    for: tenant.snapshot,
    in: tenant.scope
  )
  _ = try await shop.sellingPrices(
    of: ["SOAP-1"],
    session: session,
    for: tenant.snapshot,
    in: tenant.scope
  )
}

/// Runs promotions with codes and limits, of which one order has some and gives them back, and ends
/// them.
private func promote(_ tenant: TestTenant) async throws {
  let folder = try ShopFolder(["promotions.csv": samplePromotions])
  _ = try await folder.reconcile(.promotions, of: tenant)
  try folder.replace(
    "gift,gift,SOAP-1*1,,,,,,,active",
    with: "other,gift,SOAP-1*1,,,,,,,draft",
    in: "promotions.csv"
  )
  _ = try await folder.reconcile(.promotions, of: tenant)
  try folder.replace(
    "other,gift,SOAP-1*1,,,,,,,draft",
    with: "gift,gift,SOAP-1*1,,,,,,,active",
    in: "promotions.csv"
  )
  _ = try await folder.reconcile(.promotions, of: tenant)
  for sale in ["15.00,2026-01-01,2027-01-01", "14.00,2026-01-01,2027-01-01"] {
    let text =
      "sku,sale_price,from,until,volume,levels\nSOAP-1,\(sale),2:13.00,silver:1.00\n"
    try await ShopFolder(["prices.csv": text]).reconcile(.prices, of: tenant)
  }
  _ = try await tenant.transaction { transaction in
    try await FolderPart.prices.export(tenant.snapshot, transaction)
  }
  let shop = Shop()
  let codes = try await tenant.transaction { transaction in
    _ = try await shop.setStock(of: "SOAP-1", at: "shop", to: 40, actor: .system, in: transaction)
    return try await shop.generateCodes(2, of: "bulk", by: .system, in: transaction)
  }
  let (session, _) = try await tenant.cart([("SOAP-1", 3)])
  try await tenant.transaction { transaction in
    for code in codes + ["WELCOME"] {
      try await shop.enterCode(code, session: session, in: transaction)
    }
    try await shop.removeCode(codes[0], session: session, in: transaction)
  }
  let number = try await tenant.place(tenant.quotedForm(session), session).order.number
  _ = try await tenant.change(.cancel, number)
  // A second order holds the same, so that giving back finds something when it is replayed.
  let sku = try await tenant.skuID("SOAP-1")
  try await tenant.transaction { transaction in
    try await shop.addToCart(sku, quantity: 3, session: session, in: transaction)
    for code in [codes[1], "WELCOME"] {
      try await shop.enterCode(code, session: session, in: transaction)
    }
  }
  _ = try await tenant.place(tenant.quotedForm(session), session)
  _ = try await shop.preview(
    PreviewBasket(items: [.init(sku: "SOAP-1", quantity: 3)], codes: ["WELCOME"]),
    for: tenant.snapshot,
    in: tenant.scope
  )
  for event in PromotionEvent.allCases {
    try await tenant.transaction {
      try await shop.changePromotion("bulk", event, by: .admin("ada"), in: $0)
    }
  }
  _ = try await tenant.scope.promotions()
  _ = try await tenant.scope.promotionCodes(of: "bulk")
  try folder.write(promotionHeader, to: "promotions.csv")
  _ = try await folder.reconcile(.promotions, of: tenant)
}

/// Asks the desk's questions, and has a refund held and let go.
private func standAtDesk(_ tenant: TestTenant) async throws {
  try await tenant.transaction { transaction in
    try await Shop()
      .setStock(of: "SOAP-1", at: "shop", to: 5, reason: "probe", actor: .system, in: transaction)
  }
  let (session, cart) = try await tenant.cart([("SOAP-1", 1)])
  let order = try await tenant.place(tenant.form(cart), session).order
  _ = try await tenant.change(.confirmPayment, order.number)
  var shop = try Shop().atDesk(of: tenant.snapshot)
  shop = shop.withRefundLimit(Money(minorUnits: 0, currency: order.total.currency))
  let acting = shop
  try await tenant.transaction { transaction in
    let refund = try await acting.refund(
      Money(minorUnits: 1, currency: order.total.currency),
      of: order.id,
      key: transaction.environment.makeID(),
      reason: "probe",
      by: .staff("mei"),
      in: transaction
    )
    try await acting.approveRefund(refund.id, by: .staff("li"), in: transaction)
  }
  _ = try await tenant.scope.deskTasks()
  let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
  _ = try await tenant.scope.dayBill(of: today, in: tenant.snapshot.timeZone)
  _ = try await tenant.scope.placedOrders(of: SessionID.make(in: tenant.database.environment))
  _ = try await tenant.scope.orderedGoods(of: SessionID.make(in: tenant.database.environment))
  var query = OrderListQuery()
  query.onlyToShip = true
  query.number = "2"
  query.placedFrom = tenant.clock.now - 3_600
  query.placedBefore = tenant.clock.now + 3_600
  for typed in ["1", "0000", "林"] {
    query.search = OrderSearch(typed)
    _ = try await tenant.scope.orders(query)
  }
  _ = try await tenant.scope.orders(query)
  _ = try await tenant.scope.stockItems(of: "SOAP", in: tenant.view)
  _ = try await tenant.scope.unitsSold(from: 0, in: tenant.snapshot.timeZone)
  _ = try await tenant.scope.shelfLevels()
  _ = try await tenant.scope.writtenRemarks(since: .distantPast)
  _ = try await tenant.scope.soleProducts(of: [SessionID.make(in: .live)])
  _ = try await tenant.scope.monthlySales(
    .distantPast..<Date.distantFuture,
    in: tenant.snapshot.timeZone
  )
  _ = try await tenant.scope.shelfLevels(of: ["SOAP-1"])
  _ = try await tenant.scope.skuNames(of: ["SOAP-1"], in: tenant.view)
  _ = try await tenant.scope.locationNames(in: tenant.view)
}

/// Takes files in and writes them out.
private func exchange(_ tenant: TestTenant) async throws {
  for kind in ImportKind.allCases {
    _ = try await ImportedFile.exported(kind, from: tenant).run(kind, into: tenant)
  }
  _ = try await ImportedFile(manyProducts(0..<2)).run(.products, into: tenant) {
    $0.resumes = true
  }
  _ = try await ImportedFile(manyProducts(0..<2, price: "9.90")).run(.products, into: tenant)
  let counts = ImportedFile("sku,location,on_hand\nMANY-0,shop,4\nSOAP-1,shop,2\n")
  for isDryRun in [true, false] {
    _ = try await counts.run(.stock, into: tenant) { $0.isDryRun = isDryRun }
  }
}

private func browse(_ tenant: TestTenant) async throws {
  _ = try await tenant.scope.categories(in: tenant.view)
  let soap = try await tenant.scope.product(slug: "soap", in: tenant.view)
  _ = try await tenant.scope.productFacts()
  _ = try await tenant.scope.productFacts(of: soap.map { [$0.id] })
  _ = try await tenant.scope.productQualities(
    of: soap.map { [$0.id] } ?? [],
    on: CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
  )
  _ = try await tenant.scope.productCards(soap.map { [$0.id] } ?? [], in: tenant.view)
  var query = ProductListQuery()
  query.category = "care"
  query.ages = AgeRange(from: 0, to: 3)
  query.minimumPrice = 1
  query.maximumPrice = 100_000
  query.brands = ["芽语 Yayu"]
  query.onlyInStock = true
  query.text = "香皂"
  for sort in ProductSort.allCases {
    query.sort = sort
    _ = try await tenant.scope.products(query, in: tenant.view)
    _ = try await tenant.slugs(ProductListQuery.paged(by: sort))
  }
  _ = try await tenant.scope.productFacets(query, in: tenant.view)
  let session = try await tenant.cart([("SOAP-1", 1)]).0
  _ = try await tenant.scope.surroundings(in: tenant.view, cartOf: session)
  _ = try await tenant.scope.productListing(query, in: tenant.view, cartOf: session)
  _ = try await tenant.scope.productShelves([query], in: tenant.view, cartOf: session)
  _ = try await tenant.scope.productSheet(
    slug: "soap",
    reviews: ProductReviewQuery(),
    in: tenant.view,
    cartOf: session
  )
  var cursor: String?
  repeat {
    let page = try await tenant.scope.stockItems(after: cursor, limit: 2, in: tenant.view)
    cursor = page.next
  } while cursor != nil
}

private func order(_ tenant: TestTenant) async throws {
  let shop = Shop(
    ports: .init { _, tenant, _ in
      [PriceAdjustment(code: "probe", amount: Money(minorUnits: -1, currency: tenant.currency))]
    }
  )
  var numbers: [String] = []
  for _ in 0..<2 {
    let (session, cart) = try await tenant.cart([("SOAP-1", 2), ("TEE-80-R", 1)])
    _ = try await tenant.scope.cartQuantity(of: session)
    try await tenant.transaction { transaction in
      let (soap, tee) = (cart.lines[0].sku, cart.lines[1].sku)
      try await shop.setQuantity(1, of: soap, session: session, in: transaction)
      try await shop.removeLine(tee, session: session, in: transaction)
    }
    let form = try await tenant.quotedForm(session, shop: shop)
    let placed = try await tenant.place(form, session, shop: shop)
    _ = try await tenant.place(form, session, shop: shop)
    _ = try await tenant.scope.order(token: placed.token)
    _ = try await tenant.scope.session(ofOrder: placed.order.id)
    numbers.append(placed.order.number)
  }
  let (session, cart) = try await tenant.cart([("SOAP-1", 99)])
  _ = try await refusal { _ = try await tenant.place(tenant.form(cart), session) }
  for event in [OrderEvent.confirmPayment, .fulfil, .deliver, .complete] {
    _ = try await tenant.change(event, numbers[0])
  }
  for event in [OrderEvent.confirmPayment, .cancel, .refundPayment] {
    _ = try await tenant.change(event, numbers[1])
  }
  try await refundInParts(tenant, numbers[0])
  try await payOnline(tenant)
  try await tenant.sellByCard()
  var query = OrderListQuery()
  query.limit = 1
  query.cursor = try await tenant.scope.orders(query).next
  query.status = .completed
  query.payment = .paid
  query.fulfilment = .delivered
  _ = try await tenant.scope.orders(query)
  try await tenant.transaction { transaction in
    try await shop.adjustStock(of: "SOAP-1", at: "shop", by: 5, actor: .system, in: transaction)
    try await shop.setStock(of: "SOAP-1", at: "shop", to: 4, actor: .system, in: transaction)
  }
  _ = try await OutboxDrain(
    database: tenant.database,
    modules: [StorefrontModule.module],
    logger: .quiet
  ).deliverDue()
}

extension ProductListQuery {
  fileprivate static func paged(by sort: ProductSort) -> Self {
    var query = Self()
    query.sort = sort
    query.limit = 1
    return query
  }
}

@Suite("Isolation of the shop", .tenantDatabase([StorefrontModule.module]))
struct StorefrontIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: cardShopSettings)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)

    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)

    // A table without a row is a finding too; the data layer's own suite fills the others.
    #expect(findings.filter { $0.subject.hasPrefix("storefront.") } == [])
  }

  @Test func `lesson 18: no query reaches another tenant under a role that no policy binds`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: cardShopSettings)
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)
    try await raiseUses(of: pair.mine)

    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)

    #expect(findings.isEmpty, "\(findings)")
    let ran = suite.functions.filter { $0.hasPrefix("Storefront/") }
    #expect(ran.count >= 58, "\(ran.sorted())")
  }

  @Test func `the schema keeps the rules of the house`() async throws {
    let database = try #require(TestDatabase.current)
    try await database.database.check(modules: [StorefrontModule.module])
  }

  /// A count that has come back to nothing cannot be lowered once more when its query runs again.
  private func raiseUses(of tenant: TestTenant) async throws {
    let id = tenant.id
    _ = try await tenant.scope.batch([
      """
      UPDATE storefront.promotion
      SET uses = uses + 9, money_spent = money_spent + 90000, pieces_sold = pieces_sold + 9,
        uses_limit = uses_limit + 9, money_limit = money_limit + 90000,
        pieces_limit = pieces_limit + 9
      WHERE tenant_id = \(id)
      """,
      """
      UPDATE storefront.promotion_person SET uses = uses + 9, uses_limit = uses_limit + 9
      WHERE tenant_id = \(id)
      """,
    ])
  }
}
