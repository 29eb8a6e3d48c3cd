import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Consent", .tenantDatabase([MembershipModule.module]))
struct ConsentTests {
  private func standing(_ id: MemberID, _ tenant: TestTenant) async throws -> Set<ConsentPurpose> {
    let member = try #require(await tenant.scope.member(id))
    return ConsentRule.standing(try await tenant.scope.consentEntries(of: member))
  }

  private func withdraw(_ purpose: ConsentPurpose, _ id: MemberID, _ tenant: TestTenant)
    async throws
  {
    try await tenant.families { try await $0.withdrawConsent(to: purpose, by: id, in: $2) }
  }

  @Test func `the last word counts, also when the clock was set back between the two`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    #expect(try await standing(member, tenant) == [])
    try await tenant.agree(member, to: .marketing)
    try await tenant.agree(member, to: .personalisation)
    tenant.clock.advance(by: -3_600)
    try await withdraw(.marketing, member, tenant)

    #expect(try await standing(member, tenant) == [.personalisation])
    let entries = try await tenant.scope.consentEntries(
      of: #require(await tenant.scope.member(member))
    )
    #expect(entries.map(\.number) == [1, 2, 3])
    #expect(entries.map(\.decision) == [.given, .given, .withdrawn])
    #expect(entries[0].textVersion == "2026-12")
    #expect(try await tenant.events("membership.consent_withdrawn") == 1)
  }

  @Test func `entries cannot be changed or deleted`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    try await tenant.agree(member)
    for isDelete in [false, true] {
      await #expect(throws: (any Error).self) {
        try await tenant.transaction { try await $0.tamper(isDelete: isDelete) }
      }
    }
  }

  @Test func `an old text and a purpose that is not a member's are refused`() async throws {
    var settings = familySettings
    settings["membership"] = ["consentTexts": ["marketing": "v7"]]
    let tenant = try await familyPair(settings).mine
    let member = try await tenant.signIn()
    let old = try await refusal { try await tenant.agree(member, to: .marketing) }
    #expect(old?.code == .consentInvalid && old?.details["version"] == "v7")
    let child = try await refusal { try await tenant.agree(member, to: .guardian) }
    #expect(child?.code == .consentInvalid)
  }

  @Test func `withdrawing for a child deletes it with all that hangs on it, and keeps the proof`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-01", member)
    try await tenant.families {
      try await $0.noteGrowth(
        GrowthMeasures(grams: 7_000),
        on: try day("2026-09-01"),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
    try await tenant.families {
      try await $0.withdrawGuardianConsent(for: child.id, by: member, in: $2)
    }
    #expect(try await tenant.children(member) == [])
    #expect(try await tenant.scope.growthEntries(of: child.id) == [])
    let entries = try await tenant.scope.consentEntries(
      of: #require(await tenant.scope.member(member))
    )
    #expect(entries.map(\.decision) == [.given, .withdrawn])
    #expect(entries.allSatisfy { $0.child == child.id && $0.purpose == .guardian })
    #expect(try await tenant.events("membership.child_removed") == 1)
  }

  @Test func `everything is exported, then everything personal is deleted`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let mail = try await tenant.signIn("lin@example.com", .email)
    try await tenant.agree(member)
    let child = try await tenant.child("2026-03-01", mail, nickname: "秘密")
    try await tenant.families { families, _, transaction in
      try await families.rename(member, to: "林女士", in: transaction)
      try await families.tag(member, with: "老客", by: .admin("ada"), in: transaction)
      try await families.merge(mail, into: member, by: .admin("ada"), in: transaction)
    }
    try await tenant.families {
      try await $0.noteVaccination(
        "HepB",
        dose: 1,
        on: try day("2026-03-01"),
        of: child.id,
        parent: member,
        for: $1,
        in: $2
      )
    }
    let export = try await tenant.families {
      try await $0.export(of: member, by: .shopper, in: $2)
    }
    let text = export.canonicalText
    for part in ["林女士", "老客", "秘密", "lin@example.com", "+8613800138000", "HepB", "reminders"] {
      #expect(text.contains(part), "\(part)")
    }

    for _ in 0..<2 {
      try await tenant.families { try await $0.erase(mail, by: .shopper, in: $2) }
    }
    let left = try #require(await tenant.scope.member(member))
    #expect(left.erasedAt != nil && left.displayName == "")
    #expect(try await tenant.scope.contacts(of: left) == [])
    #expect(try await tenant.scope.tags(of: left) == [])
    #expect(try await tenant.scope.children(of: left) == [])
    #expect(try await standing(member, tenant) == [])
    #expect(try await tenant.events("membership.member_erased") == 1)
    let gone = try await refusal { try await tenant.agree(member) }
    #expect(gone?.code == .memberNotFound)
    tenant.clock.advance(by: 61)
    #expect(try await tenant.signIn() != member)
  }
}

extension TenantTransaction {
  fileprivate func tamper(isDelete: Bool) async throws {
    if isDelete {
      try await execute("DELETE FROM membership.consent_entry WHERE tenant_id = \(tenant)")
    } else {
      try await execute(
        "UPDATE membership.consent_entry SET decision = 'given' WHERE tenant_id = \(tenant)"
      )
    }
  }
}
