import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Channels", .tenantDatabase([RecommendModule.module]))
struct ChannelTests {
  private func figures(_ tenant: TestTenant, monthsBack: Int = 2) async throws -> [String:
    ChannelFigures]
  {
    let last = BirthMonth.number(of: tenant.clock.now, in: tenant.snapshot.timeZone)
    let months = try #require(InsightMonths(first: last - monthsBack, last: last))
    let figures = try await tenant.scope.channelFigures(months, in: tenant.snapshot.timeZone)
    return Dictionary(uniqueKeysWithValues: figures.map { ($0.channel, $0) })
  }

  private func arrive(_ person: PersonID, _ channel: String, at tenant: TestTenant) async throws {
    try await tenant.transaction { try await $0.arrive(person, by: channel) }
    tenant.clock.advance(by: 3_600)
  }

  private func order(
    _ amount: Int64?,
    id: UUID = UUID(),
    by person: PersonID,
    at tenant: TestTenant
  ) async throws {
    let now = tenant.clock.now
    try await tenant.transaction { transaction in
      try await transaction.creditOrder(id, of: [person]) {
        amount.map { KeptOrder(placedAt: now, amount: $0) }
      }
    }
  }

  @Test func `an order counts once for the last channel, and in shares for all, beside its cost`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let (mine, ada, lin) = (pair.mine, pair.mine.newPerson(), pair.mine.newPerson())
    for channel in ["xhs", "search/cpc", "xhs"] { try await arrive(ada, channel, at: mine) }
    try await order(10_000, by: ada, at: mine)
    try await order(5_000, by: lin, at: mine)
    let month = BirthMonth.number(of: mine.clock.now, in: mine.snapshot.timeZone)
    for amount: Int64 in [999, 30_000] {
      try await mine.transaction {
        try await Recommender().setCost(amount, of: "XHS", in: month, by: .system, in: $0)
      }
    }

    let found = try await figures(mine)
    let xhs = try #require(found["xhs"])
    #expect(xhs.visits == 2 && xhs.people == 1 && xhs.orders == 1 && xhs.amount == 10_000)
    #expect(xhs.shares == 800_000 && xhs.sharedAmount == 8_000 && xhs.cost == 30_000)
    #expect(xhs.costPerOrder == 30_000 && xhs.conversion == 0.5 && xhs.isThin)
    let search = try #require(found["search/cpc"])
    #expect(search.orders == 0 && search.shares == 200_000 && search.sharedAmount == 2_000)
    #expect(search.cost == nil && search.costPerOrder == nil)
    #expect(found["direct"]?.orders == 1 && found["direct"]?.visits == 0)
    #expect(found.values.reduce(0) { $0 + $1.orders } == 2, "each order once")
    #expect(found.values.reduce(0) { $0 + $1.shares } == 2_000_000)
    #expect(try await figures(pair.other).isEmpty)
  }

  @Test func `an order that is told again, or by many at once, is credited once`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let (ada, id) = (mine.newPerson(), UUID())
    try await arrive(ada, "xhs", at: mine)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { try await order(10_000, id: id, by: ada, at: mine) } }
      try await group.waitForAll()
    }
    try await arrive(ada, "late", at: mine)
    try await order(7_500, id: id, by: ada, at: mine)
    var found = try await figures(mine)
    #expect(found["xhs"]?.orders == 1 && found["xhs"]?.amount == 7_500, "part went back")
    #expect(found["late"]?.orders == 0, "what was decided stays")
    for _ in 0..<2 { try await order(nil, id: id, by: ada, at: mine) }
    found = try await figures(mine)
    #expect(found["xhs"]?.orders == 0 && found["xhs"]?.visits == 1)
  }

  @Test func `arrivals count once an hour, and go with the switch, an erasure and time`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let (ada, lin, member) = (mine.newPerson(), mine.newPerson(), mine.newPerson())
    for _ in 0..<3 { try await mine.transaction { try await $0.arrive(ada, by: "xhs") } }
    #expect(try await figures(mine)["xhs"]?.visits == 1)
    try await mine.transaction { try await $0.setPersonalisation(false, of: ada) }
    try await arrive(ada, "xhs", at: mine)
    #expect(try await figures(mine).isEmpty)

    try await arrive(lin, "xhs", at: mine)
    try await mine.transaction { try await $0.join(lin, to: member) }
    try await order(1_000, by: member, at: mine)
    #expect(try await figures(mine)["xhs"]?.orders == 1, "what the guest did is the member's")
    try await mine.transaction { try await $0.forget(member) }
    #expect(try await figures(mine)["xhs"]?.visits == 0)

    try await arrive(lin, "old", at: mine)
    mine.clock.advance(by: 401 * 86_400)
    try await mine.database.enqueue(
      JobRequest(kind: "recommend.forget_signals", payload: .null),
      for: mine.id
    )
    try await mine.work(RecommendModule.module)
    #expect(try await figures(mine, monthsBack: 20)["old"] == nil)
  }

  @Test(arguments: [
    ("direct", 24_310, Int64(1), "channel"), ("xhs", 0, 1, "month"), ("xhs", 24_310, -1, "amount"),
  ])
  func `a cost that makes no sense is refused by its field`(
    _ channel: String,
    _ month: Int,
    _ amount: Int64,
    _ field: String
  ) async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    await #expect(
      throws: RecommendRefusal(.channelCostInvalid, details: ["field": .string(field)])
    ) {
      try await mine.transaction {
        try await Recommender().setCost(amount, of: channel, in: month, by: .system, in: $0)
      }
    }
  }
}
