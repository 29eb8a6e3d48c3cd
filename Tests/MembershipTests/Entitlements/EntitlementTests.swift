import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// Three tiers and a plan, a pack, and services by stage, tier, plan and pack.
private let settings: [String: JSONValue] = {
  guard case .object(var all)? = valueSettings["membership"] else { return [:] }
  all["packs"] = [
    [
      "code": "parenting", "name": ["zh": "育儿包"], "months": 12,
      "services": [
        ["code": "talk", "name": ["zh": "辅食咨询"], "times": 1],
        ["code": "midwife", "name": ["zh": "助产士"], "times": 2],
      ],
    ]
  ]
  all["services"] = [
    [
      "code": "talk", "name": ["zh": "辅食咨询"], "stages": ["weaning"], "level": 1,
      "plans": ["plus"], "yearly": 2,
    ],
    ["code": "library", "name": ["zh": "绘本"]],
  ]
  return ["membership": .object(all)]
}()

extension TestTenant {
  fileprivate func may(_ member: MemberID, _ service: String) async throws -> Entitlement {
    try await Entitlements(of: snapshot).may(member, use: service, in: scope)
  }

  @discardableResult
  fileprivate func use(_ service: String, _ member: MemberID, _ key: String) async throws -> Bool {
    let services = try Entitlements(of: snapshot)
    return try await transaction {
      try await services.use(service, of: member, key: key, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func grant(_ level: Int, to member: MemberID) async throws {
    let tiers = try #require(try values.tiers)
    try await transaction {
      try await tiers.grant(level: level, to: member, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func openPack(for member: MemberID) async throws {
    let packs = try #require(PackProgram(of: snapshot))
    _ = try await transaction {
      try await packs.open("parenting", for: member, key: "p", in: $0)
    }
  }
}

@Suite("Entitlements", .tenantDatabase([MembershipModule.module]))
struct EntitlementTests {
  @Test func `one answer joins stage, tier, plan and pack`() async throws {
    let offered = try Entitlements(of: try await familyPair(settings).mine.snapshot).offered
    #expect(
      offered.map(\.code) == [
        "free_return", "free_shipping", "dedicated_agent", "early_access", "talk", "library",
        "midwife",
      ]
    )
    let talk = try #require(offered.first { $0.code == "talk" })
    let day = Date(timeIntervalSince1970: 1_800_000_000)
    let pack = EntitlementFacts.PackLeft(
      pack: ServicePackID(uuid: UUID()),
      service: "talk",
      left: 1,
      endsAt: day,
      holds: true
    )
    func facts(_ change: (inout EntitlementFacts) -> Void) -> EntitlementFacts {
      var facts = EntitlementFacts(yearEnd: day.addingTimeInterval(9))
      facts.stages = [.weaning]
      change(&facts)
      return facts
    }
    let rows: [(EntitlementFacts, Entitlement.Reason, Int?, Date?)] = [
      (facts { $0.stages = [.toddler] }, .otherStage, 0, nil),
      (facts { _ in }, .notIncluded, 0, nil),
      (facts { $0.level = 2 }, .tier, 2, day.addingTimeInterval(9)),
      (
        facts {
          $0.level = 1
          $0.levelUntil = day
          $0.used = ["talk": 1]
        }, .tier, 1, day
      ),
      (
        facts { $0.plans = [.init(plan: "plus", until: day, holds: true)] }, .plan, 2, day
      ),
      (facts { $0.plans = [.init(plan: "plus", until: day, holds: false)] }, .ended, 0, nil),
      (facts { $0.packs = [pack] }, .pack, 1, day),
      (
        facts {
          $0.level = 1
          $0.packs = [pack]
        }, .tier, 3, day.addingTimeInterval(9)
      ),
      (
        facts {
          $0.level = 1
          $0.used = ["talk": 2]
          $0.packs = [pack]
        }, .pack, 1, day
      ),
      (
        facts {
          $0.level = 1
          $0.used = ["talk": 2]
        }, .usedUp, 0, nil
      ),
    ]
    for (facts, reason, remaining, until) in rows {
      let answer = EntitlementRule.answer(to: talk, facts)
      #expect(answer.reason == reason && answer.remaining == remaining, "\(answer)")
      #expect(answer.until == until, "\(answer)")
    }
    let library = try #require(offered.first { $0.code == "library" })
    let open = EntitlementRule.answer(to: library, facts { $0.stages = [] })
    #expect(open.isAllowed && open.reason == .everybody && open.remaining == nil)
  }

  @Test func `the year's number is used first, then the pack, and a new year begins anew`()
    async throws
  {
    let pair = try await familyPair(settings)
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-10", member)
    #expect(try await tenant.may(member, "talk").reason == .notIncluded)
    #expect(try await tenant.may(member, "none").reason == .unknown)
    let none = try await valueRefusal { try await tenant.use("talk", member, "a") }
    #expect(none == .benefitNotIncluded)
    try await tenant.grant(1, to: member)
    try await tenant.openPack(for: member)
    #expect(try await tenant.may(member, "talk").remaining == 3)
    #expect(try await tenant.use("talk", member, "a"))
    #expect(try await !tenant.use("talk", member, "a"))
    #expect(try await tenant.use("talk", member, "b"))
    #expect(try await tenant.may(member, "talk").reason == .pack)
    #expect(try await tenant.use("talk", member, "c"))
    #expect(try await !tenant.use("talk", member, "c"))
    #expect(try await tenant.may(member, "talk").reason == .usedUp)
    #expect(try await valueRefusal { try await tenant.use("talk", member, "d") } == .benefitUsedUp)
    #expect(try await tenant.use("library", member, "x"))

    tenant.clock.advance(by: 102 * 86_400)
    // Nine months old, in January.
    #expect(try await tenant.may(member, "talk").remaining == 2)
    try await tenant.families { families, _, transaction in
      try await families.fallSilent(about: child.id, of: member, in: transaction)
    }
    #expect(try await tenant.may(member, "talk").reason == .otherStage)
    let stranger = try await refusal { _ = try await pair.other.may(member, "talk") }
    #expect(stranger?.code == .memberNotFound)
  }

  @Test func `many at once use no more than there is`() async throws {
    let tenant = try await familyPair(settings).mine
    let member = try await tenant.signIn()
    _ = try await tenant.child("2026-03-10", member)
    try await tenant.grant(1, to: member)
    try await tenant.openPack(for: member)
    let used = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
      for number in 0..<16 {
        group.addTask {
          do {
            return try await tenant.use("talk", member, "\(number)")
          } catch let refusal as ValueRefusal where refusal.code == .benefitUsedUp {
            return false
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(used == 3)
    #expect(try await tenant.may(member, "talk").reason == .usedUp)
  }

  @Test func `a step that speaks of a service waits until the member may use it`() async throws {
    let tenant = try await familyPair(settings).mine
    let id = try await tenant.signIn()
    _ = try await tenant.child("2026-03-10", id)
    try await tenant.agree(id, to: .marketing)
    let program = CampaignProgram(services: try Entitlements(of: tenant.snapshot))
    var plan = CampaignPlan(
      code: "talk",
      name: "咨询",
      message: "好",
      holdoutPercent: 0,
      steps: [
        CampaignStep(afterDays: 1, message: "来聊辅食", service: "talk"),
        CampaignStep(afterDays: 2, message: "还有"),
      ]
    )
    plan.steps[0].service = "none"
    let unknown = try await valueRefusal {
      try await tenant.transaction { try await program.start(plan, by: .staff("mei"), in: $0) }
    }
    #expect(unknown == .campaignInvalid)
    plan.steps[0].service = "talk"
    let good = plan
    try await tenant.transaction { try await program.start(good, by: .staff("mei"), in: $0) }
    #expect(try await tenant.scope.campaigns().first?.plan.steps == plan.steps)
    try await tenant.run("membership.run_campaigns")
    tenant.clock.advance(by: 3 * 86_400)
    try await tenant.run("membership.run_campaigns")
    let member = try #require(await tenant.scope.member(id))
    #expect(try await tenant.scope.campaignMessages(to: member) == ["好"])
    try await tenant.grant(1, to: id)
    try await tenant.run("membership.run_campaigns")
    #expect(try await tenant.scope.campaignMessages(to: member) == ["还有"])
  }

  @Test(
    arguments: [
      (["code": "talk", "name": ["zh": "x"], "level": 9], "level"),
      (["code": "free_return", "name": ["zh": "x"]], "code"),
      (["code": "Talk!", "name": ["zh": "x"]], "code"),
      (["code": "talk", "name": ["zh": "x"], "yearly": 0], "yearly"),
      (["code": "talk", "name": ["zh": "x"], "plans": ["none"]], "0"),
      (["code": "talk", "name": ["zh": "x"], "stages": ["old"]], "0"),
    ] as [(JSONValue, String)]
  )
  func `a service that names what there is not is refused`(_ service: JSONValue, _ key: String)
    async throws
  {
    guard case .object(var all)? = settings["membership"] else { return }
    all["services"] = [service]
    do {
      _ = try await familyPair(["membership": .object(all)])
      Issue.record("nothing was thrown")
    } catch let problems as SettingsProblems {
      #expect(problems.problems.map(\.path.last) == [key])
    }
  }
}
