import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What one person holds in two accounts", .tenantDatabase([MembershipModule.module]))
struct MergedValueTests {
  private func merge(_ merged: MemberID, _ target: MemberID, _ tenant: TestTenant) async throws {
    try await tenant.families {
      try await $0.merge(merged, into: target, by: .admin("ada"), for: $1, in: $2)
    }
  }

  private func unmerge(_ merged: MemberID, _ tenant: TestTenant) async throws {
    try await tenant.families {
      try await $0.unmerge(merged, by: .admin("ada"), for: $1, in: $2)
    }
  }

  private func pair(_ tenant: TestTenant) async throws -> (gone: MemberID, stays: MemberID) {
    (try await tenant.signIn("13800138001"), try await tenant.signIn("13800138002"))
  }

  @Test func `points, growth, coupons and boxes are the staying account's, and go back`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    try await tenant.define("ten")
    try await tenant.pay(40_000, by: gone)
    try await tenant.pay(30_000, by: stays)
    let coupon = try await tenant.claim("ten", by: gone)
    let box = try await tenant.subscribe(gone)
    tenant.wait(days: 8)
    try await merge(gone, stays, tenant)

    for member in [gone, stays] {
      #expect(try await tenant.points(of: member).available == 700)
      #expect(try await tenant.scope.coupons(of: member, onlyUsable: true).map(\.id) == [coupon])
      #expect(try await tenant.scope.subscriptions(of: member).map(\.id) == [box])
    }
    // 700 of growth are a silver card, which neither had.
    let tiers = try #require(try tenant.values.tiers)
    let level = try await tenant.transaction {
      try await tiers.progress(of: stays, in: $0).standing.current.level
    }
    #expect(level == 1)
    try await tenant.transaction { transaction in
      try await tenant.boxes().change(box, of: stays, .pause, in: transaction)
      _ = try await tenant.values.coupons.hold(
        coupon,
        of: stays,
        for: UUID(),
        goods: tenant.money(9_000),
        freight: tenant.money(0),
        in: transaction
      )
    }
    #expect(try await tenant.scope.ledgerViolations() == [])

    try await unmerge(gone, tenant)
    #expect(try await tenant.points(of: gone).available == 400)
    #expect(try await tenant.points(of: stays).available == 300)
    let after = try await tenant.transaction {
      [
        try await tiers.progress(of: gone, in: $0).growth,
        try await tiers.progress(of: stays, in: $0).growth,
        Int64(try await tiers.progress(of: stays, in: $0).standing.current.level),
      ]
    }
    #expect(after == [400, 300, 0])
    #expect(try await tenant.scope.coupons(of: stays, onlyUsable: true).isEmpty)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `a person with two accounts stands in one tier`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    for member in [gone, stays] { try await tenant.pay(60_000, by: member) }
    func counts() async throws -> [Int64] { try await tenant.scope.tierCounts().map(\.members) }
    #expect(try await counts() == [2])
    try await merge(gone, stays, tenant)
    #expect(try await counts() == [1])
    try await unmerge(gone, tenant)
    #expect(try await counts() == [2])
  }

  @Test func `an order from before a merge is paid, refunded and reversed after it`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let points = try #require(try tenant.values.points)
    try await tenant.transaction {
      try await points.grant(500, to: gone, key: "gift", in: $0)
    }
    let (kept, open) = (try await tenant.pay(10_000, by: gone), tenant.paid(20_000, by: gone))
    try await tenant.transaction {
      _ = try await points.hold(
        300,
        of: gone,
        for: open.order,
        amount: tenant.money(20_000),
        in: $0
      )
    }
    try await merge(gone, stays, tenant)
    var balance = try await tenant.points(of: stays)
    #expect(balance.available == 200 && balance.held == 300 && balance.pending == 100)
    try await tenant.transaction { _ = try await tenant.values.orderPaid(open, in: $0) }
    balance = try await tenant.points(of: stays)
    #expect(balance.available == 200 && balance.held == 0 && balance.pending == 300)
    // The whole order goes back: 300 points come back, 200 that it gave go.
    try await tenant.refund(20_000, of: open)
    try await tenant.refund(10_000, of: kept)
    balance = try await tenant.points(of: gone)
    #expect(balance.available == 500 && balance.pending == 0 && balance.debt == 0)
    #expect(try await tenant.scope.ledgerViolations() == [])
    try await unmerge(gone, tenant)
    #expect(try await tenant.points(of: gone).total + tenant.points(of: stays).total == 500)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `what an order holds when accounts are told apart is let go of by whoever placed it`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let (points, order) = (try #require(try tenant.values.points), UUID())
    try await tenant.transaction {
      try await points.grant(500, to: gone, key: "gift", in: $0)
      _ = try await points.hold(300, of: gone, for: order, amount: tenant.money(20_000), in: $0)
    }
    try await merge(gone, stays, tenant)
    try await unmerge(gone, tenant)
    #expect(try await tenant.points(of: gone).held == 300)
    try await tenant.transaction {
      try await tenant.values.orderCalledOff(order, of: gone, in: $0)
    }
    #expect(try await tenant.points(of: gone).available == 500)
    #expect(try await tenant.points(of: stays) == PointsBalance())
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `what an order takes while accounts are one goes home when it lets it go`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let points = try #require(try tenant.values.points)
    try await tenant.transaction { try await points.grant(500, to: gone, key: "gift", in: $0) }
    try await merge(gone, stays, tenant)
    let (off, paid) = (UUID(), tenant.paid(20_000, by: stays))
    for (order, count) in [(off, Int64(300)), (paid.order, 200)] {
      try await tenant.transaction {
        _ = try await points.hold(
          count,
          of: stays,
          for: order,
          amount: tenant.money(20_000),
          in: $0
        )
      }
    }
    try await unmerge(gone, tenant)
    #expect(try await tenant.points(of: stays).held == 500)
    #expect(try await tenant.points(of: gone) == PointsBalance())
    for _ in 0..<2 {
      try await tenant.transaction {
        try await tenant.values.orderCalledOff(off, of: stays, in: $0)
      }
    }
    #expect(try await tenant.points(of: gone).available == 300)
    try await tenant.transaction { _ = try await tenant.values.orderPaid(paid, in: $0) }
    try await tenant.refund(20_000, of: paid)
    #expect(try await tenant.points(of: gone).available == 500)
    #expect(try await tenant.points(of: stays) == PointsBalance())
    #expect(try await tenant.scope.ledgerViolations() == [])
    // As one person again they are together, and apart once more.
    try await merge(gone, stays, tenant)
    #expect(try await tenant.points(of: stays).available == 500)
    try await unmerge(gone, tenant)
    #expect(try await tenant.points(of: gone).available == 500)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `merges of three accounts that are undone give each its own again`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (first, second) = try await pair(tenant)
    let third = try await tenant.signIn("13800138003")
    let points = try #require(try tenant.values.points)
    for (member, count) in [(first, Int64(100)), (second, 20), (third, 3)] {
      try await tenant.transaction {
        try await points.grant(count, to: member, key: "gift", in: $0)
      }
    }
    try await merge(first, second, tenant)
    try await merge(second, third, tenant)
    #expect(try await tenant.points(of: third).available == 123)
    try await unmerge(second, tenant)
    #expect(try await tenant.points(of: second).available == 120)
    #expect(try await tenant.points(of: third).available == 3)
    try await unmerge(first, tenant)
    #expect(try await tenant.points(of: first).available == 100)
    #expect(try await tenant.points(of: second).available == 20)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `what counts once counts once for a person, before, during and after a merge`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let (points, tiers) = try (#require(tenant.values.points), #require(tenant.values.tiers))
    try await tenant.define("ten")
    func tell(_ member: MemberID) async throws {
      try await tenant.transaction { transaction in
        try await points.grant(100, to: member, key: "review", in: transaction)
        try await tiers.grow(50, of: member, key: "review", in: transaction)
        try await tenant.values.coupons.give("ten", to: member, key: "review", in: transaction)
        try await tiers.open(
          "plus",
          for: member,
          key: "payment",
          paid: tenant.money(9_900),
          in: transaction
        )
      }
    }
    func holds(_ member: MemberID) async throws -> [Int64] {
      let growth = try await tenant.transaction {
        try await tiers.progress(of: member, in: $0).growth
      }
      return [
        try await tenant.points(of: member).total, growth,
        Int64(try await tenant.scope.coupons(of: member, onlyUsable: true).count),
      ]
    }
    try await tell(gone)
    try await merge(gone, stays, tenant)
    for member in [gone, stays] { try await tell(member) }
    #expect(try await holds(stays) == [100, 50, 1])
    #expect(try await tenant.scope.paidTerms() == 1)
    try await unmerge(gone, tenant)
    try await tell(gone)
    #expect(try await holds(gone) == [100, 50, 1])
    #expect(try await holds(stays) == [0, 0, 0])
    #expect(try await tenant.scope.paidTerms() == 1)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `growth goes back without what refunds took, also of accounts that came along`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let first = try await tenant.signIn("13800138003")
    let tiers = try #require(try tenant.values.tiers)
    let order = try await tenant.pay(40_000, by: first)
    try await tenant.pay(10_000, by: gone)
    try await merge(first, gone, tenant)
    try await merge(gone, stays, tenant)
    // Of the 400 of the order, 300 go.
    try await tenant.refund(30_000, of: order)
    func growth(_ member: MemberID) async throws -> Int64 {
      try await tenant.transaction { try await tiers.progress(of: member, in: $0).growth }
    }
    #expect(try await growth(stays) == 200)
    try await unmerge(gone, tenant)
    #expect(try await growth(stays) == 0)
    #expect(try await growth(gone) == 200)
    try await tenant.refund(10_000, of: order)
    #expect(try await growth(gone) == 100)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `what one may have so often is the person's, not the account's`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let (points, tiers) = try (#require(tenant.values.points), #require(tenant.values.tiers))
    try await tenant.define("once") { $0.memberLimit = 1 }
    let cup = PointsReward(
      code: "cup",
      name: LocalizedText([.zh: "杯", .en: "Cup"]),
      points: 10,
      memberLimit: 1
    )
    try await tenant.transaction { transaction in
      try await points.define(cup, by: .admin("ada"), in: transaction)
      for member in [gone, stays] {
        try await points.grant(100, to: member, key: "gift", in: transaction)
        try await tiers.grow(500, of: member, key: "gift", in: transaction)
      }
      _ = try await tiers.use(.freeReturn, of: gone, key: "return", in: transaction)
      _ = try await points.redeem("cup", by: gone, key: "first", in: transaction)
    }
    try await tenant.claim("once", by: gone)
    try await merge(gone, stays, tenant)
    let again = try await tenant.transaction {
      try await tiers.use(.freeReturn, of: stays, key: "return", in: $0)
    }
    #expect(!again)
    let refusals = [
      try await valueRefusal { try await tenant.claim("once", by: stays) },
      try await valueRefusal {
        try await tenant.transaction {
          _ = try await points.redeem("cup", by: stays, key: "second", in: $0)
        }
      },
      try await valueRefusal {
        try await tenant.transaction {
          _ = try await tiers.use(.freeReturn, of: stays, key: "other", in: $0)
        }
      },
    ]
    #expect(refusals == [.couponExhausted, .rewardExhausted, .benefitUsedUp])
    #expect(try await tenant.points(of: stays).available == 190)
  }

  @Test func `a person who was invited in both accounts is rewarded for once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    let program = try #require(try tenant.values.referrals)
    var referrals: [ReferralID] = []
    for guest in [gone, stays] {
      let host = tenant.member()
      referrals.append(
        try await tenant.transaction { transaction in
          let code = try await program.code(of: host, in: transaction)
          return try await program.accept(code, by: guest, in: transaction)
        }
      )
    }
    try await merge(gone, stays, tenant)
    for _ in 0..<2 { try await tenant.pay(9_000, by: stays) }
    var states: [ReferralState?] = []
    for id in referrals { states.append(try await tenant.scope.referral(id)?.state) }
    #expect(states == [.waiting, .invited])
  }

  @Test func `nobody invites the other account of the same person`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (gone, stays) = try await pair(tenant)
    try await merge(gone, stays, tenant)
    let program = try #require(try tenant.values.referrals)
    let code = try await valueRefusal {
      try await tenant.transaction { transaction in
        let code = try await program.code(of: stays, in: transaction)
        _ = try await program.accept(code, by: gone, in: transaction)
      }
    }
    #expect(code == .referralRefused)
  }
}

extension TenantQuerying {
  fileprivate func paidTerms() async throws -> Int {
    try await value("SELECT count(*) FROM membership.paid_term WHERE tenant_id = \(tenant)") ?? 0
  }
}
