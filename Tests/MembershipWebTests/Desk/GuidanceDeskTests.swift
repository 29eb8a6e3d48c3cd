import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Guidance of boxes on pages", .tenantDatabase([MembershipModule.module]))
struct GuidanceDeskTests {
  @Test func `what the desk writes stands with the box of the child's age, signed or not`()
    async throws
  {
    let server = try await FamilyServer()
    let staff = Visitor(server.site, at: server.mine)
    try await staff.staff("mei", .owner, of: server.mine)
    #expect(try await staff.open("/desk/guidance").text.contains("还没有指导内容"))
    let text = "## 要点\n- 满 **6 月龄**添加辅食\n- <script>alert(1)</script>\n\n[WHO](https://www.who.int/)"
    for (months, title) in [("0", "只喂奶"), ("6", "添辅食")] {
      let kept = try await staff.submit(
        "/desk/guidance/texts",
        [
          "plan": "growth", "months": months, "language": "zh", "title": title, "text": text,
          "source": "WHO 2023",
        ]
      )
      #expect(kept.status == 200 && kept.text.contains(title), "\(kept.text)")
    }
    let form = try await staff.open("/desk/guidance?of=growth:6:zh")
    #expect(form.text.contains("value=\"添辅食\""))
    let nameless = try await staff.submit(
      "/desk/guidance/texts",
      ["plan": "growth", "months": "6", "language": "zh", "title": "无", "text": "x"]
    )
    #expect(nameless.status == 422)

    let visitor = Visitor(server.site, at: server.mine)
    try await visitor.signIn(server)
    // Half a year old two days after.
    let child = try await visitor.addChild("毛豆", born: "2026-03-23")
    _ = try await visitor.submit(
      "/family/boxes",
      ["plan": "growth", "day": "2026-09-23", "child": child, "address": "河坊街 1 号"]
    )
    try await server.mine.run("membership.advance_boxes")
    let page = try await visitor.open("/family/boxes").text
    #expect(page.contains("添辅食") && !page.contains("只喂奶"))
    #expect(page.contains("<h3>要点</h3><ul><li>满 <strong>6 月龄</strong>添加辅食</li>"))
    #expect(page.contains("&lt;script&gt;") && !page.contains("<script>alert"))
    #expect(page.contains("<a href=\"https://www.who.int/\" rel=\"noopener noreferrer\">WHO</a>"))
    #expect(page.contains("WHO 2023") && page.contains("尚无专业人士审签"))

    _ = try await staff.submit(
      "/desk/guidance/texts",
      [
        "plan": "growth", "months": "6", "language": "zh", "title": "添辅食", "text": text,
        "source": "WHO 2023", "reviewer": "王医生",
      ]
    )
    let signed = try await visitor.open("/family/boxes").text
    #expect(signed.contains("王医生") && !signed.contains("尚无专业人士审签"))
    // Nothing is said about a child of whom the family does not want to hear.
    _ = try await visitor.submit("/family/children/\(child)/quiet")
    #expect(try await !visitor.open("/family/boxes").text.contains("添辅食"))
    let gone = try await staff.submit(
      "/desk/guidance/removal",
      ["plan": "growth", "months": "0", "language": "zh"]
    )
    #expect(gone.status == 200 && !gone.text.contains("只喂奶"))
  }

  @Test func `who may not change insight reads and does not write`() async throws {
    let server = try await FamilyServer()
    let service = Visitor(server.site, at: server.mine)
    try await service.staff("li", .service, of: server.mine)
    let page = try await service.open("/desk/guidance")
    #expect(page.status == 200 && !page.text.contains("/desk/guidance/texts"))
    #expect(try await service.post("/desk/guidance/texts", ["plan": "growth"]).status == 403)
  }
}
