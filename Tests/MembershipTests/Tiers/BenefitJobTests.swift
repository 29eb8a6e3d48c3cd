import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What tiers and plans give of themselves", .tenantDatabase([MembershipModule.module]))
struct BenefitJobTests {
  @Test func `monthly coupons come once a month to whoever stands in the tier`() async throws {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    let (gold, basic) = (try await tenant.signIn(), try await tenant.signIn("13900139000"))
    let stranger = try await pair.other.signIn()
    let tiers = try #require(try tenant.values.tiers)
    for one in [tenant, pair.other] { try await one.define("monthly") }
    try await tenant.transaction {
      try await tiers.grant(level: 2, to: gold, by: .admin("li"), in: $0)
    }
    func coupons(_ member: MemberID) async throws -> Int {
      try await tenant.scope.coupons(of: member, onlyUsable: false).count
    }
    for _ in 0..<2 { try await tenant.runJob("membership.give_benefits") }
    #expect(try await coupons(gold) == 1)
    #expect(try await coupons(basic) == 0)
    tenant.wait(days: 31)
    try await tenant.runJob("membership.give_benefits")
    #expect(try await coupons(gold) == 2)
    #expect(try await pair.other.scope.coupons(of: stranger, onlyUsable: false).isEmpty)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `a birthday is a child's, once a year, and only for who agreed to offers`()
    async throws
  {
    let tenant = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_803_776_400)  // 28 February 2027, 09:00 in Shanghai
    ).mine
    let tiers = try #require(try tenant.values.tiers)
    var members: [MemberID] = []
    // The day itself, 29 February, another day, and without consent.
    for (index, birth) in ["2026-02-28", "2024-02-29", "2025-03-01", "2026-02-28"].enumerated() {
      let member = try await tenant.signIn("1380013801\(index)")
      _ = try await tenant.child(birth, member)
      if index < 3 { try await tenant.agree(member, to: .marketing) }
      try await tenant.transaction {
        try await tiers.grant(level: 1, to: member, by: .admin("li"), in: $0)
      }
      members.append(member)
    }
    for _ in 0..<2 { try await tenant.runJob("membership.give_benefits") }
    var points: [Int64] = []
    for member in members { points.append(try await tenant.points(of: member).available) }
    #expect(points == [66, 66, 0, 0])
  }

  @Test func `a birthday on which nothing ran is made up for, also over the turn of the year`()
    async throws
  {
    let pair = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_798_851_600)  // 2 January 2027, 09:00 in Shanghai
    )
    let tenant = pair.mine
    let tiers = try #require(try tenant.values.tiers)
    var members: [MemberID] = []
    // Three days ago, six days ago, and a week ago.
    for (index, birth) in ["2025-12-30", "2025-12-27", "2025-12-26"].enumerated() {
      let member = try await tenant.signIn("1380013802\(index)")
      _ = try await tenant.child(birth, member)
      try await tenant.agree(member, to: .marketing)
      try await tenant.transaction {
        try await tiers.grant(level: 1, to: member, by: .admin("li"), in: $0)
      }
      members.append(member)
    }
    func points() async throws -> [Int64] {
      for _ in 0..<2 { try await tenant.runJob("membership.give_benefits") }
      var points: [Int64] = []
      for member in members { points.append(try await tenant.points(of: member).available) }
      return points
    }
    #expect(try await points() == [66, 66, 0])
    // The gift of that birthday is not the next one's.
    tenant.wait(days: 359)
    #expect(try await points() == [66, 132, 66])
  }
}
