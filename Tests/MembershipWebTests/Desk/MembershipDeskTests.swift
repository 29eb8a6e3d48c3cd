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

  @Test func `boxes to come and unpaid ones stand in lists of their own`() async throws {
    let (server, visitor, _) = try await family()
    _ = try await visitor.submit(
      "/family/boxes",
      ["plan": "growth", "day": "2026-09-22", "address": "杭州市河坊街 1 号"]
    )
    try await server.mine.run("membership.advance_boxes")
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("mei", .owner, of: server.mine)
    #expect(try await owner.open("/desk/boxes").text.contains("newborn-kit"))
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
      let answer =
        route.isWriting ? try await staff.post(path, [:]) : try await staff.open(path)
      #expect(
        (answer.status == 403) == !role.may(permission),
        "\(role) \(route.operation) \(answer.status)"
      )
    }
  }
}
