import Foundation
import Membership
import MembershipWeb
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("What members hold, on their pages", .tenantDatabase([MembershipModule.module]))
struct ValuePageTests {
  private func visitor() async throws -> (FamilyServer, Visitor, MemberID) {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    return (server, visitor, try await server.mine.member())
  }

  private func define(_ kind: String, _ tenant: TestTenant, limit: Int64? = 1) async throws {
    var terms = CouponTerms(
      code: kind,
      name: LocalizedText([.zh: "满减券", .en: "Off"]),
      effect: .amount(1_000)
    )
    terms.validDays = 30
    terms.memberLimit = limit
    try await tenant.transaction {
      _ = try await CouponProgram().define(terms, by: .admin("ada"), in: $0)
    }
  }

  @Test func `a paid order shows as growth, as points that wait, and then as points to spend`()
    async throws
  {
    let (server, visitor, member) = try await visitor()
    #expect(try await visitor.open("/family/points").text.contains("再有 500 成长值升到银卡"))
    try await server.mine.pay(30_000, by: member)
    let waiting = try await visitor.open("/family/points")
    #expect(waiting.text.contains("<dt>待生效</dt><dd>300</dd>"))
    #expect(waiting.text.contains("再有 200 成长值升到银卡"))
    #expect(waiting.text.contains("<progress value=\"300\" max=\"500\""))
    server.mine.clock.advance(by: 8 * 86_400)
    try await server.mine.run("membership.settle_points")
    let ready = try await visitor.open("/family/points")
    #expect(ready.text.contains("<dt>可用积分</dt><dd>300</dd>"))
    #expect(ready.text.contains("退货期结束"))
    try await server.mine.pay(30_000, by: member)
    #expect(try await visitor.open("/family").text.contains("银卡"))
  }

  @Test(arguments: [
    (Int64?(8_800), "¥88.00 / 3 个月", true), (nil, "暂不出售", false),
  ])
  func
    `a plan that is bought in the cart costs what the cart takes, and leads there while it is sold`(
      _ price: Int64?,
      _ words: String,
      _ leads: Bool
    ) async throws
  {
    let plan: JSONValue = [
      "code": "plus", "name": ["zh": "加号"], "price": "99.00", "months": 3, "sku": "PLUS-1",
      "product": "plus", "benefits": ["freeShipping": true],
    ]
    var settings = familySettings
    settings["membership"] = [
      "tiers": [
        "growthPerUnit": 1, "levels": [["name": ["zh": "普通"], "reach": 0, "keep": 0]],
        "plans": [plan],
      ]
    ]
    let orders = FamilyOrders(
      known: { _, _ in [] },
      open: { _, _ in "/" },
      exported: { _, _ in [] },
      prices: { codes, _, tenant, _ in
        #expect(codes == ["PLUS-1"])
        return price.map { ["PLUS-1": Money(minorUnits: $0, currency: tenant.currency)] } ?? [:]
      }
    )
    let server = try await FamilyServer(orders: orders, settings: settings)
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let page = try await visitor.open("/family/points")
    #expect(page.text.contains(words) && !page.text.contains("99.00"), "\(page.text)")
    #expect(page.text.contains("/products/plus\"") == leads)
  }

  @Test func `a reward is bought once, however often the form is sent`() async throws {
    let (server, visitor, member) = try await visitor()
    let points = try #require(try ValueProgram(server.mine.snapshot).points)
    try await server.mine.transaction { transaction in
      try await points.grant(100, to: member, key: "gift", in: transaction)
      let bib = PointsReward(code: "bib", name: LocalizedText([.zh: "围嘴"]), points: 60)
      try await points.define(bib, by: .admin("ada"), in: transaction)
    }
    #expect(try await visitor.open("/family/points").text.contains("围嘴"))
    for _ in 0..<2 {
      let sent = try await visitor.submit(
        "/family/rewards",
        ["reward": "bib", "idempotency_key": "the same key, sent twice"]
      )
      #expect(sent.status == 200, "\(sent.text)")
    }
    #expect(try await server.mine.scope.pointsBalance(of: member).available == 40)
    let poor = try await visitor.submit("/family/rewards", ["reward": "bib"])
    #expect(poor.status == 422 && poor.text.contains("积分不够"))
  }

  @Test func `a coupon is claimed from the list or by its code, within its limits`() async throws {
    let (server, visitor, member) = try await visitor()
    try await define("summer", server.mine)
    #expect(try await visitor.open("/family/coupons").text.contains("满减券"))
    let mine = try await visitor.submit("/family/coupons", ["kind": "summer"])
    #expect(mine.status == 200 && mine.text.contains("减 ¥10"))
    #expect(try await visitor.submit("/family/coupons", ["kind": "summer"]).status == 422)
    let unknown = try await visitor.submit("/family/coupons", ["code": "NOPE"])
    #expect(unknown.status == 422 && unknown.text.contains("没有这个兑换码"))
    let held = try await server.mine.scope.coupons(of: member, onlyUsable: true)
    #expect(held.count == 1)
  }

  @Test func `a coupon and points are chosen for the next order, and let be again`() async throws {
    let (server, visitor, member) = try await visitor()
    try await define("summer", server.mine)
    _ = try await visitor.submit("/family/coupons", ["kind": "summer"])
    let points = try #require(try ValueProgram(server.mine.snapshot).points)
    try await server.mine.transaction {
      try await points.grant(900, to: member, key: "gift", in: $0)
    }
    let coupon = try #require(
      try await server.mine.scope.coupons(of: member, onlyUsable: true).first
    )
    func chosen() async throws -> CheckoutChoice {
      try await server.mine.scope.checkoutChoice(on: visitor.sessionID(at: server.mine))
    }
    let taken = try await visitor.submit(
      "/family/next-order",
      ["coupon": coupon.id.description]
    )
    #expect(taken.text.contains("下一单使用") && taken.text.contains("先不用"))
    #expect(try await visitor.open("/family/points").text.contains("100 积分抵 ¥1"))
    _ = try await visitor.submit("/family/next-order", ["points": "500"])
    #expect(try await chosen() == CheckoutChoice(coupon: coupon.id, points: 500))
    _ = try await visitor.submit("/family/next-order", ["points": "0"])
    _ = try await visitor.submit("/family/next-order", [:])
    #expect(try await chosen() == CheckoutChoice())
    let wrong = try await visitor.submit("/family/next-order", ["coupon": "cpn_nobody"])
    #expect(wrong.status == 422)
  }

  @Test func `a friend who comes by the link is a referral, and one's own code is none`()
    async throws
  {
    let (server, visitor, member) = try await visitor()
    let page = try await visitor.submit("/family/invite/code")
    let code = try #require(try await server.mine.scope.referralCode(of: member))
    #expect(page.text.contains("/family/sign-in?invite=\(code)"))
    let own = try await visitor.submit("/family/invite/acceptance", ["code": code])
    #expect(own.status == 422 && own.text.contains("不能使用自己的邀请码"))

    let friend = Visitor(server.site, at: server.mine)
    #expect(try await friend.open("/family/sign-in?invite=\(code)").field("invite") == code)
    try await friend.signIn(server, "13900139000", invite: code)
    let invited = try await server.mine.scope.referrals(by: member)
    #expect(invited.map(\.invitee) == [try await server.mine.member("+8613900139000")])
    let shown = try await visitor.open("/family/invite")
    #expect(shown.text.contains("等待首单") && !shown.text.contains("1390013"))
  }

  @Test func `a box is skipped, put off, swapped, moved, paused and cancelled`() async throws {
    let (server, visitor, member) = try await visitor()
    let child = try await visitor.addChild()
    let page = try await visitor.submit(
      "/family/boxes",
      [
        "plan": "growth", "day": "2026-09-23", "child": child, "address": "杭州市河坊街 1 号",
      ]
    )
    let box = try #require(page.id("sub_"), "\(page.text)")
    try await server.mine.run("membership.advance_boxes")
    let path = "/family/boxes/\(box)"
    func cycle() async throws -> SubscriptionCycle {
      let id = try #require(SubscriptionID(box))
      return try #require(try await server.mine.scope.subscriptionCycles(of: id).first)
    }
    #expect(try await visitor.open("/family/boxes").text.contains("2026-09-23"))
    #expect(try await cycle().state == .planned)
    try await visitor.submit("\(path)/wishes", ["wish": "postpone", "days": "5"])
    #expect(try await cycle().due.date.description == "2026-09-28")
    try await visitor.submit("\(path)/wishes", ["wish": "swap", "contents": "weaning-kit"])
    #expect(try await cycle().box == "weaning-kit")
    try await visitor.submit("\(path)/address", ["address": "杭州市河坊街 2 号"])
    #expect(try await visitor.open("/family/boxes").text.contains("杭州市河坊街 2 号"))
    try await visitor.submit("\(path)/wishes", ["wish": "skip"])
    #expect(try await cycle().state == .skipped)
    let twice = try await visitor.submit("\(path)/wishes", ["wish": "skip"])
    #expect(twice.status == 422 && twice.text.contains("现在不能这样改"))
    try await visitor.submit("\(path)/wishes", ["wish": "pause"])
    #expect(try await visitor.open("/family/boxes").text.contains("已暂停"))
    try await visitor.submit("\(path)/wishes", ["wish": "resume"])
    try await visitor.submit("\(path)/cancellation", ["reason": "moved"])
    let over = try await server.mine.scope.subscriptions(of: member)
    #expect(over.map(\.state) == [.cancelled] && over.first?.cancelReason == "moved")

    let stranger = Visitor(server.site, at: server.mine)
    try await stranger.signIn(server, "13900139000")
    for (name, fields) in [
      ("wishes", ["wish": "resume"]), ("address", ["address": "x"]), ("cancellation", [:]),
    ] as [(String, KeyValuePairs<String, String>)] {
      #expect(try await stranger.post("\(path)/\(name)", fields).status == 404, "\(name)")
    }
    let taken = try await stranger.submit(
      "/family/boxes",
      ["plan": "growth", "day": "2026-09-23", "child": child, "address": "x"]
    )
    #expect(taken.status == 404, "a box for somebody else's child")
  }
}

extension ValuePageTests {
  @Test func `whoever has everything deleted is charged for no box any more`() async throws {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    let member = try await server.mine.member()
    _ = try await visitor.submit(
      "/family/boxes",
      ["plan": "growth", "day": "2026-09-23", "address": "杭州市河坊街 1 号"]
    )
    #expect(try await server.mine.scope.subscriptions(of: member).map(\.state) == [.active])
    #expect(try await visitor.post("/family/erasure", ["confirm": "yes"]).status == 303)
    #expect(try await server.mine.scope.subscriptions(of: member).map(\.state) == [.cancelled])
  }
}
