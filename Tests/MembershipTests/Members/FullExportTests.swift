import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("The copy of everything that is kept", .tenantDatabase([MembershipModule.module]))
struct FullExportTests {
  /// What both suites of settings bring.
  private static var settings: [String: JSONValue] {
    guard case .object(let values)? = valueSettings["membership"],
      case .object(let families)? = familySettings["membership"]
    else { return [:] }
    return ["membership": .object(values.merging(families) { own, _ in own })]
  }

  @Test func `packs, terms, benefits, the bag and what offers know are in it, over both accounts`()
    async throws
  {
    let pair = try await TenantPair.fresh(
      settings: Self.settings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    )
    let tenant = pair.mine
    let (member, stays) = (
      try await tenant.signIn("13800138701"), try await tenant.signIn("13800138702")
    )
    let stranger = try await pair.other.signIn("13800138701")
    try await tenant.agree(member, to: .marketing)
    let child = try await tenant.expecting("2026-10-01", member)[0]
    let packs = try #require(PackProgram(of: tenant.snapshot))
    let tiers = try #require(try tenant.values.tiers)
    try await tenant.transaction { transaction in
      let pack = try await packs.open("pregnancy", for: member, key: "own", in: transaction)
      try await packs.use(
        "midwife",
        of: pack,
        by: member,
        key: "A-1",
        noted: .staff("mei"),
        in: transaction
      )
      try await tiers.grant(level: 1, to: member, by: .admin("li"), in: transaction)
      try await tiers.open(
        "plus",
        for: member,
        key: "t",
        paid: tenant.money(9_900),
        in: transaction
      )
      try await tiers.use(.freeReturn, of: member, key: "return", in: transaction)
      try await Families()
        .packBirthBag(["papers"], of: child.id, parent: member, in: transaction)
      try await CampaignProgram().start(
        CampaignPlan(code: "talk", name: "回访", message: "好", holdoutPercent: 0, asks: true),
        by: .staff("mei"),
        in: transaction
      )
    }
    try await tenant.runJob("membership.run_campaigns")
    try await tenant.transaction {
      try await ContactTask.close("talk", member, as: .declined, by: "mei", in: $0)
    }
    try await tenant.families {
      try await $0.merge(member, into: stays, by: .admin("ada"), in: $2)
    }
    func export(_ member: MemberID, at tenant: TestTenant) async throws -> JSONValue {
      try await tenant.families { try await $0.export(of: member, by: .shopper, in: $2) }
    }
    let copy = try await export(stays, at: tenant)
    for (part, words) in [
      ("packs", ["\"plan\":\"pregnancy\"", "\"service\":\"midwife\"", "\"appointment\":\"A-1\""]),
      ("plans", ["\"plan\":\"plus\"", "2027-09-21T01:15:00Z"]),
      ("benefits", ["\"benefit\":\"free_return\"", "\"period\":\"2026\""]),
      ("campaigns", ["\"campaign\":\"talk\"", "\"part\":\"reached\"", "\"outcome\":\"declined\""]),
      ("children", ["\"birth_bag\":[\"papers\"]"]),
    ] {
      let text = copy[part]?.canonicalText ?? ""
      for word in words { #expect(text.contains(word), "\(part) \(word) \(text)") }
    }
    let theirs = try await export(stranger, at: pair.other)
    for part in ["packs", "plans", "benefits", "campaigns"] {
      #expect(theirs[part]?.canonicalText == "[]", "\(part)")
    }
  }
}
