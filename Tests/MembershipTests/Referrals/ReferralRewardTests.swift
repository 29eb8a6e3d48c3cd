import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Rewards of referrals", .tenantDatabase([MembershipModule.module]))
struct ReferralRewardTests {
  @Test func `what was given is taken back, whatever the merchant gives by then`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome")
    let ada = tenant.member()
    let (lin, id, _) = try await tenant.invite(by: ada)
    tenant.wait(days: 8)
    _ = try await tenant.decide(id)
    let present = ReferralProgram(
      ReferralSettings(inviter: .init(points: 5), invitee: .init(points: 1)),
      points: nil,
      currency: tenant.snapshot.currency,
      in: .gmt
    )
    try await tenant.transaction {
      try await present.refuse(id, reason: "fraud", by: .staff("mei"), in: $0)
    }
    #expect(try await tenant.points(of: ada).total == 0)
    #expect(try await tenant.points(of: lin).total == 100)
    #expect(try await tenant.scope.coupons(of: lin, onlyUsable: true).isEmpty)
  }

  @Test func `a coupon that an order has does not come back from it`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome")
    let ada = tenant.member()
    let (lin, id, order) = try await tenant.invite(by: ada)
    tenant.wait(days: 8)
    _ = try await tenant.decide(id)
    let coupon = try #require(await tenant.scope.coupons(of: lin, onlyUsable: true).first?.id)
    let held = UUID()
    try await tenant.transaction {
      _ = try await tenant.values.coupons.hold(
        coupon,
        of: lin,
        for: held,
        goods: tenant.money(9_000),
        freight: tenant.money(0),
        in: $0
      )
    }
    try await tenant.refund(10_000, of: order)
    #expect(try await tenant.scope.coupons(of: lin, onlyUsable: true).map(\.state) == [.held])
    try await tenant.transaction {
      try await tenant.values.orderCalledOff(held, of: lin, in: $0)
    }
    #expect(try await tenant.scope.coupons(of: lin, onlyUsable: false).map(\.state) == [.revoked])
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `a reward that cannot be given waits for a person, and the others are given`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome") { $0.pool = 1 }
    let first = try await tenant.invite(by: tenant.member())
    let second = try await tenant.invite(by: tenant.member())
    tenant.wait(days: 8)
    try await tenant.runJob("membership.decide_referrals")
    let states = [
      try await tenant.scope.referral(first.referral)?.state,
      try await tenant.scope.referral(second.referral)?.state,
    ]
    #expect(states == [.rewarded, .flagged])
    let reasons = try await tenant.scope.referralDecisions(on: second.referral).last?.reasons
    #expect(reasons == ["reward_unavailable", "membership.coupon_exhausted"])
    #expect(try await tenant.points(of: second.member).total == 100)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `of two who invite each other at once one is invited`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let program = try #require(try tenant.values.referrals)
    for _ in 0..<6 {
      let (ada, lin) = (tenant.member(), tenant.member())
      let codes = try await tenant.transaction {
        [try await program.code(of: ada, in: $0), try await program.code(of: lin, in: $0)]
      }
      await withTaskGroup(of: Void.self) { group in
        for (code, member) in [(codes[0], lin), (codes[1], ada)] {
          group.addTask {
            _ = try? await tenant.transaction {
              try await program.accept(code, by: member, in: $0)
            }
          }
        }
      }
      let invited =
        try await tenant.scope.referrals(by: ada).count + tenant.scope.referrals(by: lin).count
      #expect(invited == 1)
    }
  }
}
