import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// Does everything once that changes what members hold, so that every table has rows and every query
/// has run.
func exerciseValues(_ tenant: TestTenant) async throws {
  try await holdPoints(tenant)
  try await climbTiers(tenant)
  try await useCoupons(tenant)
  try await inviteMembers(tenant)
  try await sendBoxes(tenant)
  try await measure(tenant)
}

private func measure(_ tenant: TestTenant) async throws {
  _ = try await tenant.scope.cohorts(of: tenant.snapshot)
  _ = try await tenant.scope.shopMetrics(in: tenant.snapshot.currency)
  _ = try await tenant.scope.subscriptionLifetimes()
  _ = try await tenant.scope.cancelReasons()
  try await tenant.runJob("membership.give_benefits")
}

private func holdPoints(_ tenant: TestTenant) async throws {
  let ada = tenant.member()
  let values = try tenant.values
  let points = try #require(values.points)
  try await tenant.define("welcome")
  try await tenant.transaction { transaction in
    try await points.grant(1_000, to: ada, key: "gift", in: transaction)
    try await points.define(
      PointsReward(code: "bib", name: LocalizedText([.zh: "围嘴"]), points: 50, coupon: "welcome"),
      by: .admin("ada"),
      in: transaction
    )
    try await points.redeem("bib", by: ada, key: "r1", in: transaction)
    _ = try await points.offer(to: ada, of: tenant.money(9_000), in: transaction)
  }
  let order = tenant.paid(30_000, by: ada)
  try await tenant.transaction { transaction in
    for _ in 0..<2 {
      _ = try await points.hold(
        200,
        of: ada,
        for: order.order,
        amount: tenant.money(30_000),
        in: transaction
      )
    }
    _ = try await values.orderPaid(order, in: transaction)
  }
  let called = tenant.database.environment.makeID()
  try await tenant.transaction { transaction in
    _ = try await points.hold(
      100,
      of: ada,
      for: called,
      amount: tenant.money(9_000),
      in: transaction
    )
    try await values.orderCalledOff(called, of: ada, in: transaction)
  }
  try await tenant.refund(10_000, of: order)
  _ = try await tenant.scope.pointsBalance(of: ada)
  _ = try await tenant.scope.pointsHistory(of: ada, before: 3)
  _ = try await tenant.scope.pointsRewards()
  tenant.wait(days: 8)
  try await tenant.runJob("membership.settle_points")
}

private func climbTiers(_ tenant: TestTenant) async throws {
  let lin = tenant.member()
  let values = try tenant.values
  let tiers = try #require(values.tiers)
  try await tenant.define("monthly")
  try await tenant.pay(250_000, by: lin)
  try await tenant.transaction { transaction in
    _ = try await tiers.open("plus", for: lin, key: "t", paid: tenant.money(1), in: transaction)
    _ = try await tiers.open("plus", for: lin, key: "u", paid: tenant.money(1), in: transaction)
    _ = try await tiers.use(.freeReturn, of: lin, key: "return", in: transaction)
    _ = try await tiers.giveBack(.freeReturn, of: lin, key: "return", in: transaction)
    _ = try await tiers.use(.freeReturn, of: lin, key: "another", in: transaction)
    let bought = UUID()
    for pieces in [2, 1] {
      try await tiers.settle(
        "plus",
        boughtWith: bought,
        pieces: pieces,
        by: lin,
        paidEach: tenant.money(1),
        in: transaction
      )
    }
    _ = try await transaction.termsBought(with: bought)
    _ = try await tiers.service(of: lin, in: transaction)
    _ = try await tiers.giveMonthlyCoupons(to: lin, values.coupons, in: transaction)
    _ = try await tiers.giveBirthdayGift(to: lin, values.points, values.coupons, in: transaction)
    _ = try await tiers.progress(of: lin, in: transaction)
    try await tiers.grant(level: 1, to: lin, by: .admin("ada"), in: transaction)
  }
  _ = try await tiers.progress(of: lin, seenIn: tenant.scope)
  _ = try await tenant.scope.tierChanges(of: lin)
  _ = try await tenant.scope.tierCounts()
  try await tenant.runJob("membership.settle_tiers")
}

private func useCoupons(_ tenant: TestTenant) async throws {
  let mei = tenant.member()
  let coupons = CouponProgram()
  try await tenant.define("secret") {
    $0.needsCode = true
    $0.memberLimit = 5
  }
  try await tenant.define("plain") { $0.pool = 5 }
  let claimed = try await tenant.claim("plain", by: mei)
  let order = tenant.paid(20_000, by: mei)
  try await tenant.transaction { transaction in
    try await coupons.addCode("MAMA", to: "secret", claims: 3, in: transaction)
    let codes = try await coupons.generateCodes(2, of: "secret", by: .admin("a"), in: transaction)
    for code in codes + ["MAMA"] {
      _ = try await coupons.claim(
        code: code,
        for: mei,
        CouponFacts(),
        key: code,
        in: transaction
      )
    }
    _ = try await coupons.hold(
      claimed,
      of: mei,
      for: order.order,
      goods: tenant.money(20_000),
      freight: tenant.money(0),
      in: transaction
    )
    _ = try await tenant.values.orderPaid(order, in: transaction)
  }
  try await tenant.refund(20_000, of: order)
  _ = try await tenant.scope.claimableCoupons()
  _ = try await tenant.scope.coupons(of: mei, onlyUsable: true)
  try await tenant.transaction { try await coupons.end("plain", by: .admin("ada"), in: $0) }
}

private func inviteMembers(_ tenant: TestTenant) async throws {
  let ada = tenant.member()
  let program = try #require(try tenant.values.referrals)
  let (lin, id, order) = try await tenant.invite(by: ada)
  let sibling = try await tenant.invite(by: ada)
  let digest = Array(repeating: UInt8(1), count: 16)
  for member in [ada, lin] {
    try await tenant.transaction { transaction in
      try await program.see(.address, digest, of: member, in: transaction)
      try await program.see([(.phone, "13800138000")], of: member, in: transaction)
      let sessions = (0..<3).map { _ in SessionID.make(in: transaction.environment) }
      try await program.seeDevice(sessions[1], after: sessions[0], of: member, in: transaction)
      try await program.followDevice(from: sessions[1], to: sessions[2], in: transaction)
    }
  }
  try await tenant.runJob("membership.forget_referral_traits")
  try await tenant.runJob("membership.forget_purchases")
  tenant.wait(days: 8)
  try await tenant.runJob("membership.decide_referrals")
  _ = try await valueRefusal {
    try await tenant.transaction { try await program.reward(id, by: .staff("mei"), in: $0) }
  }
  try await tenant.refund(10_000, of: order)
  try await tenant.transaction {
    try await program.refuse(sibling.referral, reason: "test", by: .staff("mei"), in: $0)
  }
  let last = try await tenant.invite(by: ada)
  try await tenant.transaction { try await program.leave(last.member, in: $0) }
  _ = try await tenant.scope.referrals(in: .rewarded)
  _ = try await tenant.scope.referrals(by: ada)
  _ = try await tenant.scope.referralCode(of: ada)
  _ = try await tenant.scope.referralDecisions(on: id)
}

/// A contract that comes into a span of ages, and a text that goes.
private func guideBoxes(_ tenant: TestTenant) async throws {
  let program = try tenant.boxes(ports: SubscriptionPorts(ageInMonths: { _, _, _, _ in 7 }))
  let guides = try ["zh", "en"].map { tag in
    BoxGuide(
      plan: "growth",
      fromMonths: 6,
      language: try #require(LanguageTag(rawValue: tag)),
      title: "辅食",
      text: "辅食",
      source: "WHO"
    )
  }
  try await tenant.transaction { transaction in
    for guide in guides { try await program.keep(guide, by: .staff("mei"), in: transaction) }
    try await program.remove(
      "growth",
      fromMonths: 6,
      guides[1].language,
      by: .staff("mei"),
      in: transaction
    )
  }
  let id = try await tenant.subscribe(tenant.member(), child: UUID())
  try await program.advance(
    id,
    on: tenant.database,
    of: tenant.id,
    charging: BookedProvider()
  )
  #expect(try await tenant.scope.boxGuides().count == 1)
  #expect(try await tenant.scope.boxGuides(of: "growth", fromMonths: 6).count == 1)
}

private func sendBoxes(_ tenant: TestTenant) async throws {
  let member = tenant.member()
  let provider = BookedProvider()
  let program = try tenant.boxes()
  try await guideBoxes(tenant)
  let id = try await tenant.subscribe(member)
  provider.mood = .declines
  try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
  try await tenant.transaction { transaction in
    try await program.move(id, of: member, to: "2 Lake Road", in: transaction)
    try await program.change(id, of: member, .pause, in: transaction)
    try await program.change(id, of: member, .resume, in: transaction)
  }
  try await tenant.runJob("membership.advance_boxes")
  _ = try await tenant.transaction {
    try await program.cancel(id, of: member, reason: "moved", in: $0)
  }
  _ = try await tenant.scope.subscriptionContracts(of: member)
  _ = try await tenant.scope.openBoxes(in: CycleState.allCases)
  let late = try await tenant.subscribe(member)
  provider.mood = .chargesAndTimesOut
  try await program.advance(late, on: tenant.database, of: tenant.id, charging: provider)
  _ = try await tenant.transaction {
    try await program.cancel(late, of: member, reason: "moved", in: $0)
  }
  tenant.clock.advance(by: 600)
  try await program.advance(late, on: tenant.database, of: tenant.id, charging: provider)
  for refund in try await tenant.scope.owedSubscriptionRefunds() {
    for _ in 0..<2 {
      try await tenant.transaction {
        try await program.noteRefund(refund.key, reference: "R", by: .admin("ada"), in: $0)
      }
    }
  }
  _ = try await tenant.transaction { try await $0.heldBoxState(1, of: id) }
  _ = try await tenant.scope.subscriptions(of: member)
  _ = try await tenant.scope.subscriptions(in: .cancelled)
  _ = try await tenant.scope.subscriptionCycles(of: id)
  _ = try await tenant.scope.subscriptionNotices(of: id, number: 1)
  _ = try await tenant.scope.ledgerViolations()
}
