import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("How a shop is used", .tenantDatabase([RecommendModule.module]))
struct EngagementTests {
  /// 3 August 2026, noon in Shanghai.
  private static let noon = Date(timeIntervalSince1970: 1_785_729_600)

  private func look(_ person: PersonID, minutes: [Double], at tenant: TestTenant) async throws {
    let signals = minutes.enumerated().map { place, minute in
      Signal(
        id: .make(in: tenant.database.environment),
        person: person,
        action: .view(item: "item-\(place)"),
        occurredAt: Self.noon.addingTimeInterval(minute * 60)
      )
    }
    try await tenant.transaction { _ = try await $0.takePast(signals) }
  }

  private func use(_ tenant: TestTenant, _ asked: [SatisfactionFigure] = []) async throws
    -> Engagement
  {
    let months = try #require(InsightMonths("2026-07", "2026-09"))
    return try await Recommender(ports: .init(satisfaction: { _, _, _ in asked }))
      .engagement(months, tenant.snapshot, tenant.scope)
  }

  @Test func `a session ends after half an hour without a deed, and a stay needs two`()
    async throws
  {
    let pair = try await TenantPair.fresh(now: Self.noon.addingTimeInterval(40 * 86_400))
    let (mine, ada, lin) = (pair.mine, pair.mine.newPerson(), pair.mine.newPerson())
    // Ten minutes, then exactly half an hour after: one session of 40; then another of one deed.
    try await look(ada, minutes: [0, 10, 40, 70.1], at: mine)
    try await look(lin, minutes: [0, 4, 2_880], at: mine)
    try await look(pair.other.newPerson(), minutes: [0, 1], at: pair.other)
    let order = mine.signal(.purchase(item: "item-0", quantity: 1, amount: 100), by: ada, ago: 60)
    try await mine.transaction { _ = try await $0.take([order]) }

    let month = try #require(try await use(mine).months.first)
    #expect(try await use(mine).months.count == 1, "an order is no deed")
    #expect(InsightMonths.text(month.month) == "2026-08")
    #expect(month.people == 2 && month.sessions == 4 && month.single == 2)
    #expect(month.stay == 44 * 60 && month.medianStay == 22 * 60)
    #expect(month.useDays == 3 && month.daysEach == 1.5 && month.minutesEach == 22)
    #expect(month.dailyPeople(days: 30) == 0.1 && month.stickiness(days: 30) == 0.05)
    #expect(month.isThin)
  }

  @Test func `deeds of one instant are one session, and a month begins on the shop's clocks`()
    async throws
  {
    let mine = try await TenantPair.fresh(now: Self.noon.addingTimeInterval(40 * 86_400)).mine
    let ada = mine.newPerson()
    try await look(ada, minutes: [0, 0, 0], at: mine)
    // 1 September 00:30 in Shanghai is still August in UTC.
    try await look(ada, minutes: [28 * 1_440 + 750], at: mine)
    let months = try await use(mine).months
    #expect(months.map { InsightMonths.text($0.month) } == ["2026-08", "2026-09"])
    #expect(months.map(\.sessions) == [1, 1] && months.map(\.single) == [0, 1])
    #expect(months.map(\.medianStay) == [0, nil])
  }

  @Test func `satisfaction is a share of answers, and promoters less detractors`() async throws {
    let mine = try await TenantPair.fresh().mine
    let asked = try await use(
      mine,
      [
        SatisfactionFigure(.service, content: 46, answers: 50),
        SatisfactionFigure(.recommendation, content: 30, against: 10, answers: 80),
        SatisfactionFigure(.service, content: 0, answers: 0),
      ]
    ).satisfaction
    #expect(asked.map(\.percent) == [92, 25, nil])
  }
}
