import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What members are worth", .tenantDatabase([MembershipModule.module]))
struct ShopMetricsTests {
  @Test func `orders of two shops are counted apart, by month, with what went back`() async throws {
    // 15 January 2026, 09:00 in Shanghai.
    let pair = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_768_438_800)
    )
    let tenant = pair.mine
    let (ada, lin, mei) = (tenant.member(), tenant.member(), tenant.member())
    try await pair.other.pay(99_900, by: pair.other.member())
    try await tenant.pay(10_000, by: ada)
    let returned = try await tenant.pay(20_000, by: lin)
    let gone = try await tenant.pay(30_000, by: mei)
    try await tenant.refund(5_000, of: returned)
    try await tenant.refund(30_000, of: gone)
    tenant.wait(days: 31)
    try await tenant.pay(10_000, by: ada)
    tenant.wait(days: 31)
    try await tenant.pay(40_000, by: mei)
    let cohorts = try await tenant.scope.cohorts(of: tenant.snapshot)
    // What went back whole is no order: Mei's first one is of March.
    #expect(cohorts.map(\.name) == ["2026-01", "2026-03"])
    #expect(cohorts.map(\.members) == [[2, 1, 0], [1]])
    #expect(cohorts.map(\.revenue) == [[25_000, 35_000, 35_000], [40_000]])

    tenant.wait(days: 60)
    let metrics = try await tenant.scope.shopMetrics(in: tenant.snapshot.currency)
    #expect(metrics.payers30 == 0 && metrics.averageRevenue30 == nil)
    #expect(metrics.payers365 == 3 && metrics.revenue365 == 75_000)
    #expect(metrics.averageRevenue365 == 25_000)
    // Ada and Lin came 122 days ago, and Ada again within 90; Mei came 60 days ago.
    #expect(metrics.newcomers == 2 && metrics.returned == 1)
    #expect(try await pair.other.scope.cohorts(of: pair.other.snapshot).map(\.size) == [1])
  }

  @Test func `a month begins on the merchant's clocks, and a merged account is one member`()
    async throws
  {
    // 31 January 2026, 16:30 in UTC: 1 February in Shanghai.
    let tenant = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_769_877_000)
    ).mine
    let (one, two) = (try await tenant.signIn(), try await tenant.signIn("13900139000"))
    try await tenant.pay(1_000, by: one)
    try await tenant.pay(2_000, by: two)
    #expect(try await tenant.scope.cohorts(of: tenant.snapshot).map(\.size) == [2])
    try await tenant.families { try await $0.merge(two, into: one, by: .admin("ada"), in: $2) }
    let cohorts = try await tenant.scope.cohorts(of: tenant.snapshot)
    #expect(cohorts.map(\.name) == ["2026-02"] && cohorts.map(\.members) == [[1]])
    #expect(cohorts.map(\.revenue) == [[3_000]])
  }

  @Test func `contracts live until they are cancelled, for a reason`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let program = try tenant.boxes()
    let member = tenant.member()
    let first = try await tenant.subscribe(member)
    tenant.wait(days: 10)
    _ = try await tenant.subscribe(tenant.member())
    for _ in 0..<2 {
      _ = try? await tenant.transaction {
        try await program.cancel(first, of: member, reason: "too_dear", in: $0)
      }
    }
    tenant.wait(days: 20)
    let lives = try await tenant.scope.subscriptionLifetimes()
    #expect(
      lives == [
        Lifetime(days: 10, hasEnded: true, count: 1), Lifetime(days: 20, hasEnded: false, count: 1),
      ]
    )
    #expect(try await tenant.scope.cancelReasons().map(\.reason) == ["too_dear"])
    tenant.wait(days: 400)
    #expect(try await tenant.scope.cancelReasons().isEmpty)
  }
}
