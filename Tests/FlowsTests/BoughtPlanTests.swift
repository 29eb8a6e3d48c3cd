import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("Plans and packs bought with orders", .serialized, .tenantDatabase(joinedModules))
struct BoughtPlanTests {
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
    let other = try await shop.arrived(session)
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
    try await shop.giveBack(order, [.init(code: "CARD-1", quantity: 1)])
    try await shop.completeRefunds(of: order)
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
    let other = try await shop.arrived(session)
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

  @Test func `an order that is called off while its money is counted opens no term`() async throws {
    let shop = try await MemberShop.sellingPlan()
    let tenant = shop.tenant
    let (member, session) = try await shop.member("13800138811")
    func terms() async throws -> Int {
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.paidTerms(of: known).count
    }
    func waits() async throws -> Bool {
      try await tenant.scope.value(
        """
        SELECT count(*) > 0 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted
          AND \(tenant.id)::uuid IS NOT NULL
        """
      ) ?? false
    }
    let order = try await shop.order(session)
    try await shop.listen()
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    _ = try await OutboxDrain(database: tenant.database, modules: joinedModules, logger: .quiet)
      .deliverDue()
    let job = try await tenant.transaction { transaction in
      // The job has read the order once it waits for this.
      try await transaction.lockBought(with: order.id.uuid)
      let job = Task { try await tenant.work(FlowsModule.module) }
      var (isWaiting, tries) = (false, 0)
      while !isWaiting, tries < 20_000 {
        isWaiting = try await waits()
        tries += 1
      }
      #expect(isWaiting)
      try await shop.change(order) {
        try await $0.cancelOrder($1, reason: .merchant, by: .system, in: $2)
      }
      return job
    }
    _ = try await job.value
    #expect(try await terms() == 0)
    for _ in 0..<2 { try await shop.listen() }
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

  /// Has the money of an order's returns be given back.
  fileprivate func completeRefunds(of order: Order) async throws {
    try await tenant.transaction { transaction in
      for refund in try await transaction.refunds(RefundListQuery()) where refund.order == order.id
      {
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
