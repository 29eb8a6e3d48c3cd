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
    let early = try await agreed(shop, shop.arrived(session)).0
    #expect(try await !isFree(early), "the lowest tier has none")
    try await tenant.transaction {
      try await tiers.grant(level: 1, to: member, by: .system, in: $0)
    }
    let faulty = try await agreed(shop, shop.arrived(session), .damaged).0
    #expect(try await !isFree(faulty))
    #expect(try await used() == 0, "the shop bears that anyway")
    let (first, token) = try await agreed(shop, shop.arrived(session))
    #expect(try await isFree(first))
    #expect(try await used() == 1)
    let second = try await agreed(shop, shop.arrived(session)).0
    #expect(try await !isFree(second), "one a year")
    try await tenant.transaction {
      try await shop.shop.withdrawReturn(first, with: token, in: $0)
    }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await used() == 0)
    let (third, proof) = try await agreed(shop, shop.arrived(session))
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
    let order = try await shop.arrived(session)
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
    let (id, token) = try await agreed(shop, shop.arrived(session))
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
    let (id, token) = try await agreed(shop, shop.arrived(session))
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
    let (next, _) = try await agreed(shop, shop.arrived(session))
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await tenant.scope.returnRequest(next)?.isWayBackFree == true)
    #expect(try await tenant.scope.uses(of: .freeReturn, by: known, in: year) == 1)
  }
}

extension MemberShop {
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
}
