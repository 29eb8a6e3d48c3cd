import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func setAvailable() async throws -> Int? {
    try await scope.product(slug: "set", in: view)?.skus.first?.available
  }

  /// A cart whose lines stand in this order.
  fileprivate func orderedCart(_ lines: [(String, Int)]) async throws -> (SessionID, Cart) {
    let session = SessionID.make(in: .live)
    for (code, quantity) in lines {
      let sku = try await skuID(code)
      clock.advance(by: 1)
      try await transaction {
        try await Shop().addToCart(sku, quantity: quantity, session: session, in: $0)
      }
    }
    return (session, try await scope.cart(of: session, in: view))
  }

  fileprivate func lotDraft(_ code: String, expiresIn days: Int, _ quantity: Int) -> LotDraft {
    let day = CalendarDate(
      clock.now.addingTimeInterval(Double(days) * 86_400),
      in: snapshot.timeZone
    )
    return LotDraft(
      sku: "SOAP-1",
      location: "warehouse",
      code: code,
      expiresOn: day,
      quantity: quantity
    )
  }
}

@Suite("Bundles", .tenantDatabase([StorefrontModule.module]), .serialized)
struct BundleTests {
  @Test func `a bundle is had as often as its scarcest part, wherever it is shown`() async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    var inStock = ProductListQuery()
    inStock.onlyInStock = true
    for (soaps, shirts, expected) in [(8, 1, 1), (5, 9, 2), (1, 9, 0), (9, 0, 0)] {
      try await tenant.restock(["SOAP-1": soaps, "TEE-80-R": shirts])
      for code in ["SOAP-1", "TEE-80-R"] { try await tenant.restock([code: 0], at: "shop") }

      let product = try await tenant.scope.product(slug: "set", in: tenant.view)
      let sku = try #require(product?.skus.first)
      #expect(sku.available == expected && sku.weightGrams == 240)
      #expect(sku.parts.map(\.code) == ["SOAP-1", "TEE-80-R"])
      #expect(sku.parts.map(\.quantity) == [2, 1] && sku.parts[1].options == "80 / 红色")
      let cards = try await tenant.scope.products(ProductListQuery(), in: tenant.view).items
      #expect(cards.first { $0.slug == "set" }?.isInStock == (expected > 0))
      let listed = try await tenant.scope.products(inStock, in: tenant.view).items
      #expect(listed.contains { $0.slug == "set" } == (expected > 0))
      let facts = try await tenant.scope.productFacts(of: [product?.id].compactMap(\.self))
      #expect(facts.map(\.isInStock) == [expected > 0])
      let desk = try await tenant.scope.merchantProduct(slug: "set", in: tenant.view)
      #expect(desk?.product.available == expected && desk?.skus.first?.available == expected)
      #expect(desk?.skus.first?.contents.map(\.sku) == ["SOAP-1", "TEE-80-R"])
    }
    #expect(try await pair.other.setAvailable() == 1)
  }

  @Test func `lesson 2: a bundle and a piece of the same SKU share one stock`() async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    try await tenant.restock(["SOAP-1": 4, "TEE-80-R": 9])
    try await tenant.restock(["SOAP-1": 0], at: "shop")

    // Each line alone could be had: two bundles take four soaps, and there are three besides.
    let (session, cart) = try await tenant.orderedCart([("SET-1", 1), ("SOAP-1", 3)])
    #expect(cart.lines.map(\.state) == [.available, .short(left: 2)])
    let refused = try await refusal { _ = try await tenant.place(tenant.form(cart), session) }

    #expect(
      refused == StorefrontRefusal(.outOfStock, details: ["sku": "SOAP-1", "left": 2])
    )
    #expect(try await tenant.stock("SOAP-1") == 4)
    let (other, turned) = try await tenant.orderedCart([("SOAP-1", 3), ("SET-1", 1)])
    #expect(turned.lines.map(\.state) == [.available, .short(left: 0)])
    let again = try await refusal { _ = try await tenant.place(tenant.form(turned), other) }
    #expect(again == StorefrontRefusal(.outOfStock, details: ["sku": "SET-1", "left": 0]))
    _ = try await tenant.placed([("SET-1", 1), ("SOAP-1", 2)])
    #expect(try await tenant.stock("SOAP-1") == 0)
    try await tenant.expectBooksToBalance()
  }

  @Test func `an order has the pieces of a bundle as lines that cost what the bundle costs`()
    async throws
  {
    let pair = try await bundlePair()
    let order = try await pair.mine.placed([("SET-1", 1)]).order

    #expect(order.lines.map(\.code) == ["SOAP-1", "TEE-80-R"])
    #expect(order.lines.map(\.quantity) == [2, 1])
    #expect(order.lines.map(\.net.decimal) == ["33.61", "41.39"])
    #expect(order.goods.decimal == "88.80" && order.total.decimal == "83.00")
    #expect(order.discounts.map(\.code) == [OrderDiscount.bundleCode])
    #expect(order.discounts.map(\.amount.decimal) == ["-13.80"])
    #expect(order.bundles.map(\.code) == ["SET-1"] && order.bundles[0].unitPrice.decimal == "75.00")
    #expect(order.bundles[0].parts.map(\.line) == [0, 1])
    #expect(order.bundles[0].parts.map(\.quantity) == [2, 1])
    #expect(try await pair.mine.stock("SOAP-1") == 6)
    #expect(try await pair.mine.stock("TEE-80-R") == 0)
    _ = try await OutboxDrain(
      database: pair.mine.database,
      modules: [StorefrontModule.module],
      logger: .quiet
    ).deliverDue()
    #expect(try await pair.mine.scope.product(slug: "set", in: pair.mine.view)?.soldCount == 1)

    _ = try await pair.mine.change(.cancel, order.number)
    #expect(try await pair.mine.stock("TEE-80-R") == 1)
    try await pair.mine.expectBooksToBalance()
    #expect(try await pair.other.setAvailable() == 1)
    #expect(try await pair.other.scope.orders(OrderListQuery()).items.isEmpty)
  }

  @Test func `pieces bought alone and in a bundle are one line that costs both`() async throws {
    let pair = try await bundlePair()
    let order = try await pair.mine.placed([("SOAP-1", 1), ("SET-1", 1)]).order

    #expect(order.lines.map(\.code) == ["SOAP-1", "TEE-80-R"])
    #expect(order.lines.map(\.quantity) == [3, 1])
    #expect(order.lines.map(\.net.decimal) == ["53.51", "41.39"])
    #expect(order.bundles[0].parts.map(\.quantity) == [2, 1])
    #expect(order.total.decimal == "102.90")
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `a part goes back alone for its share of what the bundle cost`() async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    let placed = try await tenant.placed([("SET-1", 1)])
    for event in [OrderEvent.confirmPayment, .fulfil, .deliver] {
      _ = try await tenant.change(event, placed.order.number)
    }
    var refunded: [Int64] = []
    for (code, quantity) in [("TEE-80-R", 1), ("SOAP-1", 1), ("SOAP-1", 1)] {
      let form = ReturnForm(
        kind: .refundOnly,
        reason: .missing,
        lines: [.init(code: code, quantity: quantity)]
      )
      let settled = try await tenant.transaction { transaction in
        let request = try await Shop()
          .requestReturn(form, with: placed.token, for: tenant.snapshot, in: transaction)
        return try await Shop()
          .approveReturn(request.id, for: tenant.snapshot, by: .admin("ada"), in: transaction)
      }
      refunded.append(settled.goodsRefund.minorUnits)
    }
    #expect(refunded[0] == 4_139 && refunded.reduce(0, +) == 7_500)
  }

  @Test func `a bundle leaves in parcels by its parts`() async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    let placed = try await tenant.placed([("SET-1", 1)])
    _ = try await tenant.change(.confirmPayment, placed.order.number)
    for (number, pieces) in [("P1", ["SOAP-1": 2]), ("P2", ["TEE-80-R": 1])] {
      let draft = ShipmentDraft(carrier: "SF", trackingNumber: number, pieces: pieces)
      try await tenant.transaction {
        try await Shop().ship(draft, of: placed.order.number, by: .admin("ada"), in: $0)
      }
    }
    let order = try await tenant.scope.order(number: placed.order.number)
    #expect(order?.state.fulfilment == .fulfilled)
  }

  @Test func `a part that is kept by lot leaves by its date, and a recall finds who has it`()
    async throws
  {
    let pair = try await bundlePair()
    let tenant = pair.mine
    for location in ["shop", "warehouse"] { try await tenant.restock(["SOAP-1": 0], at: location) }
    for draft in [
      tenant.lotDraft("LATE", expiresIn: 200, 5), tenant.lotDraft("SOON", expiresIn: 90, 1),
    ] {
      try await tenant.transaction {
        _ = try await Shop().receiveLot(draft, for: tenant.snapshot, by: .admin("ada"), in: $0)
      }
    }
    let order = try await tenant.placed([("SET-1", 1)]).order

    let lots = try await tenant.scope.stockLots(of: "SOAP-1")
    #expect(Dictionary(lots.map { ($0.code, $0.available) }) { $1 } == ["SOON": 0, "LATE": 4])
    let recipients = try await tenant.transaction {
      try await Shop().recallLot(of: "SOAP-1", lot: "SOON", by: .admin("ada"), in: $0)
    }
    #expect(recipients.map(\.orderNumber) == [order.number])
    try await tenant.expectBooksToBalance()
  }

  @Test func `buyers of a bundle and of its parts at once never sell a piece twice, nor deadlock`()
    async throws
  {
    let pair = try await bundlePair()
    let tenant = pair.mine
    try await tenant.restock(["SOAP-1": 0, "TEE-80-R": 0], at: "shop")
    try await tenant.restock(["SOAP-1": 21, "TEE-80-R": 12])
    var buyers: [(session: SessionID, form: CheckoutForm)] = []
    for index in 0..<36 {
      let lines = [[("SET-1", 1)], [("TEE-80-R", 1), ("SOAP-1", 1)], [("SOAP-1", 2)]][index % 3]
      let (session, cart) = try await tenant.cart(lines)
      buyers.append((session, try tenant.form(cart)))
    }

    let placed = try await withThrowingTaskGroup(of: Order?.self, returning: [Order].self) {
      group in
      for buyer in buyers {
        group.addTask {
          var order: Order?
          let refused = try await refusal {
            order = try await tenant.place(buyer.form, buyer.session).order
          }
          #expect(refused == nil || refused?.code == .outOfStock)
          return order
        }
      }
      return try await group.reduce(into: []) { orders, order in
        if let order { orders.append(order) }
      }
    }

    let soaps = placed.flatMap(\.lines).filter { $0.code == "SOAP-1" }.reduce(0) {
      $0 + $1.quantity
    }
    let shirts = placed.flatMap(\.lines).filter { $0.code == "TEE-80-R" }
      .reduce(0) { $0 + $1.quantity }
    #expect(soaps == 20 || soaps == 21)
    #expect(try await tenant.stock("SOAP-1") == Int64(21 - soaps))
    #expect(try await tenant.stock("TEE-80-R") == Int64(12 - shirts))
    try await tenant.expectBooksToBalance()
  }

  @Test func `contents are changed one by one, and what cannot be is refused`() async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    func change(_ sku: String, _ contents: String) async throws -> StorefrontRefusal? {
      try await refusal {
        try await tenant.transaction {
          let contents = try #require(BundleContentRule.contents(contents))
          try await Shop().setContents(contents, of: sku, by: .staff("mei"), in: $0)
        }
      }
    }
    for _ in 0..<2 { #expect(try await change("SET-1", "SOAP-1*4") == nil) }
    #expect(try await tenant.setAvailable() == 2)
    #expect(try await tenant.scope.auditEntries(of: "SET-1").count { $0.actor == "staff:mei" } == 1)
    let nested = try await change("TEE-80-B", "SET-1")
    #expect(
      nested == StorefrontRefusal(.bundleInvalid, details: ["because": "nested", "sku": "SET-1"])
    )
    #expect(try await change("SOAP-1", "TEE-80-R")?.details["because"] == "nested")
    #expect(try await change("TEE-80-R", "TEE-80-B")?.details["because"] == "stocked")
    #expect(try await change("SET-1", "NONE")?.details["because"] == "unknown")

    let corrected = try await refusal { try await tenant.restock(["SET-1": 3]) }
    #expect(corrected?.code == .bundleHasNoStock)
    #expect(try await change("SET-1", "") == nil)
    #expect(try await tenant.setAvailable() == 0)
    try await tenant.restock(["SET-1": 3])
    #expect(try await tenant.setAvailable() == 3)
    #expect(try await pair.other.setAvailable() == 1)
  }

  @Test(arguments: [true, false])
  func `pieces do not come to what is becoming a bundle, whichever is first`(
    _ piecesAreFirst: Bool
  ) async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    // Somebody corrects what another is about to make a bundle, and neither sees the other's work yet.
    for place in ["shop", "warehouse"] { try await tenant.restock(["TEE-80-B": 0], at: place) }
    @Sendable func correct(_ transaction: TenantTransaction) async throws {
      try await Shop()
        .adjustStock(of: "TEE-80-B", at: "shop", by: 3, actor: .staff("mei"), in: transaction)
    }
    @Sendable func bundle(_ transaction: TenantTransaction) async throws {
      let contents = [BundleContent(sku: "SOAP-1", quantity: 1)]
      try await Shop().setContents(contents, of: "TEE-80-B", by: .staff("mei"), in: transaction)
    }
    let (first, second) = piecesAreFirst ? (correct, bundle) : (bundle, correct)
    let refused = try await tenant.whileStockIsComing(first) {
      try await refusal { try await tenant.transaction { try await second($0) } }
    }
    if piecesAreFirst {
      #expect(refused?.details["because"] == "stocked")
    } else {
      #expect(refused?.code == .bundleHasNoStock)
    }
    let isBundle = try await tenant.scope.value(
      """
      SELECT is_bundle FROM storefront.sku
      WHERE tenant_id = \(tenant.id) AND code = 'TEE-80-B'
      """,
      as: Bool.self
    )
    #expect(isBundle == !piecesAreFirst)
    #expect(try await tenant.stock("TEE-80-B") == (piecesAreFirst ? 3 : 0))
    // The neighbour's SKU of the same number is nobody's to wait for.
    try await pair.other.restock(["TEE-80-B": 5], at: "shop")
  }

  @Test
  func `what comes back from orders of before it was a bundle is corrected, and blocks nothing`()
    async throws
  {
    let tenant = try await shopPair().mine
    let folder = try smallShop()
    try folder.addSet()
    try await folder.apply(to: tenant)
    try await tenant.restock(["SET-1": 1])
    let order = try await tenant.placed([("SET-1", 1)]).order
    try await folder.reconcile(.bundles, of: tenant)
    _ = try await tenant.change(.cancel, order.number)
    #expect(try await tenant.stock("SET-1") == 1)

    try folder.write("sku,contents\nSET-1,SOAP-1*3\n", to: "bundles.csv")
    #expect(try await folder.reconcile(.bundles, of: tenant).map(\.fields) == [["contents"]])
    let refused = try await refusal { try await tenant.restock(["SET-1": 2]) }
    #expect(refused?.code == .bundleHasNoStock)
    try await tenant.restock(["SET-1": 0])
    #expect(try await tenant.stock("SET-1") == 0)
    #expect(try await tenant.setAvailable() ?? 0 > 0)
  }

  @Test func `a part that is withdrawn takes the bundle off sale and out of the export`()
    async throws
  {
    let pair = try await bundlePair()
    let tenant = pair.mine
    let (session, before) = try await tenant.orderedCart([("SET-1", 1)])
    #expect(before.lines.map(\.state) == [.available])
    _ = try await tenant.transaction {
      try await $0.execute(
        """
        UPDATE storefront.sku SET is_withdrawn = true
        WHERE tenant_id = \(tenant.id) AND code = 'SOAP-1'
        """
      )
    }
    #expect(try await tenant.setAvailable() == 0)
    let cards = try await tenant.scope.products(ProductListQuery(), in: tenant.view).items
    #expect(cards.first { $0.slug == "set" }?.isInStock == false)
    let desk = try await tenant.scope.merchantProduct(slug: "set", in: tenant.view)
    #expect(desk?.product.available == 0)
    let cart = try await tenant.scope.cart(of: session, in: tenant.view)
    #expect(cart.lines.map(\.state) == [.unavailable])
    let refused = try await refusal { _ = try await tenant.place(tenant.form(before), session) }
    #expect(refused?.code == .lineUnavailable)
    let files = try await tenant.transaction { transaction in
      try await FolderPart.bundles.export(tenant.snapshot, transaction)
    }
    #expect(files.isEmpty)
    #expect(try await pair.other.setAvailable() == 1)
  }

  @Test func `a watched bundle is low when its scarcest part is`() async throws {
    let tenant = try await bundlePair().mine
    for code in ["SOAP-1", "TEE-80-R"] { try await tenant.restock([code: 0], at: "shop") }
    try await tenant.restock(["SOAP-1": 20, "TEE-80-R": 9])
    try await tenant.transaction {
      try await Shop().watchStock(of: "SET-1", below: 3, by: .admin("ada"), in: $0)
    }
    func told() async throws -> Int? {
      try await tenant.scope.value(
        """
        SELECT count(*) FROM tenancy.outbox_event
        WHERE tenant_id = \(tenant.id) AND kind = 'storefront.stock_low'
        """
      )
    }
    try await tenant.runJobs()
    #expect(try await told() == 0)
    try await tenant.restock(["TEE-80-R": 3])
    try await tenant.runJobs()
    #expect(try await told() == 1)
  }

  @Test func `bundles are read from a file, written as they were applied, and end with it`()
    async throws
  {
    let tenant = try await shopPair().mine
    let folder = try smallShop()
    try folder.addSet()
    try await folder.apply(to: tenant)
    let first = try await folder.reconcile(.bundles, of: tenant)
    let second = try await folder.reconcile(.bundles, of: tenant)
    let files = try await tenant.transaction { transaction in
      try await FolderPart.bundles.export(tenant.snapshot, transaction)
    }
    #expect(first == [FolderChange(.create, kind: "bundle", name: "SET-1")] && second.isEmpty)
    #expect(
      files.map { String(decoding: $0.bytes, as: UTF8.self) }
        == ["sku,contents\nSET-1,SOAP-1*2|TEE-80-R*1\n"]
    )
    try folder.write("sku,contents\nSET-1,SOAP-1*3\n", to: "bundles.csv")
    let changed = try await folder.reconcile(.bundles, of: tenant)
    #expect(changed.map(\.fields) == [["contents"]])
    #expect(try await tenant.setAvailable() == 2)
    try folder.write("sku,contents\n", to: "bundles.csv")
    let ended = try await folder.reconcile(.bundles, of: tenant)
    #expect(ended.map(\.action) == [.archive])
    #expect(try await tenant.setAvailable() == 0)
  }

  @Test(arguments: [
    ("SET-1,SOAP-1*x", "contents", "must be like"),
    ("SET-1,NONE*1", "contents", "no SKU of the shop"),
    ("NONE,SOAP-1*1", "sku", "no SKU of the shop"),
    ("SOAP-1,TEE-80-R*1", "contents", "stock of its own"),
    ("TEE-80-B,SET-1*1\nSET-1,SOAP-1*1", "contents", "a bundle is made of single SKUs"),
    ("SET-1,SOAP-1\nSET-1,SOAP-1", "sku", "stands on line 2 already"),
  ])
  func `what is wrong in the file is named by line and column`(
    _ rows: String,
    _ field: String,
    _ message: String
  ) async throws {
    let tenant = try await bundlePair().mine
    let folder = try smallShop()
    try folder.write("sku,contents\n\(rows)\n", to: "bundles.csv")
    do {
      try await folder.reconcile(.bundles, of: tenant)
      Issue.record("nothing was found")
    } catch let problems as FolderProblems {
      let found = problems.problems.first
      #expect(found?.file == "bundles.csv" && found?.field == field && found?.line ?? 0 >= 2)
      #expect(found?.message.contains(message) == true, "\(problems)")
    }
  }
}
