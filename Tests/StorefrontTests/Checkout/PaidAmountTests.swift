import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A shop in which another module takes an amount off each order.
private func shop(takingOff amounts: Int64...) -> Shop {
  Shop(
    ports: .init { _, tenant, _ in
      amounts.map {
        PriceAdjustment(code: "probe", amount: Money(minorUnits: -$0, currency: tenant.currency))
      }
    }
  )
}

@Suite("What was paid", .tenantDatabase([StorefrontModule.module]))
struct PaidAmountTests {
  @Test(arguments: [0, 1, 100, 3333, 6889, 6890, 6891, 7689, 7690, 9000] as [Int64])
  func `lesson 15: what is taken off an order is shared over lines and freight to the last unit`(
    _ amount: Int64
  ) async throws {
    let pair = try await shopPair()
    let (session, _) = try await pair.mine.cart([("SOAP-1", 1), ("TEE-80-R", 1)])
    let shop = shop(takingOff: amount)
    let form = try await pair.mine.quotedForm(session, shop: shop)

    let order = try await pair.mine.place(form, session, shop: shop).order

    let taken = min(amount, 6890 + 800)
    #expect(order.lines.map(\.discount.minorUnits).reduce(0, +) == min(taken, 6890))
    #expect(order.freightDiscount.minorUnits == max(0, taken - 6890))
    #expect(order.total.minorUnits == 7690 - taken)
    #expect(order.lines.allSatisfy { (0...$0.total.minorUnits).contains($0.net.minorUnits) })
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `several reductions of one order never take more than there is`() async throws {
    let pair = try await shopPair()
    let (session, _) = try await pair.mine.cart([("SOAP-1", 3)])
    let shop = shop(takingOff: 5000, -40, 5000)
    let form = try await pair.mine.quotedForm(session, shop: shop)

    let order = try await pair.mine.place(form, session, shop: shop).order

    #expect(order.total.minorUnits == 0)
    #expect(order.lines.map(\.net.minorUnits) == [0])
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `lesson 14: any discounts keep every part between nothing and its whole`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let lines = (0..<Int.random(in: 1...6, using: &generator))
        .map { _ in Int64.random(in: 0...500, using: &generator) }
      let freight = Int64.random(in: 0...50, using: &generator)
      var discounts = OrderDiscounts(lines: lines, freight: freight)
      var taken: Int64 = 0
      for _ in 0..<4 { taken += discounts.take(Int64.random(in: -5...700, using: &generator)) }
      #expect(taken == discounts.goods + discounts.freight)
      #expect(zip(lines, discounts.lines).allSatisfy { (0...$0).contains($1) })
      #expect((0...freight).contains(discounts.freight))
      #expect(discounts.freight == 0 || discounts.goods == lines.reduce(0, +))
    }
  }

  @Test func `a line keeps the tax rate of its category as it was`() async throws {
    var settings = shopSettings
    guard case .object(var storefront)? = settings["storefront"] else { return }
    storefront["tax"] = ["rate": "13", "categories": ["wear": "9"]]
    settings["storefront"] = .object(storefront)
    let pair = try await TenantPair.fresh(settings: settings)
    try await smallShop().apply(to: pair.mine)
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1), ("TEE-80-R", 1)])

    let order = try await pair.mine.place(pair.mine.form(cart), session).order

    #expect(order.lines.map(\.taxBasisPoints) == [1300, 900])
    #expect(order.lines.map { $0.tax?.decimal } == ["2.29", "4.05"])
  }

  @Test func `a shop that says no rate keeps none`() async throws {
    let pair = try await shopPair()
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 1)])

    let order = try await pair.mine.place(pair.mine.form(cart), session).order

    #expect(order.lines.map(\.taxBasisPoints) == [nil])
    #expect(order.lines.map(\.tax) == [nil])
  }

  @Test(
    arguments: [
      ("13", 1300), ("8.5", 850), ("0.25", 25), ("100", 10_000), ("0", 0), ("100.01", nil),
      ("-1", nil), ("+5", nil), ("1.234", nil), ("", nil), (".5", nil), ("5.", nil), ("1e1", nil),
      ("99999999999999999999", nil),
    ] as [(String, Int?)]
  )
  func `a percentage is read exactly or not at all`(_ text: String, _ expected: Int?) {
    #expect(PercentRule.basisPoints(text) == expected)
    if let expected { #expect(PercentRule.text(expected) == text) }
  }
}
