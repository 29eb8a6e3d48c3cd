import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Placing orders", .tenantDatabase([StorefrontModule.module]))
struct OrderPlacementTests {
  @Test func `an order keeps what was bought, from where, and how it is paid`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 6), ("TEE-80-R", 1)])

    let placed = try await pair.mine.place(pair.mine.form(cart, provider: "bankTransfer"), session)

    let order = placed.order
    #expect(placed.isNew)
    #expect(order.state == .new)
    #expect(order.number.hasPrefix("2609"))
    #expect(order.lines.map(\.name) == ["芽语 婴儿温和香皂", "雅布 纯棉短袖"])
    #expect(order.lines.map(\.options) == ["", "80 / 红色"])
    #expect(order.lines.map(\.total.decimal) == ["119.40", "49.00"])
    #expect(order.goods.decimal == "168.40")
    #expect(order.freight.decimal == "0.00")
    #expect(order.total.decimal == "168.40")
    #expect(order.contact.name == "林小雨")
    #expect(placed.instruction.account?.number == "9900")
    #expect(placed.instruction.reference?.count == 8)
    #expect(placed.instruction.reference == order.paymentReference)
    let stock = try await pair.mine.scope.stockItems(in: pair.mine.view).items
    let left = stock.map { "\($0.code)@\($0.location)=\($0.available)" }.sorted()
    #expect(
      left == ["SOAP-1@shop=2", "SOAP-1@warehouse=0", "TEE-80-B@warehouse=0", "TEE-80-R@shop=0"]
    )
    #expect(try await pair.mine.scope.cart(of: session, in: pair.mine.view).id == nil)
    try await pair.mine.expectBooksToBalance()
    try await pair.other.expectBooksToBalance()
  }

  @Test func `the secret link opens the order for its own tenant only`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])

    let placed = try await pair.mine.place(pair.mine.form(cart), session)

    let token = try #require(OrderToken(placed.token.text))
    #expect(try await pair.mine.scope.order(token: token) == placed.order)
    #expect(try await pair.other.scope.order(token: token) == nil)
    #expect(try await pair.other.scope.order(number: placed.order.number) == nil)
    #expect(try await pair.mine.scope.order(token: .make(in: .live)) == nil)
    #expect(OrderToken("abc") == nil)
    #expect(OrderToken(placed.token.text.uppercased()) == nil || !placed.token.text.contains("a"))
  }

  @Test func `placing the same cart again gives the same order with a link of its own`()
    async throws
  {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
    let form = try pair.mine.form(cart)

    let first = try await pair.mine.place(form, session)
    let second = try await pair.mine.place(form, session)

    #expect(second.order == first.order)
    #expect(!second.isNew)
    #expect(second.token != first.token)
    #expect(try await pair.mine.scope.order(token: second.token) == first.order)
    let stranger = try await refusal { _ = try await pair.mine.place(form, .make(in: .live)) }
    #expect(stranger?.code == .cartNotFound)
  }

  @Test func `a refusal leaves cart and stock as they were`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("TEE-80-R", 1), ("SOAP-1", 9)])

    let refusal = try await refusal {
      _ = try await pair.mine.place(pair.mine.form(cart), session)
    }

    #expect(refusal == StorefrontRefusal(.outOfStock, details: ["sku": "SOAP-1", "left": 8]))
    let after = try await pair.mine.scope.cart(of: session, in: pair.mine.view)
    #expect(after == cart)
    #expect(try await pair.mine.scope.orders(OrderListQuery()).items.isEmpty)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `a total that has changed since it was seen is refused`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
    let form = try pair.mine.form(cart)
    let folder = try smallShop()
    try folder.replace("19.90", with: "21.90", in: "catalogue.csv")
    try await folder.apply(to: pair.mine)

    let refusal = try await refusal { _ = try await pair.mine.place(form, session) }

    #expect(
      refusal == StorefrontRefusal(.priceChanged, details: ["seen": 2790, "total": 2990])
    )
  }

  @Test func `what is no longer on sale is refused with its number`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1), ("TEE-80-R", 1)])
    let folder = try smallShop()
    try folder.replace("TEE-80-R", with: "TEE-81-R", in: "catalogue.csv")
    try folder.replace("TEE-80-R,shop,1\n", with: "", in: "stock.csv")
    try await folder.apply(to: pair.mine)

    let refusal = try await refusal {
      _ = try await pair.mine.place(pair.mine.form(cart), session)
    }

    #expect(refusal == StorefrontRefusal(.lineUnavailable, details: ["sku": "TEE-80-R"]))
  }

  @Test func `wrong fields of the contact are named together`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
    var form = try pair.mine.form(cart)
    form.name = "  "
    form.phone = "call me"
    form.address = "x"
    form.note = String(repeating: "n", count: 501)

    let refusal = try await refusal { _ = try await pair.mine.place(form, session) }

    #expect(refusal?.code == .contactInvalid)
    #expect(refusal?.details["fields"] == ["name", "phone", "address", "note"])
  }

  @Test func `an unknown way to pay and an empty cart are refused`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
    let unknown = try await refusal {
      _ = try await pair.mine.place(pair.mine.form(cart, provider: "gold"), session)
    }
    try await pair.mine.transaction { transaction in
      try await Shop().removeLine(cart.lines[0].sku, session: session, in: transaction)
    }

    let empty = try await refusal {
      _ = try await pair.mine.place(pair.mine.form(cart), session)
    }

    #expect(unknown?.code == .providerUnknown)
    #expect(empty?.code == .cartEmpty)
  }

  @Test func `another module lowers the total in the same transaction`() async throws {
    let pair = try await shopPair()
    let (session, _) = try await pair.mine.cart([("SOAP-1", 1)])
    let shop = Shop(
      ports: .init { basket, tenant, _ in
        #expect(basket.lines.map(\.code) == ["SOAP-1"])
        return [
          PriceAdjustment(
            code: "membership.level",
            amount: Money(minorUnits: -500, currency: tenant.currency)
          )
        ]
      }
    )

    let form = try await pair.mine.quotedForm(session, shop: shop)
    let placed = try await pair.mine.place(form, session, shop: shop)

    #expect(placed.order.adjustment.decimal == "-5.00")
    #expect(placed.order.total.decimal == "22.90")
    #expect(placed.instruction.amount.decimal == "22.90")
  }

  @Test func `whom a quote is for is asked once, and only where somebody can be signed in`()
    async throws
  {
    let pair = try await shopPair()
    let port = ShopperPort()
    let member = SessionID.make(in: .live).uuid
    let shop = Shop(
      ports: .init(
        adjustments: { basket, tenant, _ in
          guard basket.shopper?.person == member else { return [] }
          return [
            PriceAdjustment(
              code: "membership.level",
              amount: Money(minorUnits: -100, currency: tenant.currency)
            )
          ]
        },
        adjusted: { _, _, _, shopper, _, _ in port.heard.withLock { $0.append(shopper) } },
        shopper: { _, _, _ in
          port.asked.withLock { $0 += 1 }
          return Shopper(person: member)
        }
      )
    )
    for (isProved, total) in [(false, "27.90"), (true, "26.90")] {
      let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
      let before = port.asked.withLock { $0 }
      let quote = try await pair.mine.quote(session, isProved: isProved, shop: shop)
      #expect(quote.total.decimal == total)
      #expect(port.asked.withLock { $0 } - before == (isProved ? 1 : 0))

      var form = try pair.mine.form(cart)
      form.seenTotal = quote.total.minorUnits
      let placed = try await pair.mine.place(form, session, isProved: isProved, shop: shop)
      #expect(placed.order.total == quote.total)
      #expect(port.asked.withLock { $0 } - before == (isProved ? 2 : 0))
    }
    #expect(port.heard.withLock { $0 } == [nil, Shopper(person: member)])
  }

  @Test func `a number that is taken is drawn again, and a full day is refused`() async throws {
    let pair = try await shopPair()
    var environment = pair.mine.clock.environment
    let live = environment.randomBytes
    let draws = DrawnNumbers([7, 7, 7, 8])
    environment.randomBytes = { $0 == 8 ? draws.next() : live($0) }
    let database = pair.mine.database.with(environment)
    func place() async throws -> String {
      let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])
      let form = try pair.mine.form(cart)
      return try await database.transaction(for: pair.mine.id) { transaction in
        try await Shop()
          .placeOrder(form, session: session, for: pair.mine.snapshot, in: transaction)
          .order.number
      }
    }

    let numbers = [try await place(), try await place()]

    #expect(numbers.map { $0.suffix(6) } == ["000007", "000008"])
    await #expect(throws: TenancyRefusal(.busy)) { _ = try await place() }
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `what was sold is counted once, however often the event is delivered`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 3)])
    _ = try await pair.mine.place(pair.mine.form(cart), session)
    let drain = OutboxDrain(
      database: pair.mine.database,
      modules: [StorefrontModule.module],
      logger: .quiet
    )

    for _ in 0..<3 { try await drain.deliverDue() }

    var query = ProductListQuery()
    query.sort = .popular
    let page = try await pair.mine.scope.products(query, in: pair.mine.view)
    #expect(page.items.map(\.slug) == ["soap", "tee"])
    #expect(page.items.map(\.soldCount) == [3, 0])
    let others = try await pair.other.scope.products(query, in: pair.other.view)
    #expect(others.items.map(\.soldCount) == [0, 0])
  }
}

/// Random bytes that give the wished numbers, the last one for ever.
private final class DrawnNumbers: Sendable {
  private let left: Mutex<[UInt8]>

  init(_ numbers: [UInt8]) { left = Mutex(numbers) }

  func next() -> [UInt8] {
    left.withLock { left in
      [UInt8](repeating: 0, count: 7) + [left.count > 1 ? left.removeFirst() : left[0]]
    }
  }
}

extension TestTenant {
  /// The invariants that hold after every operation, whatever happened before.
  func expectBooksToBalance(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let unbalanced: Int? = try await scope.value(
      """
      SELECT count(*) FROM storefront.stock_level s
      WHERE s.tenant_id = \(id) AND (s.available < 0 OR s.available <> (
        SELECT coalesce(sum(m.quantity), 0) FROM storefront.stock_movement m
        WHERE m.tenant_id = \(id) AND m.sku_id = s.sku_id AND m.location_id = s.location_id))
      """
    )
    let wrongTotals: Int? = try await scope.value(
      """
      SELECT count(*) FROM storefront.customer_order o
      WHERE o.tenant_id = \(id) AND (
        o.goods <> (SELECT sum(l.line_total) FROM storefront.order_line l
          WHERE l.tenant_id = \(id) AND l.order_id = o.id)
        OR o.total <> o.freight - o.freight_discount + (
          SELECT sum(l.line_total - l.discount) FROM storefront.order_line l
          WHERE l.tenant_id = \(id) AND l.order_id = o.id) + (
          SELECT coalesce(sum(a.amount), 0) FROM storefront.order_adjustment a
          WHERE a.tenant_id = \(id) AND a.order_id = o.id AND a.code = 'merchant.price_edit')
        OR o.adjustment <> (SELECT coalesce(sum(a.amount), 0) FROM storefront.order_adjustment a
          WHERE a.tenant_id = \(id) AND a.order_id = o.id)
        OR (SELECT sum(l.quantity) FROM storefront.order_line l
          WHERE l.tenant_id = \(id) AND l.order_id = o.id)
          <> (SELECT sum(a.quantity) FROM storefront.order_line_allocation a
          WHERE a.tenant_id = \(id) AND a.order_id = o.id)
        OR 1 <> (SELECT count(*) FROM storefront.payment p
          WHERE p.tenant_id = \(id) AND p.order_id = o.id AND p.amount = o.total))
      """
    )
    #expect(unbalanced == 0, sourceLocation: sourceLocation)
    #expect(wrongTotals == 0, sourceLocation: sourceLocation)
  }
}

/// How often a shop asked whom a quote is for, and of whom it told when an order was placed.
private final class ShopperPort: Sendable {
  let asked = Mutex(0)
  let heard = Mutex<[Shopper?]>([])
}
