import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Boxes of children who are not spoken of", .tenantDatabase([MembershipModule.module]))
struct SilentBoxTests {
  private func pair() async throws -> TestTenant {
    try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    ).mine
  }

  @Test func `silence lets no box come, and money that was on its way goes back`() async throws {
    let tenant = try await pair()
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-12-20", member)[0]
    let named = try await tenant.subscribe(member, child: child.id.uuid)
    let unnamed = try await tenant.subscribe(member)
    provider.mood = .chargesAndTimesOut
    try await program.advance(named, on: tenant.database, of: tenant.id, charging: provider)
    try await tenant.families { try await $0.fallSilent(about: child.id, of: member, in: $2) }
    provider.mood = .pays
    for _ in 0..<70 {
      try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
      tenant.wait(days: 1)
    }

    #expect(provider.charged.count == 1)
    #expect(try await tenant.scope.subscriptionCycles(of: named).map(\.state) == [.dropped])
    #expect(try await tenant.scope.subscriptionCycles(of: unnamed).isEmpty)
    #expect(
      try await tenant.scope.owedSubscriptionRefunds().map(\.amount) == [tenant.money(12_900)]
    )
    #expect(try await tenant.scope.subscriptions(of: member).map(\.state) == [.paused, .paused])
  }

  @Test func `silence holds for a contract of the other account of the same person`() async throws {
    let tenant = try await pair()
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let (gone, stays) = (try await tenant.signIn(), try await tenant.signIn("13800138002"))
    let child = try await tenant.expecting("2026-12-20", stays)[0]
    let box = try await tenant.subscribe(gone)
    try await tenant.families {
      try await $0.merge(gone, into: stays, by: .admin("ada"), for: $1, in: $2)
    }
    provider.mood = .chargesAndTimesOut
    try await program.advance(box, on: tenant.database, of: tenant.id, charging: provider)
    try await tenant.families { try await $0.fallSilent(about: child.id, of: stays, in: $2) }
    tenant.wait(days: 1)
    try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
    #expect(try await tenant.scope.subscriptionCycles(of: box).map(\.state) == [.dropped])
    #expect(try await tenant.scope.owedSubscriptionRefunds().count == 1)
  }

  @Test func `another child's boxes go on`() async throws {
    let tenant = try await pair()
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = try await tenant.signIn()
    let lost = try await tenant.expecting("2026-12-20", member)[0]
    let sister = try await tenant.child("2025-12-20", member)
    let id = try await tenant.subscribe(member, child: sister.id.uuid)
    try await tenant.families { try await $0.fallSilent(about: lost.id, of: member, in: $2) }
    try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
    #expect(try await tenant.scope.subscriptionCycles(of: id).map(\.box) == ["weaning"])
  }

  @Test func `a guardian's withdrawal ends the child's boxes and forgets whose they were`()
    async throws
  {
    let tenant = try await pair()
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-20", member)
    let id = try await tenant.subscribe(member, to: "half-year", child: child.id.uuid)
    try await program.advanceAll(on: tenant.database, of: tenant.id, charging: provider)
    try await tenant.families {
      try await $0.withdrawGuardianConsent(for: child.id, by: member, in: $2)
    }
    let summary = try await tenant.scope.subscriptions(of: member).first
    #expect(summary?.state == .cancelled && summary?.cancelReason == "consent_withdrawn")
    #expect(
      try await tenant.scope.subscriptionRefunds(of: id).map(\.amount) == [tenant.money(50_000)]
    )
    let named: Int? = try await tenant.scope.value(
      """
      SELECT count(*) FROM membership.subscription
      WHERE tenant_id = \(tenant.id) AND child_id IS NOT NULL
      """
    )
    #expect(named == 0)
  }

  @Test func `a job without ports chooses the box by the child's own age`() async throws {
    let tenant = try await pair()
    let member = try await tenant.signIn()
    let child = try await tenant.child("2025-08-20", member)
    let id = try await tenant.subscribe(member, child: child.id.uuid)
    try await tenant.runJob("membership.advance_boxes")
    #expect(try await tenant.scope.subscriptionCycles(of: id).map(\.box) == ["toddler"])
  }

  @Test func `no coupon of a stage is shown to a family in silence`() async throws {
    let tenant = try await pair()
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-12-20", member)[0]
    try await tenant.define("bump") { $0.stages = ["middle_pregnancy", "late_pregnancy"] }
    try await tenant.define("plain")
    let facts = try await tenant.scope.couponFacts(of: member, on: tenant.today)
    try await tenant.claim("bump", by: member, facts)
    try await tenant.claim("plain", by: member, facts)
    func shown() async throws -> [String] {
      try await tenant.scope.couponsToShow(to: member, on: tenant.today).map(\.kind.terms.code)
        .sorted()
    }
    #expect(try await shown() == ["bump", "plain"])
    try await tenant.families { try await $0.fallSilent(about: child.id, of: member, in: $2) }
    #expect(try await shown() == ["plain"])
    #expect(try await tenant.scope.couponFacts(of: member, on: tenant.today) == CouponFacts())
  }
}
