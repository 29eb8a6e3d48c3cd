import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// The use of a promotion, as the merchant sees it.
  fileprivate func summary(_ code: String) async throws -> PromotionSummary? {
    try await scope.promotions().first { $0.code == code }
  }

  func fill(_ sku: String, _ count: Int) async throws {
    try await transaction { transaction in
      try await Shop().setStock(of: sku, at: "shop", to: count, actor: .system, in: transaction)
    }
  }

  func enter(_ code: String, _ session: SessionID) async throws {
    try await transaction { transaction in
      try await Shop().enterCode(code, session: session, in: transaction)
    }
  }

  /// The sums of the counters and of what living orders say, which must be the same.
  func expectPromotionsToBalance(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let wrong: Int? = try await scope.value(
      """
      SELECT count(*) FROM storefront.promotion p
      LEFT JOIN LATERAL (
        SELECT count(*) AS uses, coalesce(sum(u.amount), 0) AS amount,
          coalesce(sum(u.pieces), 0) AS pieces
        FROM storefront.promotion_use u
        JOIN storefront.customer_order o ON o.tenant_id = \(id) AND o.id = u.order_id
        WHERE u.tenant_id = \(id) AND u.promotion_id = p.id AND o.status <> 'cancelled'
      ) living ON true
      WHERE p.tenant_id = \(id) AND (p.uses <> living.uses OR p.money_spent <> living.amount
        OR p.pieces_sold <> living.pieces)
      """
    )
    let persons: Int? = try await scope.value(
      """
      SELECT count(*) FROM storefront.promotion_person w
      WHERE w.tenant_id = \(id) AND w.uses <> (
        SELECT coalesce(sum(u.person_uses), 0) FROM storefront.promotion_use u
        WHERE u.tenant_id = \(id) AND u.promotion_id = w.promotion_id
          AND u.person_id = w.person_id AND u.state = 'claimed')
      """
    )
    let codes: Int? = try await scope.value(
      """
      SELECT count(*) FROM storefront.promotion_code c
      WHERE c.tenant_id = \(id) AND c.uses <> (
        SELECT count(*) FROM storefront.promotion_use u
        WHERE u.tenant_id = \(id) AND u.code = c.code AND u.state = 'claimed')
      """
    )
    #expect(wrong == 0, sourceLocation: sourceLocation)
    #expect(persons == 0, sourceLocation: sourceLocation)
    #expect(codes == 0, sourceLocation: sourceLocation)
  }
}

@Suite("Uses of promotions", .tenantDatabase([StorefrontModule.module]), .serialized)
struct PromotionUseTests {
  @Test func `an order keeps what promotions took off, line by line`() async throws {
    let pair = try await shopPair()
    try await pair.mine.promote(
      ["promotion": "care-20", "kind": "item_percent", "value": "20", "categories": "care"],
      ["promotion": "full", "kind": "spend_off", "value": "50:10"],
      ["promotion": "ship", "kind": "shipping_percent", "value": "100", "min_pieces": "2"]
    )
    let (session, _) = try await pair.mine.cart([("SOAP-1", 1), ("TEE-80-R", 1)])

    let quote = try await pair.mine.quote(session)
    let order = try await pair.mine.place(pair.mine.quotedForm(session), session).order

    #expect(quote.applied.map(\.code) == ["care-20", "full", "ship"])
    #expect(order.lines.map(\.discount.decimal) == ["6.43", "7.55"])
    #expect(order.freightDiscount.decimal == "8.00")
    #expect(order.total == quote.total)
    #expect(order.total.decimal == "54.92")
    #expect(try await pair.mine.summary("full")?.moneySpent == 1000)
    #expect(try await pair.other.scope.promotions().isEmpty)
    try await pair.mine.expectBooksToBalance()
    try await pair.mine.expectPromotionsToBalance()
  }

  @Test func `an order is called off although its code was taken away and given again`()
    async throws
  {
    let tenant = try await shopPair().mine
    let spring = [
      "promotion": "spring", "kind": "spend_off", "value": "5", "codes": "SPRING",
    ]
    try await tenant.promote(spring)
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    try await tenant.enter("SPRING", session)
    let order = try await tenant.place(tenant.quotedForm(session), session).order
    #expect(order.total.decimal == "22.90")
    try await tenant.promote(["promotion": "other", "kind": "spend_off", "value": "1"])
    try await tenant.promote(spring)

    let cancelled = try await tenant.change(.cancel, order.number)

    #expect(cancelled.state.status == .cancelled)
    let uses: Int? = try await tenant.scope.value(
      """
      SELECT coalesce(max(uses), 0) FROM storefront.promotion_code
      WHERE tenant_id = \(tenant.id) AND code = 'SPRING'
      """
    )
    #expect(uses == 0)
  }

  @Test func `a gift that the budget does not hold is not promised`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.promote(
      ["promotion": "gift", "kind": "gift", "value": "SOAP-1*1", "budget": "25"]
    )
    for given in [1, 0] {
      let session = try await tenant.cart([("SOAP-1", 1)]).0
      let quote = try await tenant.quote(session)
      #expect(quote.applied.count == given)
      if given == 0 { #expect(quote.refused.map(\.reason) == [.budgetExhausted]) }
      _ = try await tenant.place(tenant.quotedForm(session), session)
    }
    try await tenant.expectPromotionsToBalance()
  }

  @Test func `two promotions do not promise the same pieces`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.fill("SOAP-1", 5)
    for location in ["warehouse"] { try await tenant.restock(["SOAP-1": 0], at: location) }
    try await tenant.promote(
      ["promotion": "one", "kind": "gift", "value": "SOAP-1*3", "group": "a"],
      ["promotion": "two", "kind": "gift", "value": "SOAP-1*3", "group": "b"]
    )
    let session = try await tenant.cart([("TEE-80-R", 1)]).0
    let quote = try await tenant.quote(session)
    #expect(quote.applied.count == 1)
    #expect(quote.refused.map(\.reason) == [.giftUnavailable])
    let order = try await tenant.place(tenant.quotedForm(session), session).order
    #expect(order.lines.reduce(0) { $0 + $1.quantity } == 4)
  }

  @Test func `a total that promotions changed since it was seen is refused`() async throws {
    let pair = try await shopPair()
    let (session, _) = try await pair.mine.cart([("SOAP-1", 1)])
    let form = try await pair.mine.quotedForm(session)
    try await pair.mine.promote(["promotion": "off", "kind": "spend_off", "value": "1"])

    let refusal = try await refusal { _ = try await pair.mine.place(form, session) }

    #expect(refusal == StorefrontRefusal(.priceChanged, details: ["seen": 2790, "total": 2690]))
  }

  @Test func `a promotion is reckoned with as it is now, whatever it was a moment ago`()
    async throws
  {
    let pair = try await shopPair()
    let (tenant, other) = (pair.mine, pair.other)
    let (session, _) = try await tenant.cart([("SOAP-1", 1)])
    let (neighbour, _) = try await other.cart([("SOAP-1", 1)])
    for (value, name, discount) in [("5", "五元", "5.00"), ("7", "五元", "7.00"), ("5", "减五", "5.00")] {
      try await tenant.promote(
        ["promotion": "off", "kind": "spend_off", "value": value, "name.zh": name]
      )
      for _ in 0..<2 {
        let quote = try await tenant.quote(session)
        #expect(quote.totals.goodsDiscount.decimal == discount)
        #expect(quote.applied.map { $0.name.text(in: [.zh]) } == [name])
        #expect(try await other.quote(neighbour).applied.isEmpty)
      }
    }
    let placed = try await tenant.place(tenant.quotedForm(session), session)
    #expect(placed.order.discounts.map { $0.name?.text(in: [.zh]) } == ["减五"])
    #expect(placed.order.discounts.map(\.amount.decimal) == ["-5.00"])
  }

  @Test func `codes of several promotions, used up and not, are found for their own`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "a", "kind": "spend_off", "value": "1", "codes": "ONE|UNO"],
      ["promotion": "b", "kind": "spend_off", "value": "2", "codes": "TWO", "group": "second"],
      ["promotion": "c", "kind": "spend_off", "value": "3", "codes": "THREE", "group": "third"]
    )
    let (session, _) = try await tenant.cart([("SOAP-1", 1)])
    for code in ["UNO", "TWO", "ONE"] { try await tenant.enter(code, session) }

    let quote = try await tenant.quote(session)

    #expect(quote.codes == ["ONE", "TWO", "UNO"])
    #expect(Set(quote.applied.map(\.code)) == ["a", "b"])
    #expect(quote.applied.first { $0.code == "a" }?.enteredCode == "ONE")
    #expect(quote.refused.isEmpty)
  }

  @Test func `lesson 12: two unpaid orders never hold one single-use code`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "one", "kind": "spend_off", "value": "5", "codes": "*"]
    )
    let codes = try await tenant.transaction { transaction in
      try await Shop()
        .generateCodes(1, of: "one", prefix: "VIP-", by: .admin("ada"), in: transaction)
    }
    let first = try await tenant.cart([("SOAP-1", 1)]).0
    let second = try await tenant.cart([("SOAP-1", 1)]).0
    for session in [first, second] { try await tenant.enter(" \(codes[0].lowercased()) ", session) }
    let forms = (try await tenant.quotedForm(first), try await tenant.quotedForm(second))

    let order = try await tenant.place(forms.0, first).order
    let refused = try await refusal { _ = try await tenant.place(forms.1, second) }
    let blocked = try await tenant.quote(second)
    _ = try await tenant.change(.cancel, order.number)
    _ = try await tenant.change(.cancel, order.number)
    let freed = try await tenant.place(tenant.quotedForm(second), second).order

    #expect(order.adjustment.decimal == "-5.00")
    #expect(refused?.code == .priceChanged)
    #expect(blocked.refused.map(\.reason) == [.codeUsed])
    #expect(freed.adjustment.decimal == "-5.00")
    try await tenant.expectPromotionsToBalance()
  }

  @Test func `lesson 12: an order that nobody paid in time never keeps its code`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "one", "kind": "spend_off", "value": "5", "codes": "ONE", "uses_limit": "1"]
    )
    func order() async throws -> Order {
      let session = try await tenant.cart([("SOAP-1", 1)]).0
      try await tenant.enter("ONE", session)
      var form = try await tenant.quotedForm(session)
      form.provider = "bankTransfer"
      return try await tenant.place(form, session).order
    }

    let late = try await order()
    let without = try await order()
    tenant.clock.advance(by: 3 * 24 * 3600)
    for _ in 0..<2 { try await tenant.runJobs() }
    let next = try await order()
    _ = try await tenant.change(.confirmPayment, next.number)

    #expect(late.adjustment.decimal == "-5.00" && without.adjustment.decimal == "0.00")
    #expect(next.adjustment.decimal == "-5.00")
    #expect(try await tenant.summary("one")?.uses == 1)
    try await tenant.expectPromotionsToBalance()
  }

  @Test func `lesson 11: many buyers at once never pass uses, money, pieces or persons`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.fill("SOAP-1", 500)
    try await tenant.promote(
      ["promotion": "uses", "kind": "spend_off", "value": "1", "group": "a", "uses_limit": "7"],
      ["promotion": "money", "kind": "spend_off", "value": "2", "group": "b", "budget": "10"],
      [
        "promotion": "flash", "kind": "price", "value": "9.90", "skus": "SOAP-1",
        "pieces_limit": "9", "per_person": "2",
      ],
      ["promotion": "code", "kind": "spend_off", "value": "3", "codes": "THREE", "uses_limit": "4"]
    )
    var numbers: [String] = []
    for round in 0..<3 {
      var sessions: [SessionID] = []
      for _ in 0..<24 {
        let session = try await tenant.cart([("SOAP-1", 3)]).0
        try await tenant.enter("three", session)
        sessions.append(session)
      }
      numbers += try await buyAtOnce(tenant, sessions)
      try await tenant.expectPromotionsToBalance()
      try await tenant.expectBooksToBalance()
      let found = try await tenant.scope.promotions()
      let uses = Dictionary(uniqueKeysWithValues: found.map { ($0.code, $0.uses) })
      #expect(uses == ["uses": 7, "money": 5, "flash": 5, "code": 4], "round \(round)")
      #expect(found.first { $0.code == "flash" }?.piecesSold == 9)
      #expect(found.first { $0.code == "money" }?.moneySpent == 1000)
      try await cancelAtOnce(tenant, numbers)
      numbers = []
      try await tenant.expectPromotionsToBalance()
      #expect(try await tenant.scope.promotions().allSatisfy { $0.uses == 0 && $0.piecesSold == 0 })
    }
  }

  @Test func `a person has a limited promotion once, and again after calling off`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "once", "kind": "spend_off", "value": "5", "per_person": "1"]
    )
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    let first = try await tenant.place(tenant.quotedForm(session), session).order
    let sku = try await tenant.skuID("SOAP-1")
    try await tenant.transaction { transaction in
      try await Shop().addToCart(sku, quantity: 1, session: session, in: transaction)
    }

    let again = try await tenant.quote(session)
    _ = try await tenant.change(.cancel, first.number)
    let after = try await tenant.quote(session)

    #expect(again.refused.map(\.reason) == [.personLimitReached])
    #expect(after.applied.map(\.code) == ["once"])
  }

  @Test func `a gift is put into the order for nothing, beside or on top of what is bought`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "soap", "kind": "gift", "value": "SOAP-1*2", "min_amount": "15"]
    )
    let tee = try await tenant.cart([("TEE-80-R", 1)]).0
    let soap = try await tenant.cart([("SOAP-1", 3)]).0

    let beside = try await tenant.place(tenant.quotedForm(tee), tee).order
    let onTop = try await tenant.place(tenant.quotedForm(soap), soap).order

    #expect(beside.lines.map(\.code) == ["TEE-80-R", "SOAP-1"])
    #expect(beside.lines.map(\.net.decimal) == ["49.00", "0.00"])
    #expect(onTop.lines.map(\.quantity) == [5])
    #expect(onTop.lines.map(\.net.decimal) == ["59.70"])
    let third = try await tenant.cart([("SOAP-1", 1)]).0
    #expect(try await tenant.quote(third).refused.map(\.reason) == [.giftUnavailable])
    try await tenant.expectBooksToBalance()
  }

  @Test func `lesson 13: terms that cannot be read never stop an order`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "broken", "kind": "spend_off", "value": "5"],
      ["promotion": "fine", "kind": "spend_off", "value": "1", "group": "x"]
    )
    try await tenant.scope.execute(
      """
      UPDATE storefront.promotion SET terms = '{"effect": {"lottery": {}}}'
      WHERE tenant_id = \(tenant.id) AND code = 'broken'
      """
    )
    let session = try await tenant.cart([("SOAP-1", 1)]).0

    let quote = try await tenant.quote(session)

    #expect(quote.refused.map(\.reason) == [.cannotBeEvaluated])
    #expect(try await tenant.place(tenant.quotedForm(session), session).order.total == quote.total)
  }

  @Test func `lesson 14: a code that is entered twice never counts twice`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.promote(
      ["promotion": "off", "kind": "spend_off", "value": "5", "codes": "ONE|TWO"]
    )
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    for code in ["one", "ONE", "two"] { try await tenant.enter(code, session) }

    let order = try await tenant.place(tenant.quotedForm(session), session).order

    #expect(order.adjustment.decimal == "-5.00")
    #expect(try await tenant.summary("off")?.uses == 1)
    try await tenant.expectPromotionsToBalance()
  }

  @Test func `codes are entered as people write them, and unknown or too many are refused`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let names = (1...6).map { "CODE-\($0)" }
    try await tenant.promote(
      [
        "promotion": "off", "kind": "spend_off", "value": "5",
        "codes": names.joined(separator: "|"),
      ]
    )
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    for code in ["", "CODE-9", "code 1", "x;--", String(repeating: "A", count: 40)] {
      let refusal = try await refusal { try await tenant.enter(code, session) }
      #expect(refusal?.code == .codeUnknown, "\(code)")
    }
    for name in names.prefix(5) { try await tenant.enter("  \(name.lowercased())", session) }

    let sixth = try await refusal { try await tenant.enter(names[5], session) }
    let foreign = try await refusal { try await pair.other.enter(names[0], session) }

    #expect(sixth?.code == .codesFull)
    #expect(foreign?.code == .codeUnknown)
    #expect(try await tenant.quote(session).applied.map(\.enteredCode) == ["CODE-1"])
  }

  /// Places all carts at once, each trying again with what it sees then, and gives the numbers.
  private func buyAtOnce(_ tenant: TestTenant, _ sessions: [SessionID]) async throws -> [String] {
    try await withThrowingTaskGroup(of: String.self) { group in
      for session in sessions {
        group.addTask {
          while true {
            do {
              return try await tenant.place(tenant.quotedForm(session), session).order.number
            } catch let refusal as StorefrontRefusal
              where [.priceChanged, .promotionExhausted].contains(refusal.code)
            {
              continue
            } catch let refusal as TenancyRefusal where refusal.code == .busy {
              continue  // On a slow machine somebody waits too long for the promotion's row.
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  private func cancelAtOnce(_ tenant: TestTenant, _ numbers: [String]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in numbers + numbers {
        group.addTask { _ = try await tenant.change(.cancel, number) }
      }
      try await group.waitForAll()
    }
  }
}
