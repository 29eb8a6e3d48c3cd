import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Tiers", .tenantDatabase([MembershipModule.module]))
struct TierTests {
  @Test func `an order leads up, multiplies the next one's points, and its refund leads down`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let tiers = try #require(try tenant.values.tiers)
    let order = try await tenant.pay(60_000, by: ada)
    let up = try await tenant.transaction { try await tiers.settle(ada, in: $0) }
    try await tenant.pay(10_000, by: ada)
    let points = try await tenant.points(of: ada)
    try await tenant.refund(60_000, of: order)
    let down = try await tenant.transaction { try await tiers.progress(of: ada, in: $0) }

    #expect(up.current.level == 1)
    #expect(points.pending == 600 + 150)
    #expect(down.standing.current.level == 0 && down.growth == 100)
    #expect(down.explanations == [.missingToReach(level: 1, growth: 400)])
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `growth of one event counts once for thirty-two callers`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let tiers = try #require(try tenant.values.tiers)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<32 {
        group.addTask {
          try await tenant.transaction {
            try await tiers.grow(100, of: ada, key: "review:\(caller % 5)", in: $0)
          }
        }
      }
      try await group.waitForAll()
    }

    let progress = try await tenant.transaction { try await tiers.progress(of: ada, in: $0) }
    #expect(progress.growth == 500 && progress.standing.current.level == 1)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `a paid plan adds its benefits for its term, and terms follow each other`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let tiers = try #require(try tenant.values.tiers)
    func benefits() async throws -> TierBenefits {
      try await tenant.transaction { try await tiers.benefits(of: ada, in: $0) }
    }
    func open(_ key: String) async throws -> Date {
      try await tenant.transaction {
        try await tiers.open("plus", for: ada, key: key, paid: tenant.money(9_900), in: $0)
      }
    }
    let before = try await benefits()
    let first = try await open("a")
    let same = try await open("a")
    let second = try await open("b")

    #expect(before.freeShipping == nil)
    #expect(first == same && second > first)
    #expect(try await benefits().earlyAccessHours == 24)
    tenant.wait(days: 700)
    #expect(try await benefits().freeShipping == true)
    tenant.wait(days: 60)
    #expect(try await benefits().freeShipping == nil)
  }

  @Test func `free returns are counted, gifts come once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let values = try tenant.values
    let tiers = try #require(values.tiers)
    try await tenant.define("monthly")
    func use(_ key: String) async throws -> ValueRefusal.Code? {
      try await valueRefusal {
        try await tenant.transaction {
          _ = try await tiers.use(.freeReturn, of: ada, key: key, in: $0)
        }
      }
    }
    #expect(try await use("r0") == .benefitNotIncluded)
    try await tenant.transaction {
      try await tiers.grant(level: 2, to: ada, by: .admin("li"), in: $0)
    }
    for key in ["r1", "r1", "r2"] { #expect(try await use(key) == nil) }
    #expect(try await use("r3") == .benefitUsedUp)

    for expected in [["monthly"], []] {
      let given = try await tenant.transaction {
        try await tiers.giveMonthlyCoupons(to: ada, values.coupons, in: $0)
      }
      #expect(given == expected)
    }
    let lin = tenant.member()
    try await tenant.pay(50_000, by: lin)
    for expected in [true, false] {
      let given = try await tenant.transaction {
        try await tiers.giveBirthdayGift(to: lin, values.points, values.coupons, in: $0)
      }
      #expect(given == expected)
    }
    #expect(try await tenant.points(of: lin).available == 66)
  }
}
