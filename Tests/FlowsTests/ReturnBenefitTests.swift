import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("Returns of members", .serialized, .tenantDatabase(joinedModules))
struct ReturnBenefitTests {
  /// A member's order that arrived.
  private func arrived(_ shop: MemberShop, _ session: SessionID) async throws -> Order {
    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.fulfilOrder($1, by: .system, in: $2) }
    return order
  }

  /// Asks for a return and agrees to it.
  private func agreed(_ shop: MemberShop, _ order: Order, _ reason: ReturnReason = .noReason)
    async throws -> (ReturnID, OrderToken)
  {
    let tenant = shop.tenant
    return try await tenant.transaction { transaction in
      let token = try await shop.shop.openOrder(order.id, in: transaction)
      let form = ReturnForm(
        kind: .returnRefund,
        reason: reason,
        lines: [.init(code: "SOAP-1", quantity: 1)]
      )
      let request = try await shop.shop
        .requestReturn(form, with: token, for: tenant.snapshot, in: transaction)
      try await shop.shop
        .approveReturn(request.id, for: tenant.snapshot, by: .system, in: transaction)
      return (request.id, token)
    }
  }

  @Test
  func
    `the tier's free return is used by the return itself, and comes back with what was not sent`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let (member, session) = try await shop.member("13800138801")
    let year = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone).year
    func used() async throws -> Int64 {
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.uses(of: .freeReturn, by: known, in: year)
    }
    func isFree(_ id: ReturnID) async throws -> Bool {
      for _ in 0..<2 { try await shop.listen() }
      return try #require(await tenant.scope.returnRequest(id)).isWayBackFree
    }
    let early = try await agreed(shop, arrived(shop, session)).0
    #expect(try await !isFree(early), "the lowest tier has none")
    try await tenant.transaction {
      try await tiers.grant(level: 1, to: member, by: .system, in: $0)
    }
    let faulty = try await agreed(shop, arrived(shop, session), .damaged).0
    #expect(try await !isFree(faulty))
    #expect(try await used() == 0, "the shop bears that anyway")
    let (first, token) = try await agreed(shop, arrived(shop, session))
    #expect(try await isFree(first))
    #expect(try await used() == 1)
    let second = try await agreed(shop, arrived(shop, session)).0
    #expect(try await !isFree(second), "one a year")
    try await tenant.transaction {
      try await shop.shop.withdrawReturn(first, with: token, in: $0)
    }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await used() == 0)
    let (third, proof) = try await agreed(shop, arrived(shop, session))
    #expect(try await isFree(third))
    try await tenant.transaction { transaction in
      try await shop.shop
        .sendBackReturn(
          third,
          carrier: "顺丰",
          trackingNumber: "SF1",
          with: proof,
          in: transaction
        )
      try await shop.shop.receiveReturn(third, by: .system, in: transaction)
      try await shop.shop.refuseReturn(third, reply: "少了一块", by: .system, in: transaction)
    }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await used() == 1, "what was sent stays used")
  }

  @Test func `goods that are handed over in a store use up no way back`() async throws {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let (member, session) = try await shop.member("13800138803")
    try await tenant.transaction {
      try await tiers.grant(level: 1, to: member, by: .system, in: $0)
    }
    let order = try await arrived(shop, session)
    let request = try await tenant.transaction {
      try await shop.shop.takeBackInStore(
        ReturnForm(
          kind: .returnRefund,
          reason: .noReason,
          lines: [.init(code: "SOAP-1", quantity: 1)]
        ),
        of: order.number,
        at: "warehouse",
        for: tenant.snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
    for _ in 0..<2 { try await shop.listen() }
    let year = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone).year
    let known = try #require(await tenant.scope.member(member))
    #expect(try await tenant.scope.uses(of: .freeReturn, by: known, in: year) == 0)
    let kept = try #require(await tenant.scope.returnRequest(request.id))
    #expect(kept.isInStore && !kept.hasWayBackToPay && !kept.isWayBackFree)
  }

  @Test func `a return is paid for out of the year in which it was asked for`() async throws {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    // Five days before the new year.
    tenant.clock.advance(by: 96 * 86_400)
    let (member, session) = try await shop.member("13800138804")
    let year = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone).year
    try await tenant.transaction {
      try await tiers.grant(level: 1, to: member, by: .system, in: $0)
      _ = try await tiers.use(.freeReturn, of: member, key: "earlier", in: $0)
    }
    let (id, token) = try await agreed(shop, arrived(shop, session))
    for _ in 0..<2 { try await shop.listen() }
    tenant.clock.advance(by: 10 * 86_400)
    try await tenant.transaction {
      _ = try await shop.shop
        .sendBackReturn(id, carrier: "顺丰", trackingNumber: "SF1", with: token, in: $0)
      _ = try await shop.shop.receiveReturn(id, by: .system, in: $0)
    }
    for _ in 0..<2 { try await shop.listen() }
    let known = try #require(await tenant.scope.member(member))
    #expect(CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone).year == year + 1)
    #expect(try await tenant.scope.uses(of: .freeReturn, by: known, in: year + 1) == 0)
    #expect(try await tenant.scope.uses(of: .freeReturn, by: known, in: year) == 1)
    #expect(try await tenant.scope.returnRequest(id)?.isWayBackFree == false)
  }

  @Test
  func
    `what an order opened goes back with its money, and only money opens, whatever is set since`()
    async throws
  {
    let shop = try await MemberShop.sellingPlan()
    let tenant = shop.tenant
    let (member, session) = try await shop.member("13800138805")
    func terms() async throws -> Int {
      for _ in 0..<2 { try await shop.listen() }
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.paidTerms(of: known).count
    }
    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await terms() == 1)
    try await shop.sellPlan(as: "NEXT-YEAR")
    let other = try await arrived(shop, session)
    #expect(try await terms() == 1, "it is not sold under this number any more")
    try await shop.sellPlan(as: "SOAP-1")
    try await shop.refund(1, of: other)
    #expect(try await terms() == 1, "a refund opens nothing")
    try await shop.sellPlan(as: "NEXT-YEAR")
    try await shop.refund(1, of: order)
    #expect(try await terms() == 1)
    try await shop.refund(order.total.minorUnits - 1, of: order)
    #expect(try await terms() == 0)
  }

  @Test
  func `a plan's price list and term end with its piece, whatever else of the order is kept`()
    async throws
  {
    let plan: [String: JSONValue] = [
      "code": "plus", "name": ["en": "Plus"], "price": "90.00", "months": 3, "sku": "CARD-1",
      "benefits": ["priceLevel": "silver"],
    ]
    var settings: [String: JSONValue] = [:]
    settings["membership"] = [
      "tiers": [
        "growthPerUnit": 1, "levels": [["name": ["en": "Basic"], "reach": 0, "keep": 0]],
        "plans": [.object(plan)],
      ]
    ]
    let shop = try await MemberShop.pair(settings).joined
    let tenant = shop.tenant
    try await shop.fill(
      more: "CARD-1,,card,care,Yayu,published,0,36,植物油,A类,,,,,,,90.00,,120,,会员卡,Card,,,,\n",
      files: ["stock.csv": "sku,location,on_hand\nSOAP-1,warehouse,50\nCARD-1,warehouse,50\n"]
    )
    try await shop.levelPrice("silver:150.00")
    let (member, session) = try await shop.member("13800138807")
    let (_, guest) = try await shop.member("13800138808")
    func terms() async throws -> Int {
      for _ in 0..<2 { try await shop.listen() }
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.paidTerms(of: known).count
    }
    func price(_ session: SessionID) async throws -> Int64 {
      let lines = try await shop.quote(session).0.lines.map(\.line)
      return lines.first { $0.code == "SOAP-1" }?.unitPrice.minorUnits ?? 0
    }
    let view = ShopView(tenant.snapshot)
    let card = try #require(try await tenant.scope.product(slug: "card", in: view)?.skus.first?.id)
    #expect(try await price(session) == 20_000)
    try await tenant.transaction {
      try await shop.shop.addToCart(card, quantity: 1, session: session, in: $0)
    }
    let order = try await shop.order(session)
    #expect(order.lines.map(\.code).sorted() == ["CARD-1", "SOAP-1"])
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await terms() == 1)
    #expect(try await price(session) == 15_000)
    #expect(try await price(guest) == 20_000, "nobody else's")
    // Next year it is sold under another number; the card goes back and the soap stays.
    try await shop.sellPlan(as: "CARD-2")
    try await shop.change(order) { try await $0.fulfilOrder($1, by: .system, in: $2) }
    try await shop.refundPiece("CARD-1", of: order)
    #expect(try await terms() == 0)
    #expect(try await price(session) == 20_000)
  }

  @Test func `a pack that was bought with an order opens with its money and closes with it`()
    async throws
  {
    var settings: [String: JSONValue] = [:]
    settings["membership"] = [
      "packs": [
        [
          "code": "care", "name": ["en": "Care"], "price": "200.00", "sku": "SOAP-1",
          "services": [["code": "midwife", "name": ["en": "Midwife"], "times": 2]],
        ]
      ]
    ]
    let pair = try await MemberShop.pair(settings)
    let (shop, tenant) = (pair.joined, pair.joined.tenant)
    let refused = await #expect(throws: StorefrontRefusal.self) {
      _ = try await shop.order(SessionID.make(in: .live))
    }
    #expect(refused?.code == .membersOnly)
    let (member, session) = try await shop.member("13800138809")
    func packs() async throws -> [Bool] {
      for _ in 0..<2 { try await shop.listen() }
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.servicePacks(of: known).map { $0.holds(at: tenant.clock.now) }
    }
    let order = try await shop.order(session)
    #expect(try await packs().isEmpty)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await packs() == [true])
    let other = try await shop.order(session)
    try await shop.change(other) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await packs() == [true, true])
    try await shop.refund(order.total.minorUnits, of: order)
    #expect(try await packs().count { $0 } == 1)
    try await shop.change(other) {
      try await $0.cancelOrder($1, reason: .merchant, by: .system, in: $2)
    }
    #expect(try await packs() == [false, false])
    // The neighbour sells the same number as goods alone.
    _ = try await pair.alone.order(SessionID.make(in: .live))
  }

  @Test(arguments: 0..<6)
  func `a free way back that is withdrawn while it is given is not used`(_ number: Int) async throws
  {
    let pair = try await MemberShop.pair()
    let (shop, tenant) = (pair.joined, pair.joined.tenant)
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let (member, session) = try await shop.member("13800138820")
    try await tenant.transaction {
      try await tiers.grant(level: 1, to: member, by: .system, in: $0)
    }
    let (id, token) = try await agreed(shop, arrived(shop, session))
    try await shop.deliver()
    // Half of the times the job is asked to begin first.
    async let given: Void = shop.work(after: number % 2 == 0 ? 0 : number)
    async let withdrawn: Void = tenant.transaction { transaction in
      for _ in 0..<(number % 2 == 0 ? number : 0) { await Task.yield() }
      _ = try await shop.shop.withdrawReturn(id, with: token, in: transaction)
    }
    _ = try await (given, withdrawn)
    for _ in 0..<2 { try await shop.listen() }
    let known = try #require(await tenant.scope.member(member))
    let year = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone).year
    #expect(try await tenant.scope.uses(of: .freeReturn, by: known, in: year) == 0)
    // The year's free return is still there for the next.
    let (next, _) = try await agreed(shop, arrived(shop, session))
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await tenant.scope.returnRequest(next)?.isWayBackFree == true)
    #expect(try await tenant.scope.uses(of: .freeReturn, by: known, in: year) == 1)
  }

  @Test func `a bundle opens its plan for what was paid for it, and ends it with its money`()
    async throws
  {
    var settings: [String: JSONValue] = [:]
    settings["membership"] = [
      "tiers": [
        "growthPerUnit": 1, "levels": [["name": ["en": "Basic"], "reach": 0, "keep": 0]],
        "plans": [
          [
            "code": "plus", "name": ["en": "Plus"], "price": "90.00", "months": 3, "sku": "SET-1",
            "benefits": ["freeShipping": true],
          ]
        ],
      ]
    ]
    let shop = try await MemberShop.pair(settings).joined
    let tenant = shop.tenant
    try await shop.sellSet()
    let (_, session) = try await shop.member("13800138806")
    func amounts() async throws -> [Int64] {
      for _ in 0..<2 { try await shop.listen() }
      return try await tenant.scope.values(
        """
        SELECT amount FROM membership.paid_term
        WHERE tenant_id = \(tenant.id) AND revoked_at IS NULL
        """,
        as: Int64.self
      )
    }
    let view = ShopView(tenant.snapshot)
    let sku = try #require(try await tenant.scope.product(slug: "set", in: view)?.skus.first?.id)
    try await tenant.transaction {
      try await shop.shop.addToCart(sku, quantity: 1, session: session, in: $0)
    }
    let order = try await shop.order(session)
    #expect(order.bundles.map(\.code) == ["SET-1"])
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await amounts() == [9_000])
    try await shop.refund(order.total.minorUnits, of: order)
    #expect(try await amounts() == [])
  }

  @Test func `a plan that was bought with an order begins with its money and ends with it`()
    async throws
  {
    let shop = try await MemberShop.sellingPlan()
    let tenant = shop.tenant
    let (member, session) = try await shop.member("13800138802")
    func terms() async throws -> Int {
      for _ in 0..<2 { try await shop.listen() }
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.paidTerms(of: known).count
    }
    let order = try await shop.order(session)
    #expect(try await terms() == 0)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await terms() == 1)
    let other = try await arrived(shop, session)
    #expect(try await terms() == 2)
    try await shop.refund(order.total.minorUnits, of: order)
    #expect(try await terms() == 1)
    // Money that is only asked for may not go.
    try await shop.giveBack(other)
    #expect(try await terms() == 1)
    let asked = try #require(
      try await tenant.scope.refunds(RefundListQuery()).first { $0.order == other.id }
    )
    try await tenant.transaction {
      _ = try await shop.shop.failRefund(asked.id, by: .system, in: $0)
    }
    #expect(try await terms() == 1)
    try await shop.refund(other.total.minorUnits, of: other)
    #expect(try await terms() == 0)
  }

  @Test
  func `a plan is sold to nobody who is not signed in, and ends where its order is called off`()
    async throws
  {
    let shop = try await MemberShop.sellingPlan()
    let tenant = shop.tenant
    let refused = await #expect(throws: StorefrontRefusal.self) {
      _ = try await shop.order(SessionID.make(in: .live))
    }
    #expect(refused?.code == .membersOnly)
    #expect(try await tenant.scope.orders(OrderListQuery()).items.isEmpty)
    let (member, session) = try await shop.member("13800138803")
    func terms() async throws -> Int {
      for _ in 0..<2 { try await shop.listen() }
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.paidTerms(of: known).count
    }
    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    #expect(try await terms() == 1)
    try await shop.change(order) {
      try await $0.cancelOrder($1, reason: .merchant, by: .system, in: $2)
    }
    #expect(try await terms() == 0)
  }
}

extension MemberShop {
  /// Names another SKU for the plan in the settings.
  fileprivate func sellPlan(as sku: String) async throws {
    let tenants = try await tenant.database.registeredTenants()
    var document = try #require(tenants.first { $0.id == tenant.id }?.document)
    guard case .object(var membership)? = document.modules["membership"],
      case .object(var tiers)? = membership["tiers"],
      case .array(var plans)? = tiers["plans"], case .object(var plan)? = plans.first
    else { throw TestingMistake.noDatabase }
    plan["sku"] = .string(sku)
    plans[0] = .object(plan)
    tiers["plans"] = .array(plans)
    membership["tiers"] = .object(tiers)
    document.modules["membership"] = .object(membership)
    _ = try await tenant.database.register(document)
  }

  /// Delivers events without doing the jobs that they ask for.
  fileprivate func deliver() async throws {
    _ = try await OutboxDrain(
      database: tenant.database,
      modules: joinedModules,
      logger: .quiet
    ).deliverDue()
  }

  /// Does the jobs that were asked for, after others had their turn so often.
  fileprivate func work(after turns: Int) async throws {
    for _ in 0..<turns { await Task.yield() }
    try await tenant.work(FlowsModule.module)
  }

  /// Has one piece come back and its money with it.
  fileprivate func refundPiece(_ sku: String, of order: Order) async throws {
    try await tenant.transaction { transaction in
      let token = try await shop.openOrder(order.id, in: transaction)
      let request = try await shop.requestReturn(
        ReturnForm(kind: .returnRefund, reason: .noReason, lines: [.init(code: sku, quantity: 1)]),
        with: token,
        for: tenant.snapshot,
        in: transaction
      )
      _ = try await shop.approveReturn(
        request.id,
        for: tenant.snapshot,
        by: .system,
        in: transaction
      )
      _ = try await shop.sendBackReturn(
        request.id,
        carrier: "顺丰",
        trackingNumber: "SF1",
        with: token,
        in: transaction
      )
      _ = try await shop.receiveReturn(request.id, by: .system, in: transaction)
      _ = try await shop.settleReturn(
        request.id,
        for: tenant.snapshot,
        by: .system,
        in: transaction
      )
      let refunds = try await transaction.refunds(RefundListQuery())
      for refund in refunds where refund.order == order.id {
        _ = try await shop.completeRefund(refund.id, by: .admin("ada"), in: transaction)
      }
    }
  }

  /// Sells a set of two of the one thing for 90.00 besides.
  fileprivate func sellSet() async throws {
    try await fill(
      more: "SET-1,,set,care,Yayu,published,0,36,植物油,A类,,,,,,,90.00,,120,,礼盒,Set,,,,\n",
      files: ["bundles.csv": "sku,contents\nSET-1,SOAP-1*2\n"],
      parts: [.bundles]
    )
  }
}
