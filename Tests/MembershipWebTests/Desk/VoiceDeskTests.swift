import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Voices at the desk", .tenantDatabase([MembershipModule.module]))
struct VoiceDeskTests {
  @Test func `a talk and a sign of friction are tied to the theme that a release answers`()
    async throws
  {
    let server = try await FamilyServer()
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("mei", .owner, of: server.mine)
    #expect(try await staff.open("/desk/voices").text.contains("还没有访谈记录"))
    _ = try await staff.submit("/desk/figures/themes", ["title": "盒子太大", "source": "interview"])
    let theme = try #require(try await server.mine.scope.feedbackThemes().first).id
    let noted = try await staff.submit(
      "/desk/voices/interviews",
      [
        "person": "门店顾客", "day": "2026-09-20", "consent": "口头同意", "note": "<b>太大了</b>",
        "theme_\(theme)": "yes",
      ]
    )
    #expect(noted.status == 200 && noted.text.contains("&lt;b&gt;太大了"), "\(noted.text)")
    #expect(noted.text.contains("口头同意") && noted.text.contains("mei"))
    let without = try await staff.submit(
      "/desk/voices/interviews",
      ["person": "顾客", "day": "2026-09-20", "note": "没有同意"]
    )
    #expect(without.status == 422)
    let tied = try await staff.submit(
      "/desk/voices/ties",
      ["sign": "skipped_box growth:newborn-kit", "theme": theme.description]
    )
    #expect(tied.status == 200 && tied.text.contains("跳过礼盒 · growth:newborn-kit: 0"))
    _ = try await staff.submit(
      "/desk/figures/answers",
      ["theme": theme.description, "release": "2026.10"]
    )
    let answered = try await staff.open("/desk/voices").text
    #expect(answered.contains("2026.10") && answered.contains("newborn-kit: 0 → 0"))
    let talk = try #require(try await server.mine.scope.interviews().first)
    let removed = try await staff.submit(
      "/desk/voices/interviews/removal",
      ["interview": talk.id.description]
    )
    #expect(removed.status == 200 && !removed.text.contains("太大了"))
  }

  @Test func `who may not see members reads figures and no talk`() async throws {
    let server = try await FamilyServer()
    let day = CalendarDate(server.mine.clock.now, in: server.mine.snapshot.timeZone)
    try await server.mine.transaction {
      try await InterviewNotes().note(
        InterviewDraft(person: "顾客", day: day, consent: "同意", note: "私下的话"),
        by: "mei",
        for: server.mine.snapshot,
        in: $0
      )
    }
    let finance = Visitor(server.site, at: server.mine)
    try await finance.staff("li", .finance, of: server.mine)
    let page = try await finance.open("/desk/voices")
    #expect(page.status == 200 && !page.text.contains("私下的话"))
    #expect(try await finance.post("/desk/voices/interviews", ["note": "x"]).status == 403)
  }
}
