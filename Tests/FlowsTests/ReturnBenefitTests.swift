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

  @Test func `a plan that was bought with an order begins with its money and ends with it`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
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
    try await shop.giveBack(other)
    #expect(try await terms() == 0)
  }
}
