import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Steps of a campaign", .tenantDatabase([MembershipModule.module]))
struct CampaignStepTests {
  private static let plans: [([CampaignStep], Bool)] = [
    ([], true),
    ([CampaignStep(afterDays: 3, message: "a")], true),
    ([CampaignStep(afterDays: 3, coupon: "b"), CampaignStep(afterDays: 7, message: "c")], true),
    ([CampaignStep(afterDays: 3)], false),
    ([CampaignStep(afterDays: 0, message: "a")], false),
    // On the day on which an order does not count any more.
    ([CampaignStep(afterDays: 30, message: "a")], false),
    ([CampaignStep(afterDays: 7, message: "a"), CampaignStep(afterDays: 7, message: "b")], false),
    ([CampaignStep(afterDays: 7, message: "a"), CampaignStep(afterDays: 3, message: "b")], false),
    ((1...6).map { CampaignStep(afterDays: $0, message: "a") }, false),
    ([CampaignStep(afterDays: 1, message: String(repeating: "a", count: 301))], false),
  ]

  @Test(arguments: plans.indices)
  func `steps come in order, inside of the campaign's days, and say or give something`(_ row: Int) {
    let (steps, isRight) = Self.plans[row]
    #expect(CampaignStepRule.isRight(steps, windowDays: 30) == isRight)
  }

  @Test func `whenever it is asked, steps only come, and none after an order`() {
    var dice = SeededGenerator(state: 3)
    let start = Date(timeIntervalSince1970: 1_789_953_300)
    for _ in 0..<500 {
      let days = Set((0..<5).map { _ in Int.random(in: 1...80, using: &dice) }).sorted()
      let steps = days.map { CampaignStep(afterDays: $0, message: "a") }
      let ordered = start.addingTimeInterval(Double.random(in: 0...90, using: &dice) * 86_400)
      var last = 0
      for day in 0...90 {
        let now = start.addingTimeInterval(Double(day) * 86_400)
        let count = CampaignStepRule.count(
          of: steps,
          enrolledAt: start,
          orderedAt: ordered > now ? nil : ordered,
          now: now
        )
        #expect(count >= last && count <= days.count { $0 <= day })
        if ordered > now { #expect(count == days.count { $0 <= day }) }
        last = count
      }
      #expect(last == steps.count { start + Double($0.afterDays) * 86_400 <= ordered })
    }
  }

  @Test
  func `messages and coupons follow by the clock, once, and stop with an order or the consent`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    try await tenant.define("later")
    var members: [MemberID] = []
    for index in 0..<3 {
      let member = try await tenant.signIn("1380013710\(index)")
      try await tenant.agree(member, to: .marketing)
      members.append(member)
    }
    let plan = CampaignPlan(
      code: "welcome",
      name: "欢迎",
      message: "你好",
      holdoutPercent: 0,
      steps: [
        CampaignStep(afterDays: 3, message: "三天了"), CampaignStep(afterDays: 7, coupon: "later"),
        CampaignStep(afterDays: 10, message: "十天了", coupon: "later"),
      ]
    )
    try await tenant.transaction {
      try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
    }
    #expect(try await tenant.scope.campaign("welcome")?.plan == plan)
    func messages(_ member: MemberID) async throws -> [String] {
      let known = try #require(await tenant.scope.member(member))
      return try await tenant.scope.campaignMessages(to: known)
    }
    func coupons(_ member: MemberID) async throws -> Int {
      try await tenant.scope.coupons(of: member, onlyUsable: false).count
    }
    func wait(_ days: Double) async throws {
      tenant.wait(days: days)
      for _ in 0..<2 { try await tenant.runJob("membership.run_campaigns") }
    }
    try await wait(0)
    #expect(try await messages(members[0]) == ["你好"])
    try await wait(3)
    #expect(try await messages(members[0]) == ["三天了"])
    #expect(try await coupons(members[0]) == 0)
    try await tenant.pay(10_000, by: members[1])
    try await tenant.families {
      try await $0.withdrawConsent(to: .marketing, by: members[2], in: $2)
    }
    try await wait(4)
    #expect(try await coupons(members[0]) == 1)
    #expect(try await messages(members[0]) == ["三天了"])
    // The job was away for some days: what is due comes at once, each once.
    try await wait(5)
    #expect(try await coupons(members[0]) == 2)
    #expect(try await messages(members[0]) == ["十天了"])
    for member in members[1...] { #expect(try await coupons(member) == 0) }
    #expect(try await messages(members[1]).isEmpty)
    #expect(try await pair.other.scope.campaigns().isEmpty)
  }

  @Test func `a step with a coupon that is not there is refused`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let steps = [CampaignStep(afterDays: 3, coupon: "none")]
    let plan = CampaignPlan(code: "one", name: "一", message: "好", steps: steps)
    let refused = try await valueRefusal {
      try await tenant.transaction {
        try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
      }
    }
    #expect(refused == .campaignInvalid)
    #expect(try await tenant.scope.campaigns().isEmpty)
  }
}
