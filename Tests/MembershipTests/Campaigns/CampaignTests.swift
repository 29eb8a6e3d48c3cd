import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Campaigns", .tenantDatabase([MembershipModule.module]))
struct CampaignTests {
  private func start(_ plan: CampaignPlan, at tenant: TestTenant) async throws {
    try await tenant.transaction {
      try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
    }
  }

  @Test func `a segment counts families by stage, tag, tier and habit, and who agreed`()
    async throws
  {
    let pair = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    )
    let tenant = pair.mine
    let (ada, lin, mei) = (
      try await tenant.signIn("13800138901"), try await tenant.signIn("13800138902"),
      try await tenant.signIn("13800138903")
    )
    _ = try await pair.other.signIn("13800138901")
    _ = try await tenant.child("2026-03-20", ada)
    try await tenant.run("membership.turn_stages")
    try await tenant.agree(ada, to: .marketing)
    try await tenant.agree(lin, to: .marketing)
    try await tenant.families {
      try await $0.withdrawConsent(to: .marketing, by: lin, in: $2)
      try await $0.tag(mei, with: "老客", by: .admin("ada"), in: $2)
    }
    try await tenant.pay(60_000, by: lin)
    tenant.wait(days: 100)
    try await tenant.pay(10_000, by: mei)
    func size(_ segment: MemberSegment) async throws -> [Int64] {
      let size = try await tenant.scope.size(of: segment)
      return [size.members, size.agreed]
    }
    #expect(try await size(MemberSegment()) == [3, 1])
    #expect(try await size(MemberSegment(stage: .weaning)) == [1, 1])
    #expect(try await size(MemberSegment(tag: "老客")) == [1, 0])
    #expect(try await size(MemberSegment(level: 1)) == [1, 0])
    #expect(try await size(MemberSegment(level: 0)) == [2, 1])
    #expect(try await size(MemberSegment(habit: .never)) == [1, 1])
    #expect(try await size(MemberSegment(habit: .active)) == [1, 0])
    #expect(try await size(MemberSegment(habit: .lapsed)) == [1, 0])
    #expect(try await size(MemberSegment(stage: .weaning, habit: .active)) == [0, 0])
    #expect(try await size(MemberSegment(joinedDays: 365)) == [3, 1])
    #expect(try await size(MemberSegment(joinedDays: 30)) == [0, 0])
  }

  @Test func `members who agreed join once, some are held out, and orders tell them apart`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    try await tenant.define("spring")
    var members: [MemberID] = []
    for index in 0..<12 {
      let member = try await tenant.signIn("1380013\(7000 + index)")
      if index < 10 { try await tenant.agree(member, to: .marketing) }
      members.append(member)
    }
    let plan = CampaignPlan(
      code: "spring",
      name: "春",
      coupon: "spring",
      message: "春天好",
      holdoutPercent: 50,
      windowDays: 30
    )
    try await start(plan, at: tenant)
    for _ in 0..<2 { try await tenant.runJob("membership.run_campaigns") }
    var arms: [CampaignArm: Int64] = [:]
    for member in members.prefix(10) {
      let arm = CampaignArmRule.arm(of: member, in: "spring", holdout: 50)
      arms[arm, default: 0] += 1
      let coupons = try await tenant.scope.coupons(of: member, onlyUsable: false).count
      #expect(coupons == (arm == .reached ? 1 : 0))
      let known = try #require(await tenant.scope.member(member))
      let messages = try await tenant.scope.campaignMessages(to: known)
      #expect(messages == (arm == .reached ? ["春天好"] : []))
    }
    #expect(try await tenant.scope.coupons(of: members[11], onlyUsable: false).isEmpty)
    var outcomes = try await tenant.scope.outcomes(of: "spring")
    for arm in CampaignArm.allCases {
      #expect(outcomes[arm]?.enrolled == arms[arm] && outcomes[arm]?.members ?? 0 == 0)
    }
    // One order in time, one that went back whole, and one too late.
    tenant.wait(days: 1)
    try await tenant.pay(10_000, by: members[0])
    try await tenant.refund(5_000, of: tenant.pay(5_000, by: members[1]))
    let bought = try #require(await tenant.scope.member(members[0]))
    #expect(try await tenant.scope.campaignMessages(to: bought).isEmpty)
    tenant.wait(days: 30)
    try await tenant.pay(10_000, by: members[2])
    outcomes = try await tenant.scope.outcomes(of: "spring")
    for arm in CampaignArm.allCases {
      #expect(outcomes[arm]?.members == arms[arm])
      let isMine = CampaignArmRule.arm(of: members[0], in: "spring", holdout: 50) == arm
      #expect(outcomes[arm]?.converted ?? 0 == (isMine ? 1 : 0))
      #expect(outcomes[arm]?.revenue ?? 0 == (isMine ? 10_000 : 0))
    }
    #expect(try await pair.other.scope.campaigns().isEmpty)
    #expect(try await pair.other.scope.outcomes(of: "spring").isEmpty)
  }

  @Test func `a plan that cannot be is refused, and what ended takes nobody in`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await start(CampaignPlan(code: "one", name: "一", message: "好"), at: tenant)
    for plan in [
      CampaignPlan(code: "one", name: "一", message: "好"),
      CampaignPlan(code: "Two", name: "二", message: "好"),
      CampaignPlan(code: "two", name: "", message: "好"), CampaignPlan(code: "two", name: "二"),
      CampaignPlan(code: "two", name: "二", coupon: "none"),
      CampaignPlan(code: "two", name: "二", message: "好", holdoutPercent: 91),
      CampaignPlan(code: "two", name: "二", message: "好", windowDays: 0),
    ] {
      let refused = try await valueRefusal { try await start(plan, at: tenant) }
      #expect(refused == .campaignInvalid, "\(plan)")
    }
    let member = try await tenant.signIn()
    try await tenant.agree(member, to: .marketing)
    for _ in 0..<2 {
      try await tenant.transaction {
        try await CampaignProgram().end("one", by: .staff("mei"), in: $0)
      }
    }
    try await tenant.runJob("membership.run_campaigns")
    #expect(try await tenant.scope.outcomes(of: "one").isEmpty)
    let unknown = try await valueRefusal {
      try await tenant.transaction {
        try await CampaignProgram().end("none", by: .staff("mei"), in: $0)
      }
    }
    #expect(unknown == .campaignNotFound)
  }
}
