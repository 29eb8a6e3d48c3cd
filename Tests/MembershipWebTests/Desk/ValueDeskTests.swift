import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Budgets, services and channels at the desk", .tenantDatabase([MembershipModule.module]))
struct ValueDeskTests {
  private func settings(_ change: (inout [String: JSONValue]) -> Void) -> [String: JSONValue] {
    guard case .object(var all)? = familySettings["membership"] else { return [:] }
    change(&all)
    return ["membership": .object(all)]
  }

  @Test func `the desk says what referrals took, and nobody is promised a reward that is spent`()
    async throws
  {
    let server = try await FamilyServer(
      settings: settings { all in
        all["referral"] = [
          "inviter": ["points": 500], "invitee": ["points": 200],
          "budget": ["referrals": 1, "money": "50.00", "each": "30.00"],
        ]
      }
    )
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let member = try await server.mine.member()
    let page = try await visitor.submit("/family/invite/code")
    #expect(page.text.contains("双方都有奖励") && page.text.contains("用完即止"))
    let code = try #require(try await server.mine.scope.referralCode(of: member))
    for phone in ["13900139000", "13900139001"] {
      let friend = Visitor(server.site, at: server.mine)
      try await friend.signIn(server, phone, invite: code)
      try await server.mine.pay(20_000, by: try await server.mine.member("+86\(phone)"))
    }
    server.mine.clock.advance(by: 8 * 86_400)
    try await server.mine.run("membership.decide_referrals")
    let spent = try await visitor.open("/family/invite").text
    #expect(spent.contains("奖励预算目前已用完") && !spent.contains("双方都有奖励"))
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("mei", .owner, of: server.mine)
    let desk = try await staff.open("/desk/referral-budget").text
    #expect(desk.contains("<dd>1 / 1</dd>") && desk.contains("¥30.00 / ¥50.00"), "\(desk)")
    #expect(desk.contains("已用完"))
    let refused = try #require(try await server.mine.scope.referrals(in: .refused).first)
    let sheet = try await staff.open("/desk/referrals/\(refused.id)").text
    #expect(sheet.contains("奖励预算已用完"))
  }

  @Test func `services stand in a catalogue, with their member, on her page and in the API`()
    async throws
  {
    let server = try await FamilyServer(
      settings: settings { all in
        all["services"] = [
          [
            "code": "talk", "name": ["zh": "辅食咨询"], "stages": ["weaning"], "level": 1,
            "yearly": 2,
          ]
        ]
      }
    )
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    _ = try await visitor.addChild("毛豆")
    let member = try await server.mine.member()
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("mei", .owner, of: server.mine)
    let catalogue = try await staff.open("/desk/services").text
    for words in ["辅食咨询", "辅食期", "银卡（每年 2 次）", "助产士", "科学育儿包（3 次）"] {
      #expect(catalogue.contains(words), "\(words)")
    }
    #expect(try await visitor.open("/family/points").text.contains("等级、付费会员和服务包都不含"))
    let sheet = "/desk/members/\(member)"
    let early = try await staff.submit(
      "\(sheet)/entitled-uses",
      ["service": "talk", "appointment": "A-1"]
    )
    #expect(early.status == 422)
    let tiers = try #require(try ValueProgram(server.mine.snapshot).tiers)
    try await server.mine.transaction {
      try await tiers.grant(level: 1, to: member, by: .staff("mei"), in: $0)
    }
    for _ in 0..<2 {
      let used = try await staff.submit(
        "\(sheet)/entitled-uses",
        ["service": "talk", "appointment": "A-1"]
      )
      #expect(used.status == 200 && used.text.contains("还可用 1 次"), "\(used.text)")
    }
    #expect(try await visitor.open("/family/points").text.contains("还可用 1 次"))
    let api = try JSONValue(json: try await visitor.open("/api/v1/family/services").text)
    guard case .array(let items)? = api["items"] else {
      Issue.record("\(api)")
      return
    }
    let talk = try #require(items.first { $0["service"] == "talk" })
    #expect(talk["allowed"] == true && talk["remaining"] == 1 && talk["reason"] == "tier")
    let asked = try await staff.open("/desk/campaigns").text
    #expect(asked.contains("name=\"step1_service\""))
  }

  @Test func `the desk says that no partner is bound until an account is named`() async throws {
    let bare = try await FamilyServer()
    let staff = Visitor(bare.site, at: bare.mine)
    try await staff.staff("mei", .owner, of: bare.mine)
    let page = try await staff.open("/desk/contacts").text
    #expect(page.contains("未配置：没有合作方") && !page.contains("已配置账号"))
    let server = try await FamilyServer(
      settings: settings { all in
        all["messages"] = ["wecom": ["corpID": "corp", "secret": "env:WECOM", "sender": "mei"]]
      }
    )
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let group: KeyValuePairs<String, String> = [
      "code": "mums", "name": "妈妈群", "kind": "wecom", "keeper": "zhangsan", "chat": "wrOgQ1",
    ]
    let kept = try await owner.submit("/desk/contacts/groups", group)
    #expect(kept.text.contains("已配置账号") && kept.text.contains("发到群里"), "\(kept.text)")
    let told = try await owner.submit(
      "/desk/contacts/messages",
      ["group": "mums", "text": "周六有活动"]
    )
    #expect(told.status == 200 && told.text.contains("周六有活动"))
    #expect(told.text.contains("待发送"))
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let member = try await server.mine.member()
    let linked = try await owner.submit("/desk/members/\(member)/wecom", ["person": "wmAbcdef1"])
    #expect(linked.text.contains("wm****") && !linked.text.contains("wmAbcdef1"))
  }
}
