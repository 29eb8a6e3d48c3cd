import Foundation
import TenantStore
import TenantStoreTesting
import Testing

private let visits = Quota("probe.visits", per: .day)
private let shelves = Quota("probe.shelves", per: .standing)

private let probe = TenantModule(
  name: "probe",
  settings: NoSettings.self,
  migrations: [],
  quotas: [visits, shelves]
)

@Suite("Quotas", .tenantDatabase())
struct QuotaTests {
  /// A tenant's settings with limits.
  private func limited(_ tenant: TestTenant, _ limits: [String: Int]) throws -> TenantSnapshot {
    try TenantSnapshot(
      id: tenant.id,
      revision: 2,
      document: TenantDocument(
        tenant: tenant.snapshot.slug,
        name: tenant.snapshot.name,
        hosts: tenant.snapshot.hosts,
        locales: tenant.snapshot.locales,
        currency: "CNY",
        timeZone: "Asia/Shanghai",
        market: "CN",
        plan: TenantPlan(limits: limits),
        modules: [:]
      ),
      modules: [probe]
    )
  }

  private func uses(
    _ tenant: TestTenant,
    _ quota: Quota,
    _ snapshot: TenantSnapshot,
    _ amount: Int = 1
  )
    async throws -> TenancyRefusal?
  {
    do {
      try await tenant.transaction { try await $0.consume(quota, amount, for: snapshot) }
      return nil
    } catch let refusal as TenancyRefusal {
      return refusal
    }
  }

  @Test func `sixty-four beside each other never use more than the limit`() async throws {
    let pair = try await TenantPair.fresh()
    let snapshot = try limited(pair.mine, ["probe.visits": 20])

    let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask { try await uses(pair.mine, visits, snapshot) == nil }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(granted == 20)
    #expect(try await pair.mine.scope.quotaUsed(visits, for: snapshot) == 20)
  }

  @Test func `a refusal says the limit, what is used and when it is free again`() async throws {
    // 2026-09-21 22:13:20 in Shanghai.
    let pair = try await TenantPair.fresh(now: Date(timeIntervalSince1970: 1_790_000_000))
    let snapshot = try limited(pair.mine, ["probe.visits": 3])
    _ = try await uses(pair.mine, visits, snapshot, 2)

    let refusal = try #require(try await uses(pair.mine, visits, snapshot, 2))

    #expect(refusal.code == .quotaExceeded)
    #expect(
      refusal.details == [
        "quota": "probe.visits", "limit": 3, "used": 2, "freeAt": "2026-09-21T16:00:00Z",
      ]
    )
    #expect(try await uses(pair.mine, visits, snapshot, 1) == nil)
  }

  @Test func `a day's quota is whole again on the next day of the tenant's zone`() async throws {
    let pair = try await TenantPair.fresh()
    let snapshot = try limited(pair.mine, ["probe.visits": 1])
    _ = try await uses(pair.mine, visits, snapshot)
    pair.mine.clock.advance(by: 3600)
    #expect(try await uses(pair.mine, visits, snapshot)?.code == .quotaExceeded)
    pair.mine.clock.advance(by: 3600)
    #expect(try await uses(pair.mine, visits, snapshot) == nil)
  }

  @Test func `a transaction that fails gives back what it used`() async throws {
    let pair = try await TenantPair.fresh()
    let snapshot = try limited(pair.mine, ["probe.visits": 1])
    await #expect(throws: Refused.self) {
      try await pair.mine.transaction { transaction in
        try await transaction.consume(visits, for: snapshot)
        throw Refused()
      }
    }
    #expect(try await uses(pair.mine, visits, snapshot) == nil)
  }

  @Test func `a standing quota is free again when something is given back, however late`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let snapshot = try limited(pair.mine, ["probe.shelves": 2])
    _ = try await uses(pair.mine, shelves, snapshot, 2)
    pair.mine.clock.advance(by: 400 * 24 * 3600)
    let refusal = try #require(try await uses(pair.mine, shelves, snapshot))
    #expect(refusal.code == .planLimitReached)
    #expect(refusal.details["freeAt"] == nil)

    try await pair.mine.transaction { try await $0.release(shelves) }

    #expect(try await uses(pair.mine, shelves, snapshot) == nil)
  }

  @Test func `a smaller plan holds at once, and a neighbour and the unlimited notice nothing`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    _ = try await uses(pair.mine, shelves, limited(pair.mine, ["probe.shelves": 5]), 5)

    let smaller = try limited(pair.mine, ["probe.shelves": 3])
    #expect(try await uses(pair.mine, shelves, smaller)?.details["used"] == 5)
    let neighbour = try limited(pair.other, ["probe.shelves": 5])
    #expect(try await uses(pair.other, shelves, neighbour, 5) == nil)
    let unlimited = try limited(pair.mine, [:])
    #expect(try await uses(pair.mine, shelves, unlimited, 1000) == nil)
    #expect(try await pair.mine.scope.quotaUsed(shelves, for: unlimited) == 5)
  }

  @Test func `a plan names quotas that a module has, and no negative limit`() async throws {
    let pair = try await TenantPair.fresh()
    #expect(throws: SettingsProblems.self) { try limited(pair.mine, ["probe.visit": 1]) }
    #expect(throws: SettingsProblems.self) { try limited(pair.mine, ["probe.visits": -1]) }
  }
}
