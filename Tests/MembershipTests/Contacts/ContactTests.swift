import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Groups and talks of the staff", .tenantDatabase([MembershipModule.module]))
struct ContactTests {
  private func keep(_ code: String, _ keeper: String, at tenant: TestTenant) async throws {
    try await tenant.transaction {
      try await ContactGroups().keep(
        code,
        name: "\(code)群",
        kind: .wechat,
        keeper: keeper,
        by: .staff("mei"),
        in: $0
      )
    }
  }

  private func put(
    _ member: MemberID,
    into code: String,
    _ isInside: Bool = true,
    at tenant: TestTenant
  ) async throws {
    try await tenant.transaction {
      try await ContactGroups().put(member, into: code, isInside, by: .staff("mei"), in: $0)
    }
  }

  @Test
  func `who is in a group is noted once, over merged accounts, and a closed group takes nobody`()
    async throws
  {
    let pair = try await familyPair()
    let tenant = pair.mine
    let (ada, other) = (
      try await tenant.signIn("13800138401"), try await tenant.signIn("13800138402")
    )
    try await keep("mums", "mei", at: tenant)
    for _ in 0..<2 { try await put(ada, into: "mums", at: tenant) }
    func groups() async throws -> [[String]] {
      try await tenant.scope.contactGroups().map { [$0.code, $0.keeper, "\($0.members)"] }
    }
    #expect(try await groups() == [["mums", "mei", "1"]])
    try await tenant.families {
      try await $0.merge(ada, into: other, by: .admin("ada"), in: $2)
    }
    try await put(other, into: "mums", at: tenant)
    #expect(try await groups() == [["mums", "mei", "1"]])
    try await keep("mums", "lin", at: tenant)
    #expect(try await groups() == [["mums", "lin", "1"]])
    let known = try #require(await tenant.scope.member(other))
    #expect(try await tenant.scope.contactGroups(of: known) == ["mums"])
    try await put(other, into: "mums", false, at: tenant)
    #expect(try await groups() == [["mums", "lin", "0"]])
    try await tenant.transaction {
      try await ContactGroups().close("mums", by: .staff("mei"), in: $0)
    }
    #expect(
      try await valueRefusal { try await put(other, into: "mums", at: tenant) } == .groupNotFound
    )
    let stranger = try await pair.other.signIn("13800138401")
    let foreign = try await valueRefusal { try await put(stranger, into: "mums", at: pair.other) }
    #expect(foreign == .groupNotFound)
    #expect(try await pair.other.scope.contactGroups().isEmpty)
    for (code, keeper) in [("X", "mei"), ("ok", "")] {
      #expect(try await valueRefusal { try await keep(code, keeper, at: tenant) } == .groupInvalid)
    }
  }

  @Test
  func `a campaign to a group asks its keeper to talk with whom it reaches, and with nobody else`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    try await keep("mums", "mei", at: tenant)
    var members: [MemberID] = []
    for number in 0..<6 {
      let member = try await tenant.signIn("1380013841\(number)")
      if number != 5 { try await tenant.agree(member, to: .marketing) }
      if number != 4 { try await put(member, into: "mums", at: tenant) }
      members.append(member)
    }
    let child = try await tenant.child("2026-06-20", members[1])
    func plan(_ group: String?) -> CampaignPlan {
      CampaignPlan(
        code: "talk",
        name: "回访",
        segment: MemberSegment(group: group),
        message: "问问近况",
        holdoutPercent: 0,
        asks: true
      )
    }
    func start(_ plan: CampaignPlan) async throws {
      try await tenant.transaction {
        try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
      }
    }
    #expect(try await valueRefusal { try await start(plan("none")) } == .campaignInvalid)
    try await start(plan("mums"))
    #expect(try await tenant.scope.campaign("talk")?.plan == plan("mums"))
    #expect(try await tenant.scope.size(of: MemberSegment(group: "mums")).members == 5)
    for _ in 0..<2 { try await tenant.runJob("membership.run_campaigns") }
    func tasks(_ login: String? = nil) async throws -> Set<MemberID> {
      Set(try await tenant.scope.contactTasks(of: login).map(\.member))
    }
    #expect(try await tasks("mei") == Set(members[0...3]))
    #expect(try await tasks("lin").isEmpty)
    tenant.wait(days: 1)
    try await tenant.pay(10_000, by: members[0])
    try await tenant.families {
      try await $0.fallSilent(about: child.id, of: members[1], in: $2)
      try await $0.withdrawConsent(to: .marketing, by: members[2], in: $2)
    }
    #expect(try await tasks() == [members[3]])
    func close(_ member: MemberID, at tenant: TestTenant) async throws -> Bool {
      try await tenant.transaction {
        try await ContactTask.close("talk", member, as: .reached, by: "mei", in: $0)
      }
    }
    #expect(try await close(members[3], at: tenant))
    #expect(try await !close(members[3], at: tenant))
    #expect(try await tasks().isEmpty)
    let foreign = try await valueRefusal { _ = try await close(members[3], at: pair.other) }
    #expect(foreign == .contactTaskNotFound)
    let export = try await tenant.families {
      try await $0.export(of: members[3], by: .shopper, in: $2)
    }
    #expect(export["groups"]?.canonicalText == "[\"mums\"]")
    try await tenant.families { try await $0.erase(members[3], by: .shopper, in: $2) }
    #expect(try await tenant.scope.contactGroups().map(\.members) == [4])
  }
}
