import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("Orders of members", .serialized, .tenantDatabase(joinedModules))
struct MemberOrderTests {
  @Test func `a paid order gives points, growth and a level; its completion lets them be spent`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138001")
    for _ in 0..<2 {
      let order = try await shop.order(session)
      #expect(order.total == shop.money(20_800))
      try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
      // Events come at least once.
      for _ in 0..<2 { try await shop.listen() }
    }
    // Freight gives nothing; the second order made a silver card of 400.
    var balance = try await shop.points(of: member)
    #expect(balance.pending == 400 && balance.available == 0)
    let (quote, _) = try await shop.quote(session)
    #expect(quote.adjustments.map(\.code) == ["membership.free_shipping"])
    #expect(quote.total == shop.money(20_000))

    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.fulfilOrder($1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.confirmReceipt(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.completeOrder($1, by: .system, in: $2) }
    for _ in 0..<3 {
      try await shop.listen()
      shop.tenant.clock.advance(by: 600)
    }
    balance = try await shop.points(of: member)
    #expect(balance.available == 200 && balance.pending == 400)
  }

  @Test func `the first order is the first that is placed, unless it was called off`() async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138041")
    let (inviter, _) = try await shop.member("13800138042")
    let tenant = shop.tenant
    func isFirst() async throws -> Bool {
      try await ShopMembers.ports.shopper(session, tenant.snapshot, tenant.scope)
        .facts.isFirstOrder == true
    }
    let program = try #require(try ValueProgram(tenant.snapshot).referrals)
    let code = try await tenant.transaction { try await program.code(of: inviter, in: $0) }
    #expect(try await isFirst())
    let unpaid = try await shop.order(session)
    try await shop.listen()
    #expect(try await !isFirst(), "whoever pays later has ordered too")
    await #expect(throws: ValueRefusal.self) {
      try await tenant.transaction { try await program.accept(code, by: member, in: $0) }
    }
    try await shop.change(unpaid) { try await $0.cancelOrder($1, by: .system, in: $2) }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await isFirst())
    try await tenant.transaction { try await program.accept(code, by: member, in: $0) }
    let paid = try await shop.order(session)
    try await shop.change(paid) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.listen()
    #expect(try await !isFirst())
    #expect(try await tenant.scope.referrals(in: .waiting).map(\.invitee) == [member])
  }

  @Test func `coupon and points that were chosen lower the order, and come back with its end`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138002")
    let values = try ValueProgram(shop.tenant.snapshot)
    let coupon = try await shop.tenant.transaction { transaction in
      var terms = CouponTerms(
        code: "twenty",
        name: LocalizedText([.zh: "券"]),
        effect: .amount(2_000)
      )
      terms.validDays = 30
      try await values.coupons.define(terms, by: .admin("ada"), in: transaction)
      try await values.points?.grant(5_000, to: member, key: "gift", in: transaction)
      let id = try await values.coupons.give("twenty", to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(coupon: id, points: 3_000), on: session, in: transaction)
      return id
    }
    let order = try await shop.order(session)
    // 200.00 and 8.00 of freight, less 20.00 and 30.00.
    #expect(order.total == shop.money(15_800))
    #expect(order.discounts.map(\.code) == ["membership.coupon", "membership.points"])
    #expect(try await shop.points(of: member).held == 3_000)
    let held = try await shop.tenant.scope.coupons(of: member, onlyUsable: true)
    #expect(held.map(\.id) == [coupon] && held.first?.state == .held)
    // The next order does not use them again.
    #expect(try await shop.quote(session).0.adjustments.isEmpty)

    try await shop.change(order) { try await $0.cancelOrder($1, by: .system, in: $2) }
    try await shop.listen()
    #expect(try await shop.points(of: member).available == 5_000)
    #expect(
      try await shop.tenant.scope.coupons(of: member, onlyUsable: true).first?.state == .claimed
    )
  }

  @Test func `an order that was paid and called off before anybody heard holds nothing`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138007")
    let values = try ValueProgram(shop.tenant.snapshot)
    try await shop.tenant.transaction { transaction in
      try await values.points?.grant(5_000, to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(points: 5_000), on: session, in: transaction)
    }
    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.cancelOrder($1, by: .system, in: $2) }
    for _ in 0..<2 { try await shop.listen() }
    let balance = try await shop.points(of: member)
    #expect(balance.available == 5_000 && balance.held == 0 && balance.pending == 0)
  }

  @Test func `an order that is called off after it counted keeps nothing and gives nothing`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138008")
    let values = try ValueProgram(shop.tenant.snapshot)
    try await shop.tenant.transaction { transaction in
      try await values.points?.grant(5_000, to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(points: 5_000), on: session, in: transaction)
    }
    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.listen()
    try await shop.change(order) { try await $0.cancelOrder($1, by: .system, in: $2) }
    try await shop.listen()
    // The money goes back by a refund of its own, and what the order used with it.
    #expect(try await shop.points(of: member).available == 0)
    try await shop.refund(15_800, of: order)
    for _ in 0..<2 { try await shop.listen() }
    let balance = try await shop.points(of: member)
    #expect(balance.available == 5_000 && balance.held == 0 && balance.pending == 0)
  }

  @Test func `refunds take back what the order gave and give back what it used, exactly`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138003")
    let values = try ValueProgram(shop.tenant.snapshot)
    try await shop.tenant.transaction { transaction in
      try await values.points?.grant(10_000, to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(points: 10_000), on: session, in: transaction)
    }
    let order = try await shop.order(session)
    #expect(order.total == shop.money(10_800))
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.listen()
    #expect(try await shop.points(of: member).pending == 100)
    try await shop.refund(5_000, of: order)
    for _ in 0..<2 { try await shop.listen() }
    var balance = try await shop.points(of: member)
    #expect(balance.pending == 50 && balance.available == 5_000)
    try await shop.refund(5_800, of: order)
    for _ in 0..<2 { try await shop.listen() }
    balance = try await shop.points(of: member)
    #expect(balance.pending == 0 && balance.available == 10_000 && balance.debt == 0)
  }

  @Test func `what an order used whose goods cost no money comes back with its goods`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138009")
    let values = try ValueProgram(shop.tenant.snapshot)
    try await shop.tenant.transaction { transaction in
      var terms = CouponTerms(
        code: "half",
        name: LocalizedText([.zh: "券"]),
        effect: .percent(10_000, most: nil)
      )
      terms.validDays = 30
      try await values.coupons.define(terms, by: .admin("ada"), in: transaction)
      let id = try await values.coupons.give("half", to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(coupon: id), on: session, in: transaction)
    }
    let order = try await shop.order(session)
    #expect(order.total == shop.money(800))
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.fulfilOrder($1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.confirmReceipt(of: $1, by: .system, in: $2) }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await shop.coupons(of: member) == [.used])
    try await shop.giveBack(order)
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await shop.coupons(of: member) == [.claimed])
  }

  @Test func `the price list of a tier holds for who has reached it, from the list to the order`()
    async throws
  {
    let (shop, alone) = try await MemberShop.pair()
    for each in [shop, alone] { try await each.levelPrice("silver:150.00") }
    let (member, _) = try await shop.member("13800138011")
    let (proved, stranger) = try await shop.tenant.transaction {
      (
        try await $0.startSession(.make(in: .live), isProved: true),
        try await $0.startSession(.make(in: .live))
      )
    }
    try await shop.tenant.transaction {
      try await Families().signIn(member, on: proved.id, in: $0)
    }
    #expect(try await shop.lowestPrice(for: proved) == nil)
    try await shop.tenant.transaction {
      let tiers = try #require(try ValueProgram(shop.tenant.snapshot).tiers)
      try await tiers.grow(300, of: member, key: "gift", in: $0)
    }
    #expect(try await shop.lowestPrice(for: proved) == shop.money(15_000))
    for session in [stranger, nil] { #expect(try await shop.lowestPrice(for: session) == nil) }
    #expect(try await alone.lowestPrice(for: proved) == nil)
    let order = try await shop.order(proved.id)
    #expect(order.lines.map(\.unitPrice) == [shop.money(15_000)])
    #expect(order.total == shop.money(15_000), "delivery is free at this tier")
  }

  @Test func `what is chosen while an order is being placed is for the next one`() async throws {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138010")
    let values = try ValueProgram(shop.tenant.snapshot)
    let checkout = try CheckoutProgram(shop.tenant.snapshot)
    let (first, second) = try await shop.tenant.transaction { transaction in
      for (code, amount) in [("five", Int64(500)), ("fifty", 5_000)] {
        var terms = CouponTerms(
          code: code,
          name: LocalizedText([.zh: "券"]),
          effect: .amount(amount)
        )
        terms.validDays = 30
        try await values.coupons.define(terms, by: .admin("ada"), in: transaction)
      }
      let first = try await values.coupons.give("five", to: member, key: "a", in: transaction)
      let second = try await values.coupons.give("fifty", to: member, key: "b", in: transaction)
      try await checkout.choose(CheckoutChoice(coupon: first), on: session, in: transaction)
      return (first, second)
    }
    let choosing = try await shop.tenant.transaction { transaction in
      let offers = try await checkout.offers(
        to: session,
        goods: shop.money(20_000),
        freight: shop.money(0),
        in: transaction
      )
      let choosing = Task {
        try await shop.tenant.transaction {
          try await checkout.choose(CheckoutChoice(coupon: second), on: session, in: $0)
        }
      }
      // Whoever does not have to wait is done by then; nothing depends on how long it is.
      try await Task.sleep(for: .milliseconds(300))
      try await checkout.place(UUID(), from: session, taking: offers, in: transaction)
      return choosing
    }
    try await choosing.value
    let held = try await shop.tenant.scope.coupons(of: member, onlyUsable: true)
      .filter { $0.state == .held }
    #expect(held.map(\.id) == [first])
    #expect(try await shop.tenant.scope.checkoutChoice(on: session).coupon == second)
  }

  @Test func `a coupon that went meanwhile is said as a changed price, and nothing is ordered`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let (member, session) = try await shop.member("13800138004")
    let values = try ValueProgram(shop.tenant.snapshot)
    try await shop.tenant.transaction { transaction in
      try await values.points?.grant(5_000, to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(points: 5_000), on: session, in: transaction)
    }
    let (quote, cart) = try await shop.quote(session)
    try await shop.tenant.transaction {
      _ = try await values.points?.hold(
        4_000,
        of: member,
        for: UUID(),
        amount: shop.money(90_000),
        in: $0
      )
    }
    await #expect(throws: StorefrontRefusal.self) {
      _ = try await shop.place(quote, cart, session)
    }
    #expect(try await shop.tenant.scope.orders(OrderListQuery()).items.isEmpty)
    #expect(try await shop.points(of: member).held == 4_000)
  }

  @Test func `an invited member's completed order rewards both`() async throws {
    let shop = try await MemberShop.pair().joined
    let (ada, _) = try await shop.member("13800138005")
    let (lin, session) = try await shop.member("13800138006")
    let program = try #require(try ValueProgram(shop.tenant.snapshot).referrals)
    try await shop.tenant.transaction { transaction in
      let code = try await program.code(of: ada, in: transaction)
      _ = try await program.accept(code, by: lin, in: transaction)
    }
    let order = try await shop.order(session)
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.fulfilOrder($1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.confirmReceipt(of: $1, by: .system, in: $2) }
    try await shop.change(order) { try await $0.completeOrder($1, by: .system, in: $2) }
    for _ in 0..<3 {
      try await shop.listen()
      shop.tenant.clock.advance(by: 600)
    }
    try await shop.tenant.work(MembershipModule.module) { $0.name == "membership.decide_referrals" }
    #expect(try await shop.points(of: ada).available == 500)
    #expect(try await shop.points(of: lin).available == 200 + 200)
  }

  @Test func `a shop without members orders as before, and nothing is counted`() async throws {
    let (joined, alone) = try await MemberShop.pair()
    let session = SessionID.make(in: .live)
    let order = try await alone.order(session)
    #expect(order.total == alone.money(20_800) && order.discounts.isEmpty)
    try await alone.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await alone.listen()
    try await alone.refund(20_800, of: order)
    try await alone.listen()
    // So does a guest of a shop that has members.
    let guest = try await joined.order(SessionID.make(in: .live))
    try await joined.change(guest) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await joined.listen()
    for shop in [joined, alone] {
      let rows: Int? = try await shop.tenant.scope.value(
        "SELECT count(*) FROM membership.paid_order WHERE tenant_id = \(shop.tenant.id)"
      )
      #expect(rows == 0)
      let left = try await shop.tenant.work(FlowsModule.module)
      #expect(left == 0)
    }
  }
}
