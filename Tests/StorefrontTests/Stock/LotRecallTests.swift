import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func receive(_ lot: String, _ pieces: Int, at location: String = "warehouse")
    async throws
  {
    let day = CalendarDate(clock.now.addingTimeInterval(90 * 86_400), in: snapshot.timeZone)
    let draft = LotDraft(
      sku: "SOAP-1",
      location: location,
      code: lot,
      expiresOn: day,
      quantity: pieces
    )
    _ = try await transaction {
      try await Shop().receiveLot(draft, for: snapshot, by: .admin("ada"), in: $0)
    }
  }

  @discardableResult
  fileprivate func recall(_ lot: String, because reason: String = "") async throws
    -> [LotRecipient]
  {
    try await transaction {
      try await Shop()
        .recallLot(of: "SOAP-1", lot: lot, because: reason, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func settle(_ lot: String, _ order: OrderID, by login: String) async throws {
    try await transaction {
      try await Shop()
        .settleRecall(of: "SOAP-1", lot: lot, for: order, by: .staff(login), in: $0)
    }
  }

  /// Tells handlers what happened.
  fileprivate func tell() async throws {
    _ = try await OutboxDrain(
      database: database,
      modules: [StorefrontModule.module],
      logger: .quiet
    ).deliverDue()
  }
}

/// Recalls a lot that somebody has, helps them, and has seen the notice.
func recallLots(_ tenant: TestTenant) async throws {
  try await tenant.receive("RECALL", 9)
  let order = try await tenant.placed([("SOAP-1", 1)]).order
  _ = try await tenant.placed([("SOAP-1", 1)])
  let lots: [String] = try await tenant.scope.values(
    """
    SELECT DISTINCT t.code FROM storefront.stock_lot t
    JOIN storefront.lot_movement m ON m.tenant_id = \(tenant.id) AND m.lot_id = t.id
    WHERE t.tenant_id = \(tenant.id) AND m.order_id = \(order.id)
    """
  )
  for lot in lots {
    try await tenant.recall(lot)
    try await tenant.settle(lot, order.id, by: "mei")
  }
  _ = try await tenant.scope.recalledOrders(onlyOpen: true)
  _ = try await tenant.scope.stockWatch(of: "SOAP-1")
  try await tenant.tell()
  let kinds = StaffNotice.Kind.allCases
  if let last = try await tenant.scope.staffNotices(kinds).last {
    try await tenant.transaction {
      try await Shop().seeNotices(kinds, upTo: last.id, by: .staff("mei"), in: $0)
    }
  }
}

@Suite("Recalls", .tenantDatabase([StorefrontModule.module]))
struct LotRecallTests {
  /// A shop with nine soaps of one lot.
  private func lotShop() async throws -> TenantPair {
    let pair = try await shopPair()
    for tenant in [pair.mine, pair.other] {
      for location in ["shop", "warehouse"] {
        try await tenant.restock(["SOAP-1": 0], at: location)
      }
      try await tenant.receive("L1", 9)
    }
    return pair
  }

  @Test func `pieces of a recalled lot are taken in at no place`() async throws {
    let pair = try await lotShop()
    try await pair.mine.recall("L1")
    for place in ["warehouse", "shop"] {
      let said = try await refusal { try await pair.mine.receive("L1", 5, at: place) }
      #expect(said?.code == .lotInvalid, "\(place)")
    }
    try await pair.other.receive("L1", 5, at: "shop")
  }

  @Test func `every order that has pieces is a task until its buyer was helped`() async throws {
    let pair = try await lotShop()
    let tenant = pair.mine
    let first = try await tenant.placed([("SOAP-1", 2)]).order
    let second = try await tenant.placed([("SOAP-1", 1)]).order
    let cancelled = try await tenant.placed([("SOAP-1", 1)]).order
    _ = try await tenant.change(.cancel, cancelled.number)
    _ = try await pair.other.placed([("SOAP-1", 1)])

    for _ in 0..<2 { try await tenant.recall("L1", because: "包装破损") }
    try await tenant.settle("L1", first.id, by: "mei")
    try await tenant.settle("L1", first.id, by: "li")

    let all = try await tenant.scope.recalledOrders(sku: "SOAP-1", lot: "L1")
    #expect(all.map(\.order) == [second.id, first.id])
    #expect(all.map(\.pieces) == [1, 2] && all.allSatisfy { $0.reason == "包装破损" })
    #expect(try await tenant.scope.recalledOrders(onlyOpen: true).map(\.order) == [second.id])
    #expect(try await tenant.scope.deskTasks().recalls == 1)
    #expect(try await tenant.scope.recalledOrders(of: first.id).map(\.lot) == ["L1"])
    // Each order is told of once, however often the lot is recalled.
    #expect(try await tenant.events("storefront.order_recalled") == 2)
    let trail = try await tenant.scope.auditEntries(of: first.number)
      .filter { $0.action == "storefront.recall_settled" }
    #expect(trail.map(\.actor) == ["staff:mei"])
    // The sale has stopped here and goes on at the neighbour's.
    let late = try await refusal { _ = try await tenant.placed([("SOAP-1", 1)]) }
    #expect(late?.code == .outOfStock)
    #expect(try await pair.other.scope.recalledOrders() == [])
    _ = try await pair.other.placed([("SOAP-1", 1)])
  }

  @Test(arguments: [
    (OrderState(.placed, .paid, .unfulfilled), RecallRemedy.keepBack),
    (OrderState(.placed, .paid, .partiallyFulfilled), .takeBack),
    (OrderState(.placed, .paid, .fulfilled), .takeBack),
    (OrderState(.completed, .paid, .delivered), .takeBack),
    (OrderState(.cancelled, .unpaid, .unfulfilled), .nothing),
  ])
  func `what to do follows from where the order stands`(_ state: OrderState, _ remedy: RecallRemedy)
  {
    #expect(RecallRemedy.of(state) == remedy)
  }

  @Test func `what is not there is not recalled, and a reason is short`() async throws {
    let pair = try await lotShop()
    let order = try await pair.mine.placed([("SOAP-1", 1)]).order
    let refusals = [
      try await refusal { try await pair.mine.recall("L2") },
      try await refusal {
        try await pair.mine.recall("L1", because: String(repeating: "长", count: 201))
      },
      try await refusal { try await pair.mine.settle("L1", order.id, by: "mei") },
      try await refusal { try await pair.other.settle("L1", order.id, by: "mei") },
    ]
    #expect(refusals.map { $0?.code } == [.lotNotFound, .lotInvalid, .lotNotFound, .lotNotFound])
    #expect(try await pair.mine.scope.stockLots(of: "SOAP-1").map(\.recalledAt) == [nil])
  }

  @Test func `lots that end soon are listed, and counted while they have pieces`() async throws {
    let pair = try await lotShop()
    let tenant = pair.mine
    let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
    func within(_ days: Int) async throws -> [String] {
      try await tenant.scope.stockLots(withStock: true, until: today.adding(days: days)).map(\.code)
    }
    #expect(try await within(60) == [])
    #expect(try await within(91) == ["L1"])
    #expect(try await tenant.scope.deskTasks().lotsEnding == 0)
    // Thirty days must be left at the sale, and the desk warns two weeks before.
    tenant.clock.advance(by: 50 * 86_400)
    #expect(try await tenant.scope.deskTasks().lotsEnding == 1)
    try await tenant.recall("L1")
    #expect(try await tenant.scope.deskTasks().lotsEnding == 0)
  }

  @Test func `staff are told once of what runs low and what is recalled, until they have seen it`()
    async throws
  {
    let pair = try await lotShop()
    let tenant = pair.mine
    try await tenant.transaction {
      try await Shop().watchStock(of: "SOAP-1", below: 8, by: .admin("ada"), in: $0)
    }
    #expect(try await tenant.scope.stockWatch(of: "SOAP-1") == 8)
    #expect(try await pair.other.scope.stockWatch(of: "SOAP-1") == nil)
    _ = try await tenant.placed([("SOAP-1", 2)])
    try await tenant.runJobs()
    for _ in 0..<2 { try await tenant.tell() }
    try await tenant.recall("L1")
    try await tenant.tell()

    let kinds = StaffNotice.Kind.allCases
    let found = try await tenant.scope.staffNotices(kinds)
    #expect(found.map(\.kind) == [.lotRecalled, .stockLow])
    #expect(found.map(\.detail) == ["L1", "7"] && found.allSatisfy { $0.subject == "SOAP-1" })
    let tasks = try await tenant.scope.deskTasks()
    #expect(kinds.map { tasks.notices($0) } == [1, 0, 1])
    try await tenant.transaction {
      try await Shop()
        .seeNotices([.stockLow], upTo: found[0].id, by: .staff("mei"), in: $0)
    }
    let left = try await tenant.scope.staffNotices(kinds)
    #expect(left.map(\.kind) == [.lotRecalled, .stockLow])
    #expect(left.map { $0.seenAt == nil } == [true, false])
    #expect(try await tenant.scope.staffNotices([.reviewOverdue]) == [])
    #expect(try await pair.other.scope.staffNotices(kinds) == [])
  }
}
