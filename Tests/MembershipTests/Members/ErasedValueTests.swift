import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What an erasure does to what a member holds", .tenantDatabase([MembershipModule.module]))
struct ErasedValueTests {
  @Test func `points, coupons, boxes and referrals end with the member, and money goes back`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    let member = try await tenant.signIn()
    try await tenant.define("ten")
    let order = try await tenant.pay(40_000, by: member)
    try await tenant.claim("ten", by: member)
    let box = try await tenant.subscribe(member, to: "half-year")
    try await program.advance(box, on: tenant.database, of: tenant.id, charging: provider)
    let invited = try await tenant.invite(by: member)

    let export = try await tenant.families {
      try await $0.export(of: member, by: .shopper, in: $2)
    }
    #expect(export["points"]?["pending"] == 400)
    for part in ["coupons", "tiers", "boxes", "referrals"] {
      guard case .array(let rows)? = export[part] else {
        Issue.record("\(part) is missing")
        continue
      }
      #expect(part == "tiers" || rows.count == 1, "\(part)")
    }

    try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    #expect(try await tenant.points(of: member) == PointsBalance())
    #expect(try await tenant.scope.coupons(of: member, onlyUsable: true).isEmpty)
    #expect(try await tenant.scope.subscriptions(of: member).map(\.state) == [.cancelled])
    #expect(try await tenant.scope.subscriptionAddress(of: box) == "-")
    #expect(
      try await tenant.scope.owedSubscriptionRefunds().map(\.amount) == [tenant.money(50_000)]
    )
    #expect(try await tenant.scope.referral(invited.referral)?.state == .void)
    // What was on its way gives nothing, and what goes back takes nothing that is not there.
    try await tenant.pay(10_000, by: member)
    #expect(try await tenant.points(of: member).pending == 0)
    try await tenant.refund(40_000, of: order)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `it names all sessions, also those that were signed out, and no other member's`()
    async throws
  {
    let pair = try await familyPair()
    let (tenant, environment) = (pair.mine, pair.mine.database.environment)
    let (member, other) = (try await tenant.signIn(), try await tenant.signIn("13900139000"))
    let sessions = (0..<450).map { _ in SessionID.make(in: environment) }
    try await tenant.families { families, _, transaction in
      for session in sessions { try await families.signIn(member, on: session, in: transaction) }
      try await families.signOut(sessions[0], in: transaction)
      try await families.signIn(other, on: SessionID.make(in: environment), in: transaction)
    }
    tenant.clock.advance(by: 200 * 86_400)
    for _ in 0..<2 {
      try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    }
    let told = try await tenant.scope.values(
      """
      SELECT jsonb_array_elements_text(payload -> 'sessions') FROM tenancy.outbox_event
      WHERE tenant_id = \(tenant.id) AND kind = 'membership.sessions_erased'
      """,
      as: String.self
    )
    #expect(told.count == 450 && Set(told) == Set(sessions.map(\.description)))
    #expect(try await tenant.events("membership.sessions_erased") == 3)
    #expect(try await pair.other.events("membership.sessions_erased") == 0)
  }

  @Test func `an erasure beside a change of the member leaves nothing behind`() async throws {
    let tenant = try await familyPair().mine
    for round in 0..<8 {
      let number = "1380013900\(round)"
      let member = try await tenant.signIn(number)
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          _ = try? await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
        }
        group.addTask {
          _ = try? await tenant.families {
            try await $0.tag(member, with: "老客", by: .admin("ada"), in: $2)
          }
        }
        group.addTask { _ = try? await tenant.agree(member) }
        group.addTask {
          _ = try? await tenant.families { try await $0.rename(member, to: "林", in: $2) }
        }
      }
      let gone = try #require(await tenant.scope.member(member))
      #expect(gone.erasedAt != nil && gone.displayName.isEmpty)
      #expect(try await tenant.scope.tags(of: gone) == [])
      let entries = try await tenant.scope.consentEntries(of: gone)
      #expect(ConsentRule.standing(entries).isEmpty)
    }
  }
}
