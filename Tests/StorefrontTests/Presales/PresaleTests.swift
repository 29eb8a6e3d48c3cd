import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// The blue shirt, of which there is none, is sold in advance.
  fileprivate func presell(limit: Int = 5, inDays days: Int = 20) async throws {
    try await transaction {
      try await Shop().setPresale(
        PresaleTerms(shipsOn: day(days), limit: limit),
        of: "TEE-80-B",
        for: snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
  }

  fileprivate func day(_ days: Int) -> CalendarDate {
    CalendarDate(clock.now.addingTimeInterval(Double(days) * 86_400), in: snapshot.timeZone)
  }

  fileprivate func start(_ days: Int) throws -> Date {
    try #require(CivilTimeRule.instant(day(days).description, in: snapshot.timeZone))
  }

  fileprivate func presold(_ quantity: Int, isPaid: Bool = true) async throws -> PlacedOrder {
    let placed = try await placed([("TEE-80-B", quantity)])
    if isPaid { _ = try await change(.confirmPayment, placed.order.number) }
    return placed
  }

  fileprivate func arrive(_ pieces: Int) async throws {
    try await transaction {
      try await Shop()
        .adjustStock(of: "TEE-80-B", at: "warehouse", by: pieces, actor: .system, in: $0)
    }
  }

  fileprivate func isAwaiting(_ placed: PlacedOrder) async throws -> Bool? {
    try await scope.order(placed.order.id)?.presale?.isAwaiting
  }

  fileprivate func toShip() async throws -> [String] {
    var query = OrderListQuery()
    query.onlyToShip = true
    let listed = try await scope.orders(query).items.map(\.number)
    let tasks = try await scope.deskTasks().toShip
    #expect(tasks == Int64(listed.count))
    return listed
  }
}

/// Sells in advance, supplies in parts, puts off, calls off and ends, so that every query has run.
func presell(_ tenant: TestTenant) async throws {
  try await tenant.restock(["TEE-80-B": 0])
  try await tenant.presell()
  let first = try await tenant.presold(2)
  let second = try await tenant.presold(2)
  try await tenant.presell(inDays: 30)
  try await tenant.arrive(1)
  _ = try await tenant.change(.cancel, first.order.number)
  try await tenant.arrive(1)
  _ = try await tenant.transaction { try await Shop().cancelOrder(with: second.token, in: $0) }
  _ = try await tenant.presold(3)
  try await tenant.runJobs()
  try await tenant.transaction {
    try await Shop()
      .setPresale(nil, of: "TEE-80-B", for: tenant.snapshot, by: .system, in: $0)
  }
  _ = try await tenant.scope.merchantPresale(of: "TEE-80-B")
}

@Suite("Presales", .tenantDatabase([StorefrontModule.module]), .serialized)
struct PresaleTests {
  @Test func `what is not there is sold with its day, up to the limit, and does not leave`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.presell(limit: 3)
    let start = try tenant.start(20)
    let sku = try await tenant.scope.product(slug: "tee", in: tenant.view)?.skus
      .first { $0.code == "TEE-80-B" }
    #expect(sku?.available == 0 && sku?.presale == PresaleOffer(shipsFrom: start, left: 3))
    let (session, cart) = try await tenant.cart([("TEE-80-B", 2)])
    #expect(cart.isOrderable && cart.lines[0].shipsFrom == start)

    let placed = try await tenant.place(tenant.form(cart, provider: "bankTransfer"), session)
    _ = try await tenant.change(.confirmPayment, placed.order.number)

    #expect(placed.order.presale?.shipsFrom == start && placed.order.presale?.isAwaiting == true)
    #expect(placed.order.presale?.isLate == false && placed.order.mayEndPaid == false)
    #expect(try await tenant.toShip().isEmpty)
    #expect(try await Shop().pickingList(in: tenant.scope).isEmpty)
    let refused = try await refusal { _ = try await tenant.change(.fulfil, placed.order.number) }
    #expect(refused?.code == .presaleAwaited)
    let (other, rest) = try await tenant.cart([("TEE-80-B", 2)])
    #expect(rest.lines[0].state == .short(left: 1))
    let exhausted = try await refusal { _ = try await tenant.place(tenant.form(rest), other) }
    #expect(exhausted?.code == .outOfStock)
    #expect(try await tenant.scope.merchantPresale(of: "TEE-80-B")?.awaited == 2)
    try await tenant.expectBooksToBalance()
    #expect(try await pair.other.scope.merchantPresale(of: "TEE-80-B") == nil)
    #expect(try await pair.other.cart([("TEE-80-B", 1)]).1.lines[0].state == .short(left: 0))
  }

  @Test func `what comes goes to the orders in their order, and nobody else can buy it before`()
    async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.presell()
    let first = try await tenant.presold(2)
    let second = try await tenant.presold(1)

    try await tenant.arrive(1)
    #expect(try await tenant.stock("TEE-80-B") == 0)
    #expect(try await tenant.isAwaiting(first) == true)
    try await tenant.arrive(1)
    #expect(try await tenant.isAwaiting(first) == false)
    #expect(try await tenant.isAwaiting(second) == true)
    try await tenant.arrive(4)
    #expect(try await tenant.isAwaiting(second) == false)
    #expect(try await tenant.stock("TEE-80-B") == 3)
    try await tenant.expectBooksToBalance()

    // They are there, and are offered for shipping from their day on.
    #expect(try await tenant.toShip().isEmpty)
    tenant.clock.advance(by: 20 * 86_400)
    #expect(Set(try await tenant.toShip()) == [first.order.number, second.order.number])
    _ = try await tenant.change(.fulfil, first.order.number)
    #expect(try await tenant.scope.order(first.order.id)?.state.fulfilment == .fulfilled)
  }

  @Test func `what is collected is supplied by its store alone, and keeps nobody else waiting`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.presell()
    let (session, cart) = try await tenant.cart([("TEE-80-B", 2)])
    var form = try tenant.form(cart, provider: "bankTransfer", to: .pickup)
    (form.pickup, form.address) = ("shop", "")
    let collected = try await tenant.place(form, session)
    _ = try await tenant.change(.confirmPayment, collected.order.number)
    let sent = try await tenant.presold(1)

    try await tenant.arrive(1)
    #expect(try await tenant.isAwaiting(collected) == true)
    #expect(try await tenant.isAwaiting(sent) == false)
    try await tenant.arrive(3)
    #expect(try await tenant.isAwaiting(collected) == true, "the counter has none of them")
    #expect(try await tenant.stock("TEE-80-B") == 3)

    try await tenant.restock(["TEE-80-B": 2], at: "shop")
    #expect(try await tenant.isAwaiting(collected) == false)
    #expect(try await tenant.stock("TEE-80-B") == 3)
    try await tenant.expectBooksToBalance()
    #expect(try await pair.other.stock("TEE-80-B") == 0)
  }

  @Test func `what is sold in advance, or still waited for, becomes no bundle`() async throws {
    let pair = try await bundlePair()
    let tenant = pair.mine
    func bundle(_ tenant: TestTenant) async throws -> StorefrontRefusal? {
      let parts = [BundleContent(sku: "SOAP-1", quantity: 1)]
      return try await refusal {
        try await tenant.transaction {
          try await Shop().setContents(parts, of: "TEE-80-B", by: .staff("mei"), in: $0)
        }
      }
    }
    func bundleByFolder() async throws {
      let bundles = "sku,contents\nTEE-80-B,SOAP-1*1\n"
      try await ShopFolder(["bundles.csv": bundles]).reconcile(.bundles, of: tenant)
    }
    try await tenant.presell()
    let placed = try await tenant.presold(1)
    #expect(try await bundle(tenant)?.details["because"] == "presold")
    try await tenant.transaction {
      try await Shop().setPresale(nil, of: "TEE-80-B", for: tenant.snapshot, by: .system, in: $0)
    }
    #expect(try await bundle(tenant)?.details["because"] == "presold")
    await #expect(throws: (any Error).self) { try await bundleByFolder() }
    #expect(try await bundle(pair.other) == nil)

    try await tenant.arrive(1)
    #expect(try await tenant.isAwaiting(placed) == false)
    #expect(try await bundle(tenant) == nil)
  }

  @Test func `a called-off order makes room and lets go of what it was given`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.presell(limit: 3)
    let first = try await tenant.presold(2)
    let second = try await tenant.presold(1)
    try await tenant.arrive(1)

    for _ in 0..<2 { _ = try await tenant.change(.cancel, first.order.number) }

    #expect(try await tenant.isAwaiting(second) == false)
    #expect(try await tenant.stock("TEE-80-B") == 0)
    #expect(try await tenant.scope.merchantPresale(of: "TEE-80-B")?.taken == 1)
    try await tenant.expectBooksToBalance()
  }

  @Test func `another day is told to the orders that wait, which keep the day that was promised`()
    async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.presell()
    let placed = try await tenant.presold(1)
    let promised = try tenant.start(20)
    for _ in 0..<2 { try await tenant.presell(inDays: 34) }

    let presale = try await tenant.scope.order(placed.order.id)?.presale
    #expect(presale?.isLate == true && presale?.promisedFrom == promised)
    let told: Int? = try await tenant.scope.value(
      """
      SELECT count(*) FROM tenancy.outbox_event
      WHERE tenant_id = \(tenant.id) AND kind = 'storefront.presale_rescheduled'
      """
    )
    #expect(told == 1)
    #expect(try await tenant.scope.auditEntries(of: "TEE-80-B").count == 2)
    // Whoever orders now is promised the day of now.
    #expect(try await tenant.presold(1).order.presale?.isLate == false)
  }

  @Test func `whoever waits may call a paid order off, and the money goes back once`() async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.presell()
    let placed = try await tenant.presold(2)
    let total = placed.order.total
    #expect(try await tenant.scope.order(placed.order.id)?.mayEndPaid == true)

    for _ in 0..<2 {
      _ = try? await tenant.transaction { try await Shop().cancelOrder(with: placed.token, in: $0) }
    }

    let order = try await tenant.scope.order(placed.order.id)
    #expect(order?.state.status == .cancelled && order?.progress.cancellation == .shopper)
    #expect(try await tenant.scope.paymentBalance(of: placed.order.id)?.claimed == total)
    #expect(try await tenant.scope.merchantPresale(of: "TEE-80-B")?.taken == 0)
    // An order of what is there is paid for good.
    let other = try await tenant.placed([("SOAP-1", 1)])
    _ = try await tenant.change(.confirmPayment, other.order.number)
    let refused = try await refusal {
      _ = try await tenant.transaction { try await Shop().cancelOrder(with: other.token, in: $0) }
    }
    #expect(refused?.code == .transitionRefused)
  }

  @Test
  func `a presale that begins again counts what is still waited for, and never sells beyond it`()
    async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.presell(limit: 5)
    let served = try await tenant.presold(2)
    let waiting = try await tenant.presold(3)
    try await tenant.arrive(3)
    try await tenant.transaction {
      try await Shop()
        .setPresale(nil, of: "TEE-80-B", for: tenant.snapshot, by: .staff("mei"), in: $0)
    }

    try await tenant.presell(limit: 5, inDays: 40)
    #expect(try await tenant.scope.merchantPresale(of: "TEE-80-B")?.taken == 3)
    // Its pieces were there before: calling it off makes no room.
    _ = try await tenant.change(.cancel, served.order.number)

    let presale = try await tenant.scope.merchantPresale(of: "TEE-80-B")
    #expect(presale?.taken == 3 && presale?.awaited == 0)
    #expect(try await tenant.isAwaiting(waiting) == false)
    _ = try await tenant.presold(2)
    let beyond = try await tenant.cart([("TEE-80-B", 1)])
    let refused = try await refusal { _ = try await tenant.place(tenant.form(beyond.1), beyond.0) }
    #expect(refused?.code == .outOfStock)
    try await tenant.expectBooksToBalance()
  }

  @Test func `of twelve buyers at once the limit allows five`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.presell(limit: 5)
    var buyers: [(session: SessionID, form: CheckoutForm)] = []
    for _ in 0..<12 {
      let (session, cart) = try await tenant.cart([("TEE-80-B", 1)])
      buyers.append((session, try tenant.form(cart)))
    }
    let placed = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
      for buyer in buyers {
        group.addTask {
          try await refusal { _ = try await tenant.place(buyer.form, buyer.session) } == nil
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(placed == 5)
    let presale = try await tenant.scope.merchantPresale(of: "TEE-80-B")
    #expect(presale?.taken == 5 && presale?.awaited == 5)
  }

  @Test func `an order that crossed its goods gets them with the next look`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.presell()
    let placed = try await tenant.presold(1)
    let sku = try await tenant.skuID("TEE-80-B")
    try await tenant.scope.execute(
      """
      UPDATE storefront.stock_level SET available = 1
      WHERE tenant_id = \(tenant.id) AND sku_id = \(sku)
      """
    )
    #expect(try await tenant.isAwaiting(placed) == true)
    try await tenant.runJobs()
    #expect(try await tenant.isAwaiting(placed) == false)
    #expect(try await tenant.stock("TEE-80-B") == 0)
  }

  @Test func `terms that cannot be are refused, and a presale ends without breaking promises`()
    async throws
  {
    let tenant = try await bundlePair().mine
    for (sku, days, limit, code) in [
      ("TEE-80-B", 0, 5, StorefrontRefusal.Code.presaleInvalid), ("NONE", 5, 5, .skuNotFound),
      ("TEE-80-B", 5, 0, .presaleInvalid), ("SET-1", 5, 5, .presaleInvalid),
    ] {
      let refused = try await refusal {
        try await tenant.transaction {
          try await Shop().setPresale(
            PresaleTerms(shipsOn: tenant.day(days), limit: limit),
            of: sku,
            for: tenant.snapshot,
            by: .system,
            in: $0
          )
        }
      }
      #expect(refused?.code == code, "\(sku) in \(days) days, \(limit)")
    }
    try await tenant.presell()
    let placed = try await tenant.presold(1)
    for _ in 0..<2 {
      try await tenant.transaction {
        try await Shop()
          .setPresale(nil, of: "TEE-80-B", for: tenant.snapshot, by: .system, in: $0)
      }
    }
    #expect(try await tenant.cart([("TEE-80-B", 1)]).1.lines[0].state == .short(left: 0))
    try await tenant.arrive(1)
    #expect(try await tenant.isAwaiting(placed) == false)
  }
}
