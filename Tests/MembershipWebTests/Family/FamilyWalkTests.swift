import Foundation
import HTTPTypes
import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("A family's pages", .tenantDatabase([MembershipModule.module]))
struct FamilyWalkTests {
  private func visitor() async throws -> (FamilyServer, Visitor) {
    let server = try await FamilyServer()
    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    return (server, visitor)
  }

  @Test func `from pregnancy to birth nobody types a stage`() async throws {
    let (server, visitor) = try await visitor()
    let home = try await visitor.submit(
      "/family/pregnancies",
      ["due": "2026-12-28", "count": "2", "consent": guardianText]
    )
    #expect(home.text.contains("孕中期") && home.text.contains("26 周 0 天"))
    let member = try await server.mine.member()
    #expect(try await server.mine.children(of: member).count == 2)
    let child = try #require(home.id("chd_"))
    for _ in 0..<4 {
      server.mine.clock.advance(by: 20 * 86_400)
      try await visitor.submit("/family/name", ["name": "林晓"])
    }
    let early = try await visitor.submit(
      "/family/children/\(child)/birth",
      ["birth": "2026-12-01", "nickname": "圆圆", "sex": "male"]
    )
    #expect(early.text.contains("圆圆") && early.text.contains("新生儿"))
    #expect(try await visitor.open("/family").text.contains("孕晚期"), "the twin is not born yet")
  }

  @Test func `without a guardian's consent nothing of a child is kept`() async throws {
    let (server, visitor) = try await visitor()
    for consent in ["", "2020-01"] {
      let answer = try await visitor.submit(
        "/family/children",
        ["nickname": "团团", "birth": "2026-03-10", "consent": consent]
      )
      #expect(answer.status == 422 && answer.text.contains("需要监护人勾选同意"))
    }
    let member = try await server.mine.member()
    #expect(try await server.mine.children(of: member).isEmpty)
  }

  @Test(arguments: [
    ("2026-09-22", "出生日期不能晚于今天"), ("2026-02-29", "没有这一天"), ("2001-01-01", "已满 18 岁"),
    ("next week", "没有这一天"),
  ])
  func `an impossible birthday says why`(day: String, words: String) async throws {
    let (_, visitor) = try await visitor()
    let answer = try await visitor.submit(
      "/family/children",
      ["birth": day, "consent": guardianText]
    )
    #expect(answer.status == 422 && answer.text.contains(words))
  }

  @Test func `measurements stand on the chart and in a table with their percentile`()
    async throws
  {
    let (server, visitor) = try await visitor()
    let child = try await visitor.addChild()
    for (day, weight, length) in [("2026-06-10", "5.9", "60.2"), ("2026-09-10", "7.3", "65.7")] {
      try await visitor.submit(
        "/family/children/\(child)/growth",
        ["day": day, "weight": weight, "length": length, "posture": "lying", "head": ""]
      )
    }
    let page = try await visitor.open("/family/children/\(child)")
    #expect(page.text.contains("<svg") && page.text.contains("<circle"))
    // A girl of six months: the median of the WHO's table is 7.3136 kg, so 7.3 kg is just below.
    #expect(page.text.contains("<th scope=\"row\">2026-09-10</th><td>7.3</td><td>65.7</td>"))
    #expect(page.text.contains("<td>P49</td>"))
    #expect(page.text.contains("<desc id=\"growth-desc\">2026-09-10：P49</desc>"))
    #expect(page.text.contains("<option value=\"lying\" selected>"))
    // Born in the calendar year before last, and not yet two years old.
    let toddler = try await visitor.addChild("年年", born: "2024-12-31")
    #expect(
      try await visitor.open("/family/children/\(toddler)").text
        .contains("<option value=\"lying\" selected>")
    )
    let older = try await visitor.addChild("岁岁", born: "2024-09-20")
    #expect(
      try await visitor.open("/family/children/\(older)").text
        .contains("<option value=\"standing\" selected>")
    )
    let wrong = try await visitor.submit(
      "/family/children/\(child)/growth",
      ["day": "2026-09-10", "weight": "7300"]
    )
    #expect(wrong.status == 422 && wrong.text.contains("测量值或日期不对"))
    let odd = try await visitor.submit(
      "/family/children/\(child)/growth",
      ["day": "2026-09-10", "weight": "seven"]
    )
    #expect(odd.status == 422)
    let id = try #require(ChildID(child))
    let days = try await server.mine.scope.growthEntries(of: id).map(\.day)
    let gone = try await visitor.submit(
      "/family/children/\(child)/growth",
      ["day": days[0].description, "remove": "yes"]
    )
    #expect(gone.status == 200)
    #expect(try await server.mine.scope.growthEntries(of: id).map(\.day) == Array(days.dropFirst()))
  }

  @Test func `a milestone is noted, corrected, and stands beside the ages of most children`()
    async throws
  {
    let (_, visitor) = try await visitor()
    let child = try await visitor.addChild()
    let path = "/family/children/\(child)/milestones"
    for day in ["2026-08-30", "2026-09-01"] {
      let page = try await visitor.submit(path, ["milestone": "sitting", "day": day])
      #expect(page.text.contains("3.8–9.2 个月</td><td>\(day)</td>"))
    }
    let early = try await visitor.submit(path, ["milestone": "sitting", "day": "2026-03-09"])
    #expect(early.status == 422 && early.text.contains("日期要在出生之后"))
    let unknown = try await visitor.submit(path, ["milestone": "flying", "day": "2026-09-01"])
    #expect(unknown.status == 422)
  }

  @Test func `a dose that was given moves on in the calendar, and can be taken back`()
    async throws
  {
    let (server, visitor) = try await visitor()
    let child = try await visitor.addChild()
    let path = "/family/children/\(child)/doses"
    let page = try await visitor.submit(path, ["dose": "HepB:1", "day": "2026-03-10"])
    #expect(page.text.contains("已接种"))
    let id = try #require(ChildID(child))
    #expect(try await server.mine.scope.givenDoses(of: id).map(\.vaccine) == ["HepB"])
    try await visitor.submit(path, ["dose": "HepB:1"])
    #expect(try await server.mine.scope.givenDoses(of: id).isEmpty)
    let future = try await visitor.submit(path, ["dose": "HepB:1", "day": "2027-03-10"])
    #expect(future.status == 422 && future.text.contains("接种日期要在出生之后"))
  }

  @Test func `reminders begin with consent, are answered, and end with it`() async throws {
    let (server, visitor) = try await visitor()
    let child = try await visitor.addChild(born: "2026-08-20")
    let id = try #require(ChildID(child))
    let page = "/family/children/\(child)"
    #expect(try await visitor.open(page).text.contains("去同意"))
    let agree: KeyValuePairs = [
      "purpose": "reminders", "decision": "given", "version": guardianText,
    ]
    try await visitor.submit("/family/consents", agree)
    let reminders = try await server.mine.scope.reminders(of: id)
    let first = try #require(reminders.first { $0.state == .planned })
    let words = "3 天后再提醒"
    #expect(try await !visitor.open(page).text.contains(words), "it comes later anyway")
    let clock = server.mine.clock
    clock.advance(by: first.sendAt.timeIntervalSince(clock.now) + 60)
    #expect(try await visitor.open(page).text.contains(words))
    let answer = try await visitor.submit(
      "\(page)/reminders",
      ["topic": first.topic, "answer": "later"]
    )
    #expect(answer.status == 200)
    let later = try await server.mine.scope.reminders(of: id).first { $0.topic == first.topic }
    #expect(try #require(later).sendAt > first.sendAt)
    try await visitor.submit("\(page)/reminders", ["topic": first.topic, "answer": "done"])
    let done = try await server.mine.scope.reminders(of: id).first { $0.topic == first.topic }
    #expect(done?.state == .done)
    try await visitor.submit(
      "/family/consents",
      ["purpose": "reminders", "decision": "withdrawn"]
    )
    let left = try await server.mine.scope.reminders(of: id)
    #expect(!left.contains { $0.state == .planned })
    #expect(try await visitor.open("/family/privacy").text.contains("撤回"))
  }

  @Test func `one quiet action hides a child everywhere, and nothing asks why`() async throws {
    let (_, visitor) = try await visitor()
    let home = try await visitor.submit(
      "/family/pregnancies",
      ["due": "2026-12-28", "count": "1", "consent": guardianText]
    )
    let child = try #require(home.id("chd_"))
    let quiet = try await visitor.submit("/family/children/\(child)/quiet")
    #expect(quiet.status == 200 && quiet.text.contains("我们不会再提起"))
    #expect(!quiet.text.contains("周") && !quiet.text.contains("预产期"))
    let after = try await visitor.open("/family")
    #expect(!after.text.contains("孕中期") && !after.text.contains("26 周"))
    for page in [quiet, after] {
      #expect(!page.text.contains("期待中的宝宝") && page.text.contains("安静的档案"))
    }
    let heard = try await visitor.submit("/family/children/\(child)/heard")
    #expect(heard.text.contains("孕中期"))
  }

  @Test func `everything can be taken along, and everything goes`() async throws {
    let (server, visitor) = try await visitor()
    let child = try await visitor.addChild("毛豆")
    let copy = try await visitor.post("/family/export", [:])
    #expect(copy.status == 200 && copy.headers[.contentType] == "application/json")
    #expect(copy.headers[.contentDisposition]?.contains("attachment") == true)
    #expect(copy.headers[.cacheControl] == "no-store")
    #expect(copy.text.contains("毛豆") && copy.text.contains("+8613800138000"))

    let unsure = try await visitor.submit("/family/children/\(child)/removal")
    #expect(unsure.status == 422)
    let gone = try await visitor.submit("/family/children/\(child)/removal", ["confirm": "yes"])
    #expect(gone.status == 200 && !gone.text.contains("毛豆"))

    let member = try await server.mine.member()
    #expect(try await visitor.submit("/family/erasure").status == 422)
    let erased = try await visitor.post("/family/erasure", ["confirm": "yes"])
    #expect(erased.status == 303)
    #expect(try await visitor.open("/family").status == 303)
    #expect(try await server.mine.scope.member(member)?.erasedAt != nil)
    #expect(try await server.mine.scope.memberBehind(.phone, "+8613800138000") == nil)
  }

  @Test func `another member of the same shop reaches nothing of the family`() async throws {
    let (server, visitor) = try await visitor()
    let child = try await visitor.addChild("毛豆")
    let stranger = Visitor(server.site, at: server.mine)
    try await stranger.signIn(server, "13900139000")
    #expect(try await stranger.open("/family/children/\(child)").status == 404)
    for (name, fields) in [
      ("birth", ["birth": "2026-03-11"]), ("due", ["due": "2026-03-11"]),
      ("growth", ["day": "2026-09-10", "weight": "7"]),
      ("doses", ["dose": "HepB:1", "day": "2026-03-10"]),
      ("reminders", ["topic": "vaccination:HepB:1", "answer": "done"]), ("quiet", [:]),
      ("heard", [:]), ("removal", ["confirm": "yes"]),
    ] as [(String, KeyValuePairs<String, String>)] {
      let answer = try await stranger.post("/family/children/\(child)/\(name)", fields)
      #expect(answer.status == 404, "\(name)")
    }
    let mine = try await server.mine.children(of: try await server.mine.member())
    #expect(mine.map(\.nickname) == ["毛豆"] && mine.first?.quietSince == nil)
    #expect(try await server.mine.scope.growthEntries(of: mine[0].id).isEmpty)
    #expect(try await server.mine.scope.givenDoses(of: mine[0].id).isEmpty)
  }
}
