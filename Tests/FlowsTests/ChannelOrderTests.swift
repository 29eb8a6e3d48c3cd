import Flows
import Foundation
import Membership
import Recommend
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("What a shop's orders brought", .serialized, .tenantDatabase(learningModules))
struct ChannelOrderTests {
  private func months(_ shop: MemberShop) throws -> InsightMonths {
    let last = BirthMonth.number(of: shop.tenant.clock.now, in: shop.tenant.snapshot.timeZone)
    return try #require(InsightMonths(first: last - 1, last: last))
  }

  private func orders(_ shop: MemberShop) async throws -> [String: Int64] {
    let figures = try await shop.tenant.scope
      .channelFigures(try months(shop), in: shop.tenant.snapshot.timeZone)
    return Dictionary(
      uniqueKeysWithValues: figures.filter { $0.orders > 0 }.map { ($0.channel, $0.amount) }
    )
  }

  private func mix(_ shop: MemberShop) async throws -> [RevenueKind: RevenueMix.Amount] {
    try await Recommender(ports: .storefront)
      .revenueMix(try months(shop), shop.tenant.snapshot, shop.tenant.scope).total
  }

  @Test func `a paid order is its last channel's until its money goes back, also in part`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:]])
    let session = SessionID.make(in: .live)
    try await shop.tenant.transaction {
      try await $0.arrive(PersonID(uuid: session.uuid), by: "xhs")
    }
    let order = try await shop.order(session)
    try await shop.hear()
    #expect(try await orders(shop).isEmpty, "nothing was paid yet")
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    for _ in 0..<2 { try await shop.hear() }
    _ = try await shop.buy(SessionID.make(in: .live))
    try await shop.hear()
    #expect(try await orders(shop) == ["xhs": 5_800, "direct": 5_800])

    try await shop.refund(800, of: order)
    try await shop.hear()
    #expect(try await orders(shop)["xhs"] == 5_000)
    try await shop.refund(5_000, of: order)
    try await shop.hear()
    #expect(try await orders(shop) == ["direct": 5_800])
  }

  @Test func `money is split by what it bought, and what went back is taken off`() async throws {
    let shop = try await MemberShop.learning([
      "recommend": ["revenue": ["care": "technology"]], "membership": [:],
    ])
    let kept = try await shop.buy(SessionID.make(in: .live))
    let gone = try await shop.buy(SessionID.make(in: .live))
    _ = try await shop.order(SessionID.make(in: .live))
    var found = try await mix(shop)
    #expect(found[.technology]?.kept == 10_000 && found[.freight]?.kept == 1_600)
    #expect(found[.loose] == nil && found[.goods] == nil)

    try await shop.refund(300, of: kept)
    try await shop.refund(5_800, of: gone)
    found = try await mix(shop)
    #expect(found[.technology]?.refunded == 5_000 && found[.freight]?.refunded == 800)
    #expect(found[.loose]?.refunded == 300)
    #expect(found.values.reduce(0) { $0 + $1.kept } == 5_500)
  }

  @Test func `a paid plan's SKU is membership, and what comes back by a return is its line's`()
    async throws
  {
    let shop = try await MemberShop.sellingPlan()
    let (_, session) = try await shop.member("13800138111")
    let order = try await shop.arrived(session)
    let lines = try await Recommender.Ports.storefront.sold(
      .distantPast..<Date.distantFuture,
      shop.tenant.snapshot,
      shop.tenant.scope
    )
    #expect(lines.filter { $0.kind == .membership }.map(\.paid) == [20_000])
    try await shop.giveBack(order)
    let after = try await Recommender.Ports.storefront.sold(
      .distantPast..<Date.distantFuture,
      shop.tenant.snapshot,
      shop.tenant.scope
    )
    #expect(after.filter { $0.kind == .membership }.map(\.refunded) == [20_000])
  }
}
