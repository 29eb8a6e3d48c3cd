import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A provider with which a test decides what comes of each question; the same key moves money once.
private actor Till: ChargeProvider {
  struct Away: Error {}

  /// What a question is answered with; nobody answers without one.
  private var answers: SubscriptionMachine.Outcome?
  private(set) var charged: Set<String> = []

  init(_ answers: SubscriptionMachine.Outcome? = .paid(reference: "till-1")) {
    self.answers = answers
  }

  func answer(_ outcome: SubscriptionMachine.Outcome?) { answers = outcome }

  func charge(_ request: ChargeRequest) async throws -> SubscriptionMachine.Outcome {
    charged.insert(request.key)
    return try await outcome(of: request.key)
  }

  func outcome(of key: String) async throws -> SubscriptionMachine.Outcome {
    guard let answers else { throw Away() }
    return answers
  }
}

extension MemberShop {
  fileprivate func boxes() async throws -> SubscriptionProgram {
    let ports = try await ShopBoxes.ports(tenant.database, tenant.id)
    return try #require(SubscriptionProgram(of: tenant.snapshot, ports: ports))
  }

  fileprivate func subscribe(_ member: MemberID, to plan: String, child: ChildID? = nil)
    async throws -> SubscriptionID
  {
    let program = try await boxes()
    return try await tenant.transaction { transaction in
      try await program.subscribe(
        member,
        to: plan,
        on: CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone),
        child: child?.uuid,
        address: "河坊街 1 号",
        in: transaction
      )
    }
  }

  fileprivate func advance(_ till: Till) async throws {
    try await boxes().advanceAll(on: tenant.database, of: tenant.id, charging: till)
  }

  fileprivate var orders: [Order] {
    get async throws {
      var orders: [Order] = []
      for summary in try await tenant.scope.orders(OrderListQuery()).items {
        if let order = try await tenant.scope.order(summary.id) { orders.append(order) }
      }
      return orders
    }
  }

  fileprivate var soaps: Int {
    get async throws {
      let product = try await tenant.scope.product(slug: "soap", in: ShopView(tenant.snapshot))
      return try #require(product?.skus.first?.available)
    }
  }
}

// One after the other: a drain serves all tenants of the database.
@Suite("Boxes as orders", .serialized, .tenantDatabase(joinedModules))
struct BoxOrderTests {
  @Test func `a box that is due is one paid order, whatever runs twice and beside itself`()
    async throws
  {
    let (shop, alone) = try await MemberShop.pair()
    let (member, _) = try await shop.member("13800138101")
    let till = Till()
    _ = try await shop.subscribe(member, to: "growth")
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 { group.addTask { try await shop.advance(till) } }
      try await group.waitForAll()
    }
    for _ in 0..<2 {
      try await shop.advance(till)
      try await shop.listen()
    }
    let order = try #require(try await shop.orders.first)
    #expect(try await shop.orders.count == 1)
    #expect(await till.charged.count == 1)
    #expect(order.state.payment == .paid && order.state.status == .placed)
    #expect(order.lines.map(\.code) == ["SOAP-1"] && order.lines.map(\.quantity) == [1])
    #expect(order.total == shop.money(15_900) && order.goods == shop.money(20_000))
    #expect(order.discounts.map(\.code) == ["membership.box"])
    #expect(order.lines.map(\.discount) == [shop.money(4_100)])
    #expect(order.contact.phone == "+8613800138101" && order.contact.address == "河坊街 1 号")
    #expect(order.note == "newborn")
    #expect(try await [shop.soaps, alone.soaps] == [49, 50])
    // It is the member's, and counts as what she buys by herself.
    let listed = try await shop.tenant.scope.orders(OrderListQuery()).items
    #expect(listed.map(\.number) == [order.number])
    #expect(try await alone.orders.isEmpty)
    #expect(try await shop.points(of: member).pending == 159)
  }

  @Test func `what a box costs above its goods is for packing and delivery`() async throws {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138102")
    _ = try await shop.subscribe(member, to: "deluxe")
    try await shop.advance(Till())
    let order = try #require(try await shop.orders.first)
    #expect(order.goods == shop.money(20_000) && order.freight == shop.money(3_000))
    #expect(order.total == shop.money(23_000) && order.discounts.isEmpty)
  }

  @Test func `the age of the child decides what is in it`() async throws {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138103")
    let today = CalendarDate(shop.tenant.clock.now, in: shop.tenant.snapshot.timeZone)
    let birth = try #require(CalendarDate(year: today.year - 2, month: 1, day: 15))
    let child = try await shop.tenant.transaction { transaction in
      try await Families().addChild(
        ChildForm(
          birth: birth,
          nickname: "团团",
          consentVersion: MembershipSettings.firstTextVersion
        ),
        of: member,
        for: shop.tenant.snapshot,
        in: transaction
      ).id
    }
    _ = try await shop.subscribe(member, to: "growth", child: child)
    try await shop.advance(Till())
    let order = try #require(try await shop.orders.first)
    #expect(order.lines.map(\.quantity) == [2] && order.note == "toddler")
    #expect(order.total == shop.money(15_900))
  }

  @Test func `an end between charge and order leaves one order, paid once it is known`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138104")
    let till = Till(nil)
    _ = try await shop.subscribe(member, to: "growth")
    // The order stands before anybody is asked for money, and waits.
    try await shop.advance(till)
    try await shop.listen()
    let waiting = try #require(try await shop.orders.first)
    #expect(waiting.state == .new && waiting.progress.payBy == nil)
    shop.tenant.clock.advance(by: 3 * 86_400)
    try await shop.tenant.work(StorefrontModule.module) { $0.name.contains("expire") }
    await till.answer(.paid(reference: "late"))
    for _ in 0..<2 {
      try await shop.advance(till)
      try await shop.listen()
    }
    let orders = try await shop.orders
    #expect(orders.map(\.number).contains(waiting.number) && orders.count == 1)
    #expect(orders.first?.state.payment == .paid)
    #expect(await till.charged.count == 1)
    #expect(try await shop.soaps == 49)
  }

  @Test func `without stock nothing is ordered, taken or charged, and the box can be swapped`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138105")
    let till = Till()
    let id = try await shop.subscribe(member, to: "scarce")
    try await shop.advance(till)
    #expect(try await shop.tenant.scope.subscriptionCycles(of: id).map(\.state) == [.noStock])
    #expect(try await shop.orders.isEmpty)
    #expect(try await shop.soaps == 50)
    #expect(await till.charged.isEmpty)
    // What the shop does not have at all cannot be packed either.
    let program = try await shop.boxes()
    for (box, state) in [("unknown", CycleState.noStock), ("small", .paid)] {
      try await shop.tenant.transaction {
        try await program.change(id, of: member, .swap(box: box), in: $0)
      }
      try await shop.advance(till)
      #expect(try await shop.tenant.scope.subscriptionCycles(of: id).first?.state == state)
    }
    #expect(try await shop.orders.map { $0.lines.map(\.quantity) } == [[3]])
    #expect(try await shop.soaps == 47)
  }

  @Test func `a box that is called off gives its goods back, and wanted again is a new order`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138106")
    let till = Till(.declined)
    let id = try await shop.subscribe(member, to: "growth")
    try await shop.advance(till)
    #expect(try await shop.orders.count == 1)
    #expect(try await shop.soaps == 49)
    let program = try await shop.boxes()
    try await shop.tenant.transaction { try await program.change(id, of: member, .pause, in: $0) }
    try await shop.listen()
    #expect(try await shop.orders.map(\.state.status) == [.cancelled])
    #expect(try await shop.soaps == 50)

    await till.answer(.paid(reference: "second"))
    try await shop.tenant.transaction { try await program.change(id, of: member, .resume, in: $0) }
    try await shop.advance(till)
    for _ in 0..<2 { try await shop.listen() }
    let living = try await shop.orders.filter { $0.state.status == .placed }
    #expect(living.count == 1 && living.first?.state.payment == .paid)
    #expect(try await shop.soaps == 49)
  }

  @Test func `a box wanted again before its end was heard of keeps its order`() async throws {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138107")
    let till = Till(.declined)
    let id = try await shop.subscribe(member, to: "growth")
    try await shop.advance(till)
    let program = try await shop.boxes()
    await till.answer(.paid(reference: "third"))
    for wish in [SubscriptionProgram.Wish.pause, .resume] {
      try await shop.tenant.transaction { try await program.change(id, of: member, wish, in: $0) }
    }
    try await shop.advance(till)
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await shop.orders.map(\.state.payment) == [.paid])
    #expect(try await shop.orders.map(\.state.status) == [.placed])
  }

  @Test func `money for an order that the merchant called off is due back`() async throws {
    let shop = try await MemberShop.pair().joined
    let (member, _) = try await shop.member("13800138108")
    let till = Till(.unknown)
    _ = try await shop.subscribe(member, to: "growth")
    try await shop.advance(till)
    let order = try #require(try await shop.orders.first)
    try await shop.change(order) { try await $0.cancelOrder($1, by: .staff("bo"), in: $2) }
    await till.answer(.paid(reference: "late"))
    shop.tenant.clock.advance(by: 300)
    try await shop.advance(till)
    for _ in 0..<2 { try await shop.listen() }
    var query = RefundListQuery()
    query.order = order.id
    let refunds = try await shop.tenant.scope.refunds(query)
    #expect(refunds.map(\.amount) == [shop.money(15_900)])
    #expect(try await shop.orders.count == 1)
  }
}
