import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Members at the desk", .tenantDatabase([MembershipModule.module]))
struct MembershipDeskTests {
  private func family() async throws -> (FamilyServer, Visitor, MemberID) {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    return (server, visitor, try await server.mine.member())
  }

  @Test func `a member is found by number, by tag and by the stage of a child`() async throws {
    let (server, visitor, member) = try await family()
    _ = try await visitor.addChild("毛豆")
    _ = try await visitor.submit("/family/name", ["name": "林晓"])
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("mei", .owner, of: server.mine)
    let sheet = "/desk/members/\(member)"
    let second = Visitor(server.site, at: server.mine)
    try await second.signIn(server, "13700137000")
    for (query, count) in [("", 2), ("?q=13800138000", 1), ("?q=13900139000", 0)] {
      let list = try await staff.open("/desk/members\(query)")
      #expect(list.text.contains("（\(count)）"), "\(query)")
    }
    #expect(try await staff.open("/desk/members?q=13800138000").text.contains("林晓"))
    #expect(try await !staff.open("/desk/members?q=13900139000").text.contains("林晓"))
    for part in ["8000", "138%200013", "%E6%9E%97", "%E6%99%93"] {
      #expect(try await staff.open("/desk/members?q=\(part)").text.contains("林晓"), "\(part)")
    }
    // Three digits would show half of the shop's members.
    for part in ["000", "%E5%BC%A0", "%25"] {
      #expect(try await !staff.open("/desk/members?q=\(part)").text.contains("林晓"), "\(part)")
    }
    let tagged = try await staff.submit("\(sheet)/tags", ["tag": "老客"])
    #expect(tagged.status == 200 && tagged.text.contains("老客"))
    #expect(try await staff.open("/desk/members?q=%E8%80%81%E5%AE%A2").text.contains("林晓"))
    #expect(try await staff.open("/desk/members?q=%E8%80%81").text.contains("林晓"))
    try await server.mine.run("membership.turn_stages")
    #expect(try await staff.open("/desk/members?stage=weaning").text.contains("林晓"))
    #expect(try await !staff.open("/desk/members?stage=toddler").text.contains("林晓"))
    try await staff.submit("\(sheet)/tags", ["tag": "老客", "remove": "yes"])
    #expect(try await !staff.open(sheet).text.contains("老客"))
  }

  @Test func `a sheet shows stages and masks numbers, and nothing of a child's health`()
    async throws
  {
    let (server, visitor, member) = try await family()
    let child = try await visitor.addChild("毛豆")
    try await visitor.submit(
      "/family/children/\(child)/growth",
      ["day": "2026-09-10", "weight": "7.3"]
    )
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("mei", .owner, of: server.mine)
    let sheet = try await staff.open("/desk/members/\(member)")
    #expect(sheet.text.contains("辅食期") && sheet.text.contains("138****8000"))
    for hidden in ["毛豆", "7.3", "2026-03-10", "13800138000"] {
      #expect(!sheet.text.contains(hidden), "\(hidden)")
    }
  }

  @Test func `points are given with a reason, once, by those who may`() async throws {
    let (server, _, member) = try await family()
    let path = "/desk/members/\(member)/points"
    let service = Visitor(server.site, at: server.mine)
    try await service.staff("li", .service, of: server.mine)
    #expect(try await service.post(path, ["points": "10", "reason": "x"]).status == 403)
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    #expect(try await owner.post(path, ["points": "10", "reason": ""]).status == 422)
    #expect(try await owner.post(path, ["points": "0", "reason": "生日"]).status == 422)
    for _ in 0..<2 {
      let sent = try await owner.submit(
        path,
        ["points": "88", "reason": "生日", "idempotency_key": "one gift for one birthday"]
      )
      #expect(sent.status == 200, "\(sent.text)")
    }
    #expect(try await server.mine.scope.pointsBalance(of: member).available == 88)
    let trail = try await server.mine.scope.auditEntries(of: member.description)
    #expect(trail.filter { $0.action == "membership.points_granted" }.count == 1)
    let nobody = "/desk/members/\(MemberID.make(in: .live))/points"
    #expect(try await owner.post(nobody, ["points": "1", "reason": "x"]).status == 404)
  }

  @Test func `a flagged referral waits at the desk until a person decides`() async throws {
    let (server, visitor, member) = try await family()
    _ = try await visitor.submit("/family/invite/code")
    let code = try #require(try await server.mine.scope.referralCode(of: member))
    let friend = Visitor(server.site, at: server.mine)
    try await friend.signIn(server, "13900139000", invite: code)
    let invitee = try await server.mine.member("+8613900139000")
    let program = try #require(try ValueProgram(server.mine.snapshot).referrals)
    let digest = Array(repeating: UInt8(1), count: 16)
    try await server.mine.transaction { transaction in
      for both in [member, invitee] {
        try await program.see(.device, digest, of: both, in: transaction)
      }
    }
    try await server.mine.pay(20_000, by: invitee)
    server.mine.clock.advance(by: 8 * 86_400)
    try await server.mine.run("membership.decide_referrals")

    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    #expect(try await owner.open("/desk").text.contains("待审核的邀请"))
    let list = try await owner.open("/desk/referrals")
    let referral = try #require(list.id("rfl_"), "\(list.text)")
    let sheet = try await owner.open("/desk/referrals/\(referral)")
    #expect(sheet.text.contains("同一设备"))
    let service = Visitor(server.site, at: server.mine)
    try await service.staff("li", .service, of: server.mine)
    #expect(try await service.post("/desk/referrals/\(referral)/reward", [:]).status == 403)
    try await owner.submit("/desk/referrals/\(referral)/reward")
    let id = try #require(ReferralID(referral))
    #expect(try await server.mine.scope.referral(id)?.state == .rewarded)
    let again = try await owner.submit("/desk/referrals/\(referral)/reward")
    #expect(again.status == 422)
    #expect(try await server.mine.scope.pointsBalance(of: member).available == 500)
  }

  @Test func `who signs out and in again as a friend is seen on one device; a friend is not`()
    async throws
  {
    let (server, visitor, member) = try await family()
    _ = try await visitor.submit("/family/invite/code")
    let code = try #require(try await server.mine.scope.referralCode(of: member))
    #expect(try await visitor.post("/family/sign-out", [:]).status == 303)
    try await visitor.signIn(server, "13900139001", invite: code)
    let friend = Visitor(server.site, at: server.mine)
    try await friend.signIn(server, "13900139002", invite: code)
    for number in ["+8613900139001", "+8613900139002"] {
      try await server.mine.pay(20_000, by: try await server.mine.member(number))
    }
    server.mine.clock.advance(by: 8 * 86_400)
    try await server.mine.run("membership.decide_referrals")
    let flagged = try await server.mine.scope.referrals(in: .flagged)
    #expect(flagged.map(\.invitee) == [try await server.mine.member("+8613900139001")])
    let rewarded = try await server.mine.scope.referrals(in: .rewarded)
    #expect(rewarded.map(\.invitee) == [try await server.mine.member("+8613900139002")])
    let decisions = try await server.mine.scope.referralDecisions(on: flagged[0].id)
    #expect(decisions.last?.reasons == ["same_device"])
  }

  @Test func `figures say what members pay, how long they stay and what they think`() async throws {
    let (server, visitor, member) = try await family()
    let child = try await visitor.addChild()
    try await server.mine.pay(20_000, by: member)
    server.mine.clock.advance(by: 40 * 86_400)
    try await server.mine.pay(10_000, by: member)
    try await visitor.signIn(server)
    let subscribed = try await visitor.submit(
      "/family/boxes",
      ["plan": "growth", "day": "2026-11-02", "child": child, "address": "杭州市河坊街 1 号"]
    )
    let box = try #require(subscribed.id("sub_"), "\(subscribed.status): \(subscribed.text)")
    server.mine.clock.advance(by: 30 * 86_400)
    try await visitor.signIn(server)
    _ = try await visitor.submit("/family/boxes/\(box)/cancellation", ["reason": "too_dear"])
    #expect(try await visitor.open("/family").text.contains("/family/feedback"))
    let answered = try await visitor.submit(
      "/family/feedback/answer",
      ["score": "3", "reason_price": "yes", "comment": "有点贵 <b>"]
    )
    #expect(answered.status == 200 && answered.text.contains("有点贵 &lt;b&gt;"))
    #expect(try await !visitor.open("/family").text.contains("/family/feedback"))
    #expect(try await visitor.submit("/family/feedback/answer", ["score": "11"]).status == 422)

    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let page = try await owner.open("/desk/figures")
    for words in ["2026-09", "100 %", "有点贵 &lt;b&gt;", "-100", "价格高", "Kaplan"] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(page.text.contains("<svg") && !page.text.contains("138****8000"))
    let opened = try await owner.submit(
      "/desk/figures/themes",
      ["title": "价格", "source": "survey", "note": "一位"]
    )
    #expect(opened.status == 200)
    let theme = try #require(try await server.mine.scope.feedbackThemes().first)
    try await owner.submit(
      "/desk/figures/answers",
      ["theme": theme.id.description, "release": "2027.1"]
    )
    #expect(try await owner.open("/desk/figures").text.contains("2027.1"))
    let stranger = Visitor(server.site, at: server.other)
    try await stranger.staff("mei", .owner, of: server.other)
    let others = try await stranger.open("/desk/figures")
    #expect(others.status == 200 && !others.text.contains("有点贵") && !others.text.contains("2027.1"))
  }

  @Test func `a campaign shows its size before it starts, reaches who agreed, and is ended`()
    async throws
  {
    let (server, visitor, _) = try await family()
    try await visitor.submit(
      "/family/consents",
      ["purpose": "marketing", "decision": "given", "version": guardianText]
    )
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let sized = try await owner.submit(
      "/desk/campaigns/segment",
      ["habit": "never", "level": "0", "joined": "30"]
    )
    #expect(sized.text.contains("<dt>人群人数</dt><dd>1</dd>"), "\(sized.text)")
    #expect(sized.text.contains("<dt>同意接收优惠</dt><dd>1</dd>"))
    #expect(sized.text.contains("<input type=\"hidden\" name=\"habit\" value=\"never\">"))
    #expect(sized.text.contains("<input type=\"hidden\" name=\"joined\" value=\"30\">"))
    let refused = try await owner.submit("/desk/campaigns/new", ["code": "x", "name": "一"])
    #expect(refused.status == 422)
    let started = try await owner.submit(
      "/desk/campaigns/new",
      [
        "code": "first", "name": "首单", "message": "欢迎来下第一单", "holdout": "0", "habit": "never",
        "joined": "30", "sends": "yes",
      ]
    )
    #expect(started.text.contains("首单") && started.text.contains("进行中"))
    #expect(started.text.contains("<dt>已发消息</dt><dd>0</dd>"))
    let plan = try #require(try await server.mine.scope.campaign("first")?.plan)
    #expect(plan.sends && plan.segment == MemberSegment(habit: .never, joinedDays: 30))
    try await server.mine.run("membership.run_campaigns")
    #expect(try await visitor.open("/family").text.contains("欢迎来下第一单"))
    try await owner.submit("/desk/campaigns/first/end")
    #expect(try await !visitor.open("/family").text.contains("欢迎来下第一单"))
    let stranger = Visitor(server.site, at: server.other)
    try await stranger.staff("mei", .owner, of: server.other)
    #expect(try await !stranger.open("/desk/campaigns").text.contains("首单"))
    #expect(try await stranger.submit("/desk/campaigns/first/end").status != 200)
  }

  @Test func `a pack is opened by the family, used at the desk, and becomes the next at the birth`()
    async throws
  {
    let (server, visitor, member) = try await family()
    let home = try await visitor.submit(
      "/family/pregnancies",
      ["due": "2026-10-01", "count": "1", "consent": guardianText]
    )
    let child = try #require(home.id("chd_"))
    let bag = try await visitor.submit("/family/children/\(child)/bag", ["bag_papers": "yes"])
    #expect(
      bag.text.contains("已备好 1/20")
        && bag.text.contains("name=\"bag_papers\" value=\"yes\" checked")
    )
    #expect(try await visitor.submit("/family/packs", ["pack": "parenting"]).status != 200)
    for _ in 0..<2 {
      let opened = try await visitor.submit("/family/packs", ["pack": "pregnancy", "child": child])
      #expect(opened.text.contains("剩 2/2 次"))
    }
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let sheet = "/desk/members/\(member)"
    let pack = try #require(try await owner.open(sheet).id("pck_"))
    for _ in 0..<2 {
      try await owner.submit(
        "\(sheet)/services",
        ["service": "\(pack) midwife", "appointment": "A-1"]
      )
    }
    #expect(try await visitor.open("/family/packs").text.contains("剩 1/2 次"))
    try await visitor.submit(
      "/family/children/\(child)/birth",
      ["birth": "2026-09-20", "sex": "female"]
    )
    let packs = try await visitor.open("/family/packs")
    #expect(packs.text.contains("剩 4/4 次") && packs.text.contains("已结束"))
    let late = try await owner.submit(
      "\(sheet)/services",
      ["service": "\(pack) midwife", "appointment": "A-2"]
    )
    #expect(late.status == 422 && late.text.contains("不包含此项"))
  }

  @Test func `a survey is asked of who has just joined, and what they answer stands at the desk`()
    async throws
  {
    let server = try await FamilyServer()
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let refused = try await owner.submit(
      "/desk/surveys/new",
      ["title": "包装", "code": "pack", "occasion": "stage", "words1": "哪种？", "kind1": "words"]
    )
    #expect(refused.status == 422, "a stage is named")
    let started = try await owner.submit(
      "/desk/surveys/new",
      [
        "title": "包装", "code": "pack", "occasion": "joining", "days": "0", "words1": "哪种？",
        "kind1": "choice", "options1": "盒装 | 袋装", "words2": "还有什么？", "kind2": "words",
      ]
    )
    #expect(started.status == 200 && started.text.contains("盒装"), "\(started.text)")
    server.mine.clock.advance(by: 60)
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    #expect(try await visitor.open("/family").text.contains("/family/surveys/pack"))
    let path = "/family/surveys/pack"
    #expect(try await visitor.submit("\(path)/answers", ["answer1": "7"]).status == 422)
    let thanks = try await visitor.submit("\(path)/answers", ["answer1": "1", "answer2": "轻一点"])
    #expect(thanks.status == 200 && thanks.text.contains("轻一点"))
    #expect(try await !visitor.open("/family").text.contains(path))
    let report = try await owner.open("/desk/surveys").text
    #expect(report.contains("轻一点") && report.contains("<td class=\"is-number\">1</td>"))
    #expect(try await owner.submit("/desk/surveys/pack/end").text.contains("包装"))
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("mei", .owner, of: server.other)
    #expect(try await !neighbour.open("/desk/surveys").text.contains("轻一点"))
    #expect(try await neighbour.submit("/desk/surveys/pack/end").status == 404)
  }

  @Test func `a group is kept at the desk, and its keeper talks with whom a campaign reaches`()
    async throws
  {
    let (server, visitor, member) = try await family()
    try await visitor.submit(
      "/family/consents",
      ["purpose": "marketing", "decision": "given", "version": guardianText]
    )
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let wrong = try await owner.submit(
      "/desk/contacts/groups",
      ["code": "X", "name": "一", "kind": "wechat", "keeper": "mei"]
    )
    #expect(wrong.status == 422)
    let kept = try await owner.submit(
      "/desk/contacts/groups",
      ["code": "mums", "name": "宝妈群", "kind": "wechat", "keeper": "mei"]
    )
    #expect(kept.status == 200 && kept.text.contains("宝妈群"), "\(kept.text)")
    let sheet = try await owner.submit("/desk/members/\(member)/groups", ["group": "mums"])
    #expect(sheet.text.contains("移出宝妈群"), "\(sheet.text)")
    let started = try await owner.submit(
      "/desk/campaigns/new",
      [
        "code": "talk", "name": "回访", "message": "问问近况", "holdout": "0", "group": "mums",
        "asks": "yes",
      ]
    )
    #expect(started.status == 200)
    try await server.mine.run("membership.run_campaigns")
    let tasks = try await owner.open("/desk/contacts")
    #expect(tasks.text.contains("回访") && tasks.text.contains("问问近况"), "\(tasks.text)")
    #expect(!tasks.text.contains("13800138000"), "numbers are masked")
    let done = try await owner.submit("/desk/contacts/tasks/talk/\(member)", ["outcome": "reached"])
    #expect(done.status == 200 && !done.text.contains("问问近况"))
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("mei", .owner, of: server.other)
    #expect(try await !neighbour.open("/desk/contacts").text.contains("宝妈群"))
    let foreign = try await neighbour.submit(
      "/desk/contacts/tasks/talk/\(member)",
      ["outcome": "reached"]
    )
    #expect(foreign.status == 404)
    #expect(try await owner.submit("/desk/contacts/groups/mums/close").status == 200)
  }

  @Test func `what a provider is owed is settled and paid at the desk, once`() async throws {
    let (server, _, member) = try await family()
    let program = try #require(PackProgram(of: server.mine.snapshot))
    try await server.mine.transaction { transaction in
      let pack = try await program.open("parenting", for: member, key: "a", in: transaction)
      for key in ["1", "2"] {
        try await program.use(
          "course",
          of: pack,
          by: member,
          key: key,
          noted: .staff("mei"),
          in: transaction
        )
      }
    }
    server.mine.clock.advance(by: 20 * 86_400)
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let page = try await owner.open("/desk/providers")
    #expect(page.text.contains("暖芽课堂") && page.text.contains("¥60.00"), "\(page.text)")
    for _ in 0..<2 {
      let settled = try await owner.submit("/desk/providers/settlements", ["provider": "暖芽课堂"])
      #expect(settled.status == 200 && settled.text.contains("与暖芽课堂的结算"))
    }
    let id = try #require(try await owner.open("/desk/providers").id("stl_"))
    let payment = "/desk/providers/settlements/\(id)/payment"
    let paid = try await owner.submit(payment, ["reference": "TR-1"])
    #expect(paid.text.contains("TR-1") && !paid.text.contains("name=\"reference\""))
    let none = ProviderSettlementID.make(in: .live)
    let wrong = "/desk/providers/settlements/\(none)/payment"
    #expect(try await owner.submit(wrong, ["reference": "TR-2"]).status == 404)
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("mei", .owner, of: server.other)
    #expect(try await !neighbour.open("/desk/providers").text.contains("暖芽课堂"))
    #expect(try await neighbour.submit(payment, ["reference": "TR-3"]).status == 404)
  }

  @Test func `a child without advice does not hide the plan of eating of another`() async throws {
    let (server, visitor, _) = try await family()
    var ids: Set<String> = []
    for due in ["2026-09-22", "2027-01-20"] {
      let home = try await visitor.submit(
        "/family/pregnancies",
        ["due": due, "count": "1", "consent": guardianText]
      )
      let parent = try #require(try await server.mine.scope.member(server.mine.member()))
      let known = try await server.mine.scope.children(of: parent).map(\.id.description)
      let new = try #require(known.first { !ids.contains($0) }, "\(home.text)")
      ids.insert(new)
      try await visitor.submit("/family/packs", ["pack": "pregnancy", "child": new])
    }
    let advice = "居民膳食指南"
    #expect(try await visitor.open("/family/packs").text.contains(advice))
    // The first is past 42 weeks without a birth told, and her pack is still open.
    server.mine.clock.advance(by: 20 * 86_400)
    let late = try await visitor.open("/family/packs").text
    #expect(late.contains(advice), "\(late)")
  }

  @Test
  func `paid membership is noted at the desk, and free returns only by the returns themselves`()
    async throws
  {
    let (server, _, member) = try await family()
    try await server.mine.pay(60_000, by: member)
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let sheet = "/desk/members/\(member)"
    #expect(try await owner.open(sheet).text.contains("专属客服"))
    for _ in 0..<2 {
      let noted = try await owner.submit("\(sheet)/plans", ["plan": "plus", "reference": "T-1"])
      #expect(noted.status == 200 && noted.text.contains("提前购买（小时）"))
    }
    let known = try #require(await server.mine.scope.member(member))
    #expect(try await server.mine.scope.paidTerms(of: known).count == 1)
    let page = try await owner.open(sheet)
    #expect(page.text.contains("0/1") && !page.text.contains("free-returns"))
    let used = try await owner.post("\(sheet)/free-returns", ["order": "260900000001"])
    #expect(used.status == 404 || used.status == 405)
    #expect(try await owner.open(sheet).text.contains("0/1"))
  }

  @Test func `boxes to come and unpaid ones stand in lists of their own`() async throws {
    let (server, visitor, _) = try await family()
    _ = try await visitor.submit(
      "/family/boxes",
      ["plan": "growth", "day": "2026-09-22", "address": "杭州市河坊街 1 号"]
    )
    try await server.mine.run("membership.advance_boxes")
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    let due = try await owner.open("/desk/boxes")
    #expect(due.text.contains("newborn-kit") && due.text.contains("不会生成订单"))
    for state in ["dunning", "past_due"] {
      let list = try await owner.open("/desk/boxes?state=\(state)")
      #expect(list.status == 200 && !list.text.contains("newborn-kit"))
    }
  }

  /// Every route of the desk, as every role: those without the permission are refused.
  @Test(arguments: StaffRole.allCases)
  func `every action is refused without the permission`(role: StaffRole) async throws {
    let (server, _, member) = try await family()
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("somebody", role, of: server.mine)
    for route in server.site.module.routes {
      guard case .staff(let permission) = route.permission else { continue }
      let path = route.path.replacing("{member}", with: member.description)
        .replacing("{referral}", with: ReferralID.make(in: .live).description)
        .replacing("{campaign}", with: "none").replacing("{survey}", with: "walk")
        .replacing("{group}", with: "none")
        .replacing("{settlement}", with: ProviderSettlementID.make(in: .live).description)
      let answer =
        route.isWriting ? try await staff.post(path, [:]) : try await staff.open(path)
      #expect(
        (answer.status == 403) == !role.may(permission),
        "\(role) \(route.operation) \(answer.status)"
      )
    }
  }
}
