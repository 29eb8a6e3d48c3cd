import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Campaigns, and what happens meanwhile", .tenantDatabase([MembershipModule.module]))
struct CampaignMeanwhileTests {
  private func agreed(_ phone: String, at tenant: TestTenant) async throws -> MemberID {
    let member = try await tenant.signIn(phone)
    try await tenant.agree(member, to: .marketing)
    return member
  }

  private func start(_ plan: CampaignPlan, at tenant: TestTenant) async throws {
    try await tenant.transaction {
      try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
    }
  }

  private func plan(
    _ code: String,
    coupon: String? = nil,
    steps: [CampaignStep] = [],
    asks: Bool = false
  ) -> CampaignPlan {
    CampaignPlan(
      code: code,
      name: code,
      coupon: coupon,
      message: "\(code)!",
      holdoutPercent: 0,
      steps: steps,
      asks: asks
    )
  }

  private func withdraw(_ member: MemberID, at tenant: TestTenant) async throws {
    try await tenant.families { try await $0.withdrawConsent(to: .marketing, by: member, in: $2) }
  }

  private func rows(_ table: String, at tenant: TestTenant) async throws -> Int {
    let count: Int? =
      switch table {
      case "campaign_member":
        try await tenant.scope.value(
          "SELECT count(*) FROM membership.campaign_member WHERE tenant_id = \(tenant.id)"
        )
      default:
        try await tenant.scope.value(
          "SELECT count(*) FROM membership.contact_task WHERE tenant_id = \(tenant.id)"
        )
      }
    return count ?? 0
  }

  @Test func `who takes the consent back is agreed nowhere, whichever account gave it before`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    let gone = try await agreed("13800138501", at: tenant)
    let stays = try await tenant.signIn("13800138502")
    _ = try await agreed("13800138501", at: pair.other)
    try await start(plan("talk", asks: true), at: tenant)
    try await tenant.runJob("membership.run_campaigns")
    #expect(try await tenant.scope.contactTasks().map(\.member) == [gone])
    try await tenant.families {
      try await $0.merge(gone, into: stays, by: .admin("ada"), in: $2)
    }
    #expect(try await tenant.scope.contactTasks().map(\.member) == [stays])
    func agreedCount(at tenant: TestTenant) async throws -> Int64 {
      try await tenant.scope.size(of: MemberSegment()).agreed
    }
    // At the same instant a no counts.
    try await withdraw(stays, at: tenant)
    #expect(try await agreedCount(at: tenant) == 0)
    #expect(try await tenant.scope.contactTasks().isEmpty)
    tenant.wait(days: 1)
    try await tenant.agree(stays, to: .marketing)
    #expect(try await agreedCount(at: tenant) == 1)
    tenant.wait(days: 1)
    try await withdraw(stays, at: tenant)
    #expect(try await agreedCount(at: tenant) == 0)
    #expect(try await agreedCount(at: pair.other) == 1)
  }

  @Test func `a family that fell quiet after the job had read its page is not reached`()
    async throws
  {
    let pair = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    )
    let tenant = pair.mine
    let (grieving, other) = (
      try await agreed("13800138511", at: tenant), try await agreed("13800138512", at: tenant)
    )
    let child = try await tenant.child("2026-03-20", grieving)
    _ = try await tenant.child("2026-03-20", other)
    try await tenant.run("membership.turn_stages")
    var found = plan("weaning")
    found.segment = MemberSegment(stage: .weaning)
    let weaning = found
    try await start(weaning, at: tenant)
    try await tenant.families { families, _, transaction in
      try await families.fallSilent(about: child.id, of: grieving, in: transaction)
      // Who enrols her now has to wait until it is written.
      let free = try await tenant.transaction {
        try await $0.values(
          """
          SELECT id FROM membership.member
          WHERE tenant_id = \(tenant.id) AND id = \(grieving) FOR KEY SHARE SKIP LOCKED
          """,
          as: UUID.self
        )
      }
      #expect(free.isEmpty)
    }
    for (member, arm) in [(grieving, nil), (other, CampaignArm.reached)] {
      let decided = try await tenant.transaction {
        try await CampaignProgram().enrol(member, in: weaning, $0)
      }
      #expect(decided == arm)
    }
  }

  @Test func `what ended while the job ran takes nobody in and goes no step on`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let members = [
      try await agreed("13800138521", at: tenant), try await agreed("13800138522", at: tenant),
    ]
    let soon = plan("soon", steps: [CampaignStep(afterDays: 1, message: "一天了")])
    try await start(soon, at: tenant)
    func enrol(_ member: MemberID) async throws -> CampaignArm? {
      try await tenant.transaction { try await CampaignProgram().enrol(member, in: soon, $0) }
    }
    #expect(try await enrol(members[0]) == .reached)
    try await tenant.transaction {
      try await CampaignProgram().end("soon", by: .staff("mei"), in: $0)
    }
    #expect(try await enrol(members[1]) == nil)
    tenant.wait(days: 2)
    let steps = try await tenant.transaction {
      try await CampaignProgram().advance(members[0], in: soon, $0)
    }
    #expect(steps == 0)
    #expect(try await rows("campaign_member", at: tenant) == 1)
  }

  @Test func `coupons that ran out leave the comparison and the later steps as they are`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("few") { $0.pool = 1 }
    try await tenant.define("gone") { $0.pool = 1 }
    var members: [MemberID] = []
    for number in 0..<3 { members.append(try await agreed("1380013853\(number)", at: tenant)) }
    let steps = [
      CampaignStep(afterDays: 3, coupon: "gone"), CampaignStep(afterDays: 7, message: "七天了"),
    ]
    try await start(plan("spring", coupon: "few", steps: steps), at: tenant)
    for days in [0, 4, 4] {
      tenant.wait(days: Double(days))
      try await tenant.runJob("membership.run_campaigns")
    }
    #expect(try await tenant.scope.outcomes(of: "spring")[.reached]?.enrolled == 3)
    var coupons = 0
    for member in members {
      let known = try #require(await tenant.scope.member(member))
      #expect(try await tenant.scope.campaignMessages(to: known) == ["七天了"])
      coupons += try await tenant.scope.coupons(of: member, onlyUsable: false).count
    }
    #expect(coupons == 2)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `with the consent to offers goes what was kept for them, and nobody else's`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    let (ada, bea) = (
      try await agreed("13800138541", at: tenant), try await agreed("13800138542", at: tenant)
    )
    _ = try await agreed("13800138541", at: pair.other)
    for shop in [tenant, pair.other] {
      try await start(plan("talk", asks: true), at: shop)
      try await shop.runJob("membership.run_campaigns")
    }
    #expect(try await rows("contact_task", at: tenant) == 2)
    try await tenant.families {
      try await $0.withdrawConsent(to: .personalisation, by: ada, in: $2)
    }
    #expect(try await rows("campaign_member", at: tenant) == 2, "that is another agreement")
    for _ in 0..<2 { try await withdraw(ada, at: tenant) }
    for table in ["campaign_member", "contact_task"] {
      #expect(try await rows(table, at: tenant) == 1)
      #expect(try await rows(table, at: pair.other) == 1)
    }
    #expect(try await tenant.scope.contactTasks().map(\.member) == [bea])
  }

  @Test func `who wanted no offers by a talk is not asked again, by whichever account`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    var members: [MemberID] = []
    for number in 0..<3 { members.append(try await agreed("1380013855\(number)", at: tenant)) }
    try await start(plan("first", asks: true), at: tenant)
    try await tenant.runJob("membership.run_campaigns")
    for (member, outcome) in zip(members, [ContactTask.Outcome.declined, .noAnswer, .reached]) {
      try await tenant.transaction {
        try await ContactTask.close("first", member, as: outcome, by: "mei", in: $0)
      }
    }
    let stays = try await agreed("13800138559", at: tenant)
    try await tenant.families {
      try await $0.merge(members[0], into: stays, by: .admin("ada"), in: $2)
    }
    try await start(plan("second", asks: true), at: tenant)
    try await tenant.runJob("membership.run_campaigns")
    let asked = try await tenant.scope.contactTasks().filter { $0.campaign == "second" }
    #expect(Set(asked.map(\.member)) == Set(members[1...]))
  }

  @Test func `the oldest campaign runs, however many began after it`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let member = try await agreed("13800138561", at: tenant)
    let buyer = try await agreed("13800138562", at: tenant)
    for number in 0...100 {
      try await start(plan("c-\(number)"), at: tenant)
      tenant.clock.advance(by: 1)
    }
    try await tenant.runJob("membership.run_campaigns")
    for number in [0, 100] {
      #expect(try await tenant.scope.outcomes(of: "c-\(number)")[.reached]?.enrolled == 2)
    }
    // What a merged account pays is hers.
    tenant.wait(days: 1)
    try await tenant.families {
      try await $0.merge(buyer, into: member, by: .admin("ada"), in: $2)
    }
    try await tenant.pay(10_000, by: buyer)
    tenant.wait(days: 31)
    #expect(try await tenant.scope.outcomes(of: "c-0")[.reached]?.revenue == 20_000)
  }
}
