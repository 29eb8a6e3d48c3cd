import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func draft(
    _ code: String,
    expiresIn days: Int,
    _ quantity: Int,
    at location: String = "warehouse"
  ) throws -> LotDraft {
    let day = CalendarDate(
      clock.now.addingTimeInterval(Double(days) * 86_400),
      in: snapshot.timeZone
    )
    return LotDraft(
      sku: "SOAP-1",
      location: location,
      code: code,
      expiresOn: day,
      quantity: quantity
    )
  }

  @discardableResult
  fileprivate func receive(_ draft: LotDraft) async throws -> LotID {
    try await transaction {
      try await Shop().receiveLot(draft, for: snapshot, by: .admin("ada"), in: $0)
    }
  }

  @discardableResult
  fileprivate func assign(_ draft: LotDraft) async throws -> LotID {
    try await transaction {
      try await Shop().assignLot(draft, for: snapshot, by: .admin("ada"), in: $0)
    }
  }

  fileprivate func recall(_ lot: String) async throws -> [LotRecipient] {
    try await transaction {
      try await Shop().recallLot(of: "SOAP-1", lot: lot, by: .admin("ada"), in: $0)
    }
  }

  /// What is left of each lot by its number.
  fileprivate func lots() async throws -> [String: Int64] {
    let lots = try await scope.stockLots(of: "SOAP-1")
    return Dictionary(lots.map { ($0.code, $0.available) }, uniquingKeysWith: +)
  }

  /// Lots are the sum of their movements, and part of their levels.
  fileprivate func expectLotsToBalance() async throws {
    let wrong: Int? = try await scope.value(
      """
      SELECT (SELECT count(*) FROM storefront.stock_lot t
        WHERE t.tenant_id = \(id) AND t.available <> (
          SELECT coalesce(sum(m.quantity), 0) FROM storefront.lot_movement m
          WHERE m.tenant_id = \(id) AND m.lot_id = t.id))
      + (SELECT count(*) FROM storefront.stock_level s
        WHERE s.tenant_id = \(id) AND s.available < (
          SELECT coalesce(sum(t.available), 0) FROM storefront.stock_lot t
          WHERE t.tenant_id = \(id) AND t.sku_id = s.sku_id AND t.location_id = s.location_id))
      """
    )
    #expect(wrong == 0)
    try await expectBooksToBalance()
  }
}

/// Receives, sells, calls off, corrects, recalls and outlives lots, so that every query has run.
func keepLots(_ tenant: TestTenant) async throws {
  for location in ["shop", "warehouse"] { try await tenant.restock(["SOAP-1": 2], at: location) }
  try await tenant.transaction {
    try await Shop().watchStock(of: "SOAP-1", below: 3, by: .admin("ada"), in: $0)
  }
  try await tenant.assign(tenant.draft("A", expiresIn: 60, 2))
  let lot = try await tenant.receive(tenant.draft("B", expiresIn: 90, 5))
  let placed = try await tenant.placed([("SOAP-1", 3)])
  _ = try await tenant.change(.cancel, placed.order.number)
  _ = try await tenant.placed([("SOAP-1", 3)])
  try await tenant.transaction {
    try await Shop().adjustLot(lot, by: -1, actor: .admin("ada"), in: $0)
  }
  _ = try await tenant.recall("A")
  tenant.clock.advance(by: 70 * 86_400)
  try await tenant.runJobs()
}

@Suite("Lots", .tenantDatabase([StorefrontModule.module]))
struct LotTests {
  /// A shop that has lots of soap only, at the warehouse.
  private func lotShop() async throws -> TenantPair {
    let pair = try await shopPair()
    for location in ["shop", "warehouse"] {
      try await pair.mine.restock(["SOAP-1": 0], at: location)
    }
    return pair
  }

  @Test func `a buyer who waits for a lot that is coming gets it`() async throws {
    let pair = try await lotShop()
    let lot = try await pair.mine.receive(pair.mine.draft("A", expiresIn: 60, 1))
    let (session, cart) = try await pair.mine.cart([("SOAP-1", 3)])
    let form = try pair.mine.form(cart)

    let placed = try await pair.mine.whileStockIsComing(
      { try await Shop().adjustLot(lot, by: 5, actor: .admin("ada"), in: $0) },
      { [tenant = pair.mine] in try await tenant.place(form, session) }
    )

    #expect(placed.isNew)
    #expect(try await pair.mine.lots() == ["A": 3])
    try await pair.mine.expectLotsToBalance()
  }

  @Test func `the first to expire leaves first, whichever came first`() async throws {
    let pair = try await lotShop()
    try await pair.mine.receive(pair.mine.draft("LATE", expiresIn: 300, 4))
    try await pair.mine.receive(pair.mine.draft("SOON", expiresIn: 60, 3))

    let first = try await pair.mine.placed([("SOAP-1", 2)])
    #expect(try await pair.mine.lots() == ["LATE": 4, "SOON": 1])
    _ = try await pair.mine.placed([("SOAP-1", 2)])
    #expect(try await pair.mine.lots() == ["LATE": 3, "SOON": 0])
    _ = try await pair.mine.change(.cancel, first.order.number)

    #expect(try await pair.mine.lots() == ["LATE": 3, "SOON": 2])
    #expect(try await pair.mine.stock("SOAP-1") == 5)
    #expect(try await pair.other.lots().isEmpty)
    try await pair.mine.expectLotsToBalance()
  }

  @Test func `what is too old is never sold, before and after it was taken off sale`() async throws
  {
    let pair = try await lotShop()
    // Thirty days must be left on the day of the sale.
    try await pair.mine.receive(pair.mine.draft("OLD", expiresIn: 29, 5))
    try await pair.mine.receive(pair.mine.draft("GOOD", expiresIn: 30, 2))

    let tooMany = try await refusal { _ = try await pair.mine.placed([("SOAP-1", 3)]) }
    _ = try await pair.mine.placed([("SOAP-1", 1)])
    #expect(try await pair.mine.lots() == ["OLD": 5, "GOOD": 1])
    for _ in 0..<2 { try await pair.mine.runJobs() }
    #expect(try await pair.mine.lots() == ["OLD": 0, "GOOD": 1])
    #expect(try await pair.mine.stock("SOAP-1") == 1)
    pair.mine.clock.advance(by: 86_400)
    let expired = try await refusal { _ = try await pair.mine.placed([("SOAP-1", 1)]) }

    #expect(tooMany?.code == .outOfStock)
    #expect(expired?.code == .outOfStock)
    try await pair.mine.expectLotsToBalance()
  }

  @Test func `of eight buyers of the last good piece exactly one gets it`() async throws {
    let pair = try await lotShop()
    let tenant = pair.mine
    try await tenant.receive(tenant.draft("OLD", expiresIn: 1, 9))
    for round in 0..<5 {
      try await tenant.receive(tenant.draft("R\(round)", expiresIn: 90 + round, 1))
      let refusals = try await withThrowingTaskGroup(of: StorefrontRefusal?.self) { group in
        for _ in 0..<8 {
          group.addTask { try await refusal { _ = try await tenant.placed([("SOAP-1", 1)]) } }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(refusals.count { $0 == nil } == 1, "round \(round)")
      #expect(refusals.compactMap { $0?.code } == Array(repeating: .outOfStock, count: 7))
    }
    try await tenant.expectLotsToBalance()
  }

  @Test func `orders and cancellations at once leave lots and levels in balance`() async throws {
    let pair = try await lotShop()
    let tenant = pair.mine
    try await tenant.receive(tenant.draft("A", expiresIn: 60, 20))
    try await tenant.receive(tenant.draft("B", expiresIn: 90, 20, at: "shop"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<24 {
        group.addTask {
          let lines = index.isMultiple(of: 2) ? [("SOAP-1", 2), ("TEE-80-R", 1)] : [("SOAP-1", 3)]
          _ = try await refusal {
            let number = try await tenant.placed(lines).order.number
            if !index.isMultiple(of: 3) { _ = try await tenant.change(.cancel, number) }
          }
        }
      }
      try await group.waitForAll()
    }
    try await tenant.expectLotsToBalance()
  }

  @Test func `a recall stops the sale and lists who has pieces`() async throws {
    let pair = try await lotShop()
    try await pair.mine.receive(pair.mine.draft("BAD", expiresIn: 60, 4))
    try await pair.mine.receive(pair.mine.draft("GOOD", expiresIn: 90, 4))
    let buyer = try await pair.mine.placed([("SOAP-1", 3)]).order
    let undone = try await pair.mine.placed([("SOAP-1", 1)]).order
    _ = try await pair.mine.change(.cancel, undone.number)

    let found = try await pair.mine.recall("BAD")
    let again = try await pair.mine.recall("BAD")
    _ = try await pair.mine.placed([("SOAP-1", 1)])
    let unknown = try await refusal { _ = try await pair.other.recall("BAD") }

    #expect(found.map(\.orderNumber) == [buyer.number])
    #expect(found.map(\.quantity) == [3] && found.map(\.name) == ["林小雨"])
    #expect(again == found)
    #expect(try await pair.mine.lots() == ["BAD": 0, "GOOD": 3])
    #expect(try await pair.mine.stock("SOAP-1") == 3)
    #expect(unknown?.code == .lotNotFound)
    try await pair.mine.expectLotsToBalance()
  }

  @Test func `pieces of a recalled lot that come back are not sold again`() async throws {
    let pair = try await lotShop()
    try await pair.mine.receive(pair.mine.draft("BAD", expiresIn: 60, 4))
    let buyer = try await pair.mine.placed([("SOAP-1", 3)]).order
    _ = try await pair.mine.recall("BAD")
    _ = try await pair.mine.change(.cancel, buyer.number)
    try await pair.mine.runJobs()

    #expect(try await pair.mine.lots() == ["BAD": 0])
    #expect(try await pair.mine.stock("SOAP-1") == 0)
    try await pair.mine.expectLotsToBalance()
  }

  @Test func `pieces without a lot are assigned to one, never more than there are`() async throws {
    let pair = try await shopPair()
    let tooMany = try await refusal {
      try await pair.mine.assign(pair.mine.draft("A", expiresIn: 60, 6))
    }
    try await pair.mine.assign(pair.mine.draft("A", expiresIn: 60, 5))
    let whole = try await refusal { try await pair.mine.restock(["SOAP-1": 9]) }
    let otherDate = try await refusal {
      try await pair.mine.receive(pair.mine.draft("A", expiresIn: 61, 1))
    }
    let wrong = try await refusal {
      try await pair.mine.receive(pair.mine.draft("A B", expiresIn: 61, 0))
    }
    let file = try await ImportedFile("sku,location,on_hand\nSOAP-1,shop,4\n")
      .run(.stock, into: pair.mine)

    #expect(tooMany?.code == .stockTooLow && tooMany?.details["left"] == 5)
    #expect(whole?.code == .lotKept)
    #expect(otherDate?.code == .lotDateDiffers)
    #expect(wrong?.details["fields"] == ["lot", "quantity"])
    #expect(file.problems.count == 1)
    #expect(try await pair.mine.stock("SOAP-1") == 8)
    // What lies in the shop belongs to no lot yet, so its date is not known: it is not sold.
    let six = try await refusal { _ = try await pair.mine.placed([("SOAP-1", 6)]) }
    #expect(six?.code == .outOfStock)
    try await pair.mine.expectLotsToBalance()
  }

  @Test(arguments: [
    (0, "2026-12-31T16:00:00Z"), (1, "2026-12-30T16:00:00Z"), (30, "2026-12-01T16:00:00Z"),
  ])
  func `goods are sold while the days are left, in the shop's zone`(_ days: Int, _ until: String)
    throws
  {
    var settings = StorefrontSettings.ShelfLife()
    settings.minimumDays = 7
    settings.categories = ["formula": days]
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    let last = try #require(CalendarDate(year: 2026, month: 12, day: 31))
    let instant = ShelfLifeRule.sellUntil(
      last,
      settings,
      categories: ["food", "formula"],
      in: zone
    )
    #expect(instant.ISO8601Format() == until)
  }

  @Test func `a merchant is told once when something runs low`() async throws {
    let pair = try await shopPair()
    for tenant in [pair.mine, pair.other] {
      try await tenant.transaction {
        try await Shop().watchStock(of: "SOAP-1", below: 3, by: .admin("ada"), in: $0)
      }
    }
    func told() async throws -> Int? {
      try await pair.mine.scope.value(
        """
        SELECT count(*) FROM tenancy.outbox_event
        WHERE tenant_id = \(pair.mine.id) AND kind = 'storefront.stock_low'
        """
      )
    }

    try await pair.mine.runJobs()
    #expect(try await told() == 0)
    let order = try await pair.mine.placed([("SOAP-1", 5)]).order
    for _ in 0..<2 { try await pair.mine.runJobs() }
    #expect(try await told() == 1)
    _ = try await pair.mine.change(.cancel, order.number)
    try await pair.mine.runJobs()
    _ = try await pair.mine.placed([("SOAP-1", 6)])
    try await pair.mine.runJobs()
    #expect(try await told() == 2)
    let other: Int? = try await pair.other.scope.value(
      """
      SELECT count(*) FROM tenancy.outbox_event
      WHERE tenant_id = \(pair.other.id) AND kind = 'storefront.stock_low'
      """
    )
    #expect(other == 0)
  }
}
