import Membership
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Every family route as another tenant", .tenantDatabase([MembershipModule.module]))
struct FamilyRouteIsolationTests {
  /// A family of the first merchant, signed in, and a member of staff there.
  private struct Family {
    let server: FamilyServer
    let owner: Visitor
    let member: MemberID
    let child: String
    let box: String
    let referral: String

    static let markers = ["毛豆", "林晓", "河坊街", "138****8000", "ada的店"]

    init() async throws {
      server = try await FamilyServer()
      owner = Visitor(server.site, at: server.mine)
      try await owner.signIn(server)
      member = try await server.mine.member()
      child = try await owner.addChild("毛豆")
      _ = try await owner.submit("/family/name", ["name": "林晓"])
      let boxes = try await owner.submit(
        "/family/boxes",
        ["plan": "growth", "day": "2026-09-23", "address": "杭州市河坊街 1 号"]
      )
      box = try #require(boxes.id("sub_"))
      _ = try await owner.submit("/family/invite/code")
      let code = try #require(try await server.mine.scope.referralCode(of: member))
      try await Visitor(server.site, at: server.mine).signIn(server, "13900139000", invite: code)
      let invited = try await server.mine.scope.referrals(by: member)
      referral = try #require(invited.first).id.description
      let survey = SurveyPlan(
        code: "walk",
        title: "林晓的问卷",
        after: .joining(days: 0),
        questions: [SurveyQuestion(.words, "好吗？")]
      )
      try await server.mine.transaction {
        try await SurveyProgram().start(survey, by: .staff("mei"), in: $0)
      }
      try await owner.staff("mei", .owner, of: server.mine)
    }

    func ask(_ route: Route, as visitor: Visitor) async throws -> TestReply {
      let path = route.path.replacing("{member}", with: member.description)
        .replacing("{child}", with: child).replacing("{box}", with: box)
        .replacing("{referral}", with: referral).replacing("{campaign}", with: "none").replacing(
          "{survey}",
          with: "walk"
        )
        .replacing("{group}", with: "none")
        .replacing("{settlement}", with: ProviderSettlementID.make(in: .live).description)
      #expect(!path.contains("{"), "the walk has no value for a parameter of \(route.path)")
      guard route.isWriting else { return try await visitor.open(path) }
      return try await visitor.submit(
        path,
        [
          "birth": "2026-03-11", "due": "2026-03-12", "nickname": "别人", "day": "2026-09-10",
          "weight": "7.7", "dose": "HepB:1", "topic": "vaccination:HepB:2", "answer": "done",
          "confirm": "yes", "consent": guardianText, "purpose": "marketing",
          "decision": "given", "version": guardianText, "name": "别人", "reward": "bib",
          "kind": "none", "code": "NONE", "plan": "growth", "wish": "pause", "address": "别处",
          "reason": "moved", "points": "7", "tag": "别人", "phone": "13700137000",
        ]
      )
    }
  }

  @Test func `no answer at the neighbour's shop holds anything of mine, and nothing changes`()
    async throws
  {
    let family = try await Family()
    let intruder = Visitor(family.server.site, at: family.server.other, withCookiesOf: family.owner)
    for route in family.server.site.module.routes {
      let answer = try await family.ask(route, as: intruder)
      for marker in Family.markers {
        #expect(!answer.text.contains(marker), "\(route.operation) shows \(marker)")
      }
      #expect(answer.status < 500, "\(route.operation)")
    }
    let mine = family.server.mine
    let member = try #require(try await mine.scope.member(family.member))
    #expect(member.displayName == "林晓" && member.erasedAt == nil)
    let children = try await mine.scope.children(of: member)
    #expect(children.map(\.nickname) == ["毛豆"] && children.first?.quietSince == nil)
    #expect(children.first?.dates.birth?.description == "2026-03-10")
    #expect(try await mine.scope.growthEntries(of: children[0].id).isEmpty)
    #expect(try await mine.scope.tags(of: member).isEmpty)
    #expect(try await mine.scope.pointsBalance(of: family.member).total == 0)
    #expect(try await mine.scope.subscriptions(of: family.member).map(\.state) == [.active])
    let referral = try #require(ReferralID(family.referral))
    #expect(try await mine.scope.referral(referral)?.state == .invited)
  }

  /// Without this the other could pass because the walk asks for nothing.
  @Test func `the same walk at my own shop shows what is mine`() async throws {
    let family = try await Family()
    var showing: Set<String> = []
    for route in family.server.site.module.routes where !route.isWriting {
      let answer = try await family.ask(route, as: family.owner)
      #expect(answer.status == 200 || route.path.hasPrefix("/api"), "\(route.operation)")
      if Family.markers.contains(where: answer.text.contains) { showing.insert(route.operation) }
    }
    #expect(
      showing.isSuperset(of: [
        "showFamily", "showChild", "showBoxes", "showPrivacy", "listDeskMembers", "showDeskMember",
      ])
    )
  }
}
