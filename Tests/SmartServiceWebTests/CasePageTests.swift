import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Cases at the desk", .tenantDatabase([SmartServiceModule.module]))
struct CasePageTests {
  @Test func `a complaint becomes a case, and a higher role is called when it lies`() async throws {
    let server = try await ServiceServer()
    let (customer, mei, boss) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.mine)
    )
    _ = try await customer.submit("/service/messages", ["text": "你们太过分了，我要投诉"])
    try await mei.staff("mei", .service, of: server.mine)
    let talk = try #require(try await mei.open("/desk/service").id("con_"))
    let sheet = try await mei.open("/desk/service/\(talk)")
    #expect(sheet.text.contains("从这次对话建立工单"))
    let form = try await mei.open("/desk/cases?talk=\(talk)")
    #expect(form.field("talk") == talk)
    let opened = try await mei.submit(
      "/desk/cases",
      ["kind": "complaint", "subject": "包装破了", "reference": "2026-1", "talk": talk]
    )
    let id = try #require(opened.id("cas_"))
    let path = "/desk/cases/\(id)"
    #expect(opened.text.contains("已受理") && opened.text.contains("最晚"), "\(opened.text)")
    let moved = try await mei.submit("\(path)/moves", ["state": "checking", "note": "在查监控"])
    #expect(moved.text.contains("核实中") && moved.text.contains("在查监控"))
    let wrong = try await mei.post("\(path)/moves", ["state": "received"])
    #expect(wrong.status == 422 && wrong.text.contains("不能到那一步"))
    let empty = try await mei.post("/desk/cases", ["kind": "recall"])
    #expect(empty.status == 422)

    server.mine.clock.advance(by: 3 * 86_400)
    try await server.mine.work(SmartServiceModule.module) { _ in true }
    try await boss.staff("boss", .manager, of: server.mine)
    #expect(try await boss.open("/desk").text.contains("升级给我的工单"))
    let late = try await boss.open("/desk/cases?state=late")
    #expect(late.text.contains("包装破了") && late.text.contains("已升级给"))
    let over = try await boss.submit("\(path)/moves", ["state": "answered", "note": "已补发"])
    #expect(over.text.contains("已答复") && over.text.contains("超时升级"))
    #expect(!(try await boss.open("/desk/cases").text.contains("包装破了")))
    #expect(try await boss.open("/desk/cases?state=closed").text.contains("包装破了"))
  }

  @Test func `nobody beside the role or the shop sees a case`() async throws {
    let server = try await ServiceServer()
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .service, of: server.mine)
    let opened = try await mei.submit("/desk/cases", ["kind": "recall", "subject": "批次 L2026"])
    let id = try #require(opened.id("cas_"))
    // The first state of a recall is the manager's.
    let refused = try await mei.post("/desk/cases/\(id)/moves", ["state": "stopped"])
    #expect(refused.status == 422 && refused.text.contains("更高的职位"))
    let packer = Visitor(server.site, at: server.mine)
    try await packer.staff("bo", .warehouse, of: server.mine)
    #expect(try await packer.open("/desk/cases").status == 403)
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("an", .owner, of: server.other)
    #expect(try await neighbour.open("/desk/cases/\(id)").status == 404)
    let forged = try await neighbour.post("/desk/cases/\(id)/moves", ["state": "stopped"])
    #expect(forged.status == 404)
    #expect(!(try await neighbour.open("/desk/cases").text.contains("批次 L2026")))
  }
}
