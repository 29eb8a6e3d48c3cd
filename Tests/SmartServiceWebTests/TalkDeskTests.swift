import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("The desk of customer service", .tenantDatabase([SmartServiceModule.module]))
struct TalkDeskTests {
  @Test func `an angry customer reaches a person, who sees the summary and answers`()
    async throws
  {
    let server = try await ServiceServer()
    let (customer, mei) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine)
    )
    _ = try await customer.submit("/service/messages", ["text": "怎么查积分"])
    _ = try await customer.submit("/service/messages", ["text": "你们太过分了，我要投诉"])
    try await mei.staff("mei", .service, of: server.mine)

    let inbox = try await mei.open("/desk/service")
    #expect(inbox.text.contains("我要投诉") && inbox.text.contains("投诉"))
    let talk = try #require(inbox.id("con_"))
    let sheet = try await mei.open("/desk/service/\(talk)")
    #expect(sheet.text.contains("&gt; 怎么查积分") && sheet.text.contains("最晚"))

    let taken = try await mei.submit("/desk/service/\(talk)/taking")
    #expect(taken.text.contains("mei"))
    _ = try await mei.submit("/desk/service/\(talk)/note", ["text": "老顾客，语气要软"])
    let answered = try await mei.submit(
      "/desk/service/\(talk)/answer",
      ["text": "您好，我是梅，马上帮您处理。"]
    )
    #expect(answered.text.contains("老顾客，语气要软"))
    let seen = try await customer.open("/service")
    #expect(seen.text.contains("我是梅") && seen.text.contains("客服人员"))
    #expect(!seen.text.contains("老顾客"))

    let over = try await mei.submit("/desk/service/\(talk)/resolution")
    #expect(over.text.contains("已结束"))
    #expect(try await customer.open("/service").text.contains("这次对话已结束"))
  }

  @Test func `a ready answer begins the reply in the customer's language`() async throws {
    let server = try await ServiceServer()
    let (customer, mei) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine)
    )
    _ = try await customer.open("/service?lang=en")
    _ = try await customer.submit("/service/person?lang=en")
    try await mei.staff("mei", .service, of: server.mine)
    let talk = try #require(try await mei.open("/desk/service").id("con_"))
    let sheet = try await mei.open("/desk/service/\(talk)")
    #expect(sheet.text.contains("查物流") && !sheet.text.contains("I am looking it up."))
    let begun = try await mei.open("/desk/service/\(talk)?reply=0")
    #expect(begun.text.contains(">I am looking it up.</textarea>"), "\(begun.text)")
    #expect(try await mei.open("/desk/service/\(talk)?reply=7").status == 200)
  }

  @Test func `of two members one has a talk, and the other reads why not`() async throws {
    let server = try await ServiceServer()
    let (customer, mei, li) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.mine)
    )
    _ = try await customer.submit("/service/person")
    try await mei.staff("mei", .service, of: server.mine)
    try await li.staff("li", .service, of: server.mine)
    let talk = try #require(try await mei.open("/desk/service").id("con_"))
    _ = try await mei.submit("/desk/service/\(talk)/taking")
    let late = try await li.submit("/desk/service/\(talk)/taking")
    #expect(late.status == 422 && late.text.contains("mei 正在处理"))
  }

  @Test func `the most urgent stand first, and nobody beside the role or the shop sees them`()
    async throws
  {
    let server = try await ServiceServer()
    for text in ["找人工", "孩子刚把纽扣电池吞了", "我要投诉"] {
      _ = try await Visitor(server.site, at: server.mine).submit(
        "/service/messages",
        ["text": text]
      )
    }
    let mei = Visitor(server.site, at: server.mine)
    #expect(try await mei.open("/desk/service").status == 303)
    try await mei.staff("mei", .service, of: server.mine)
    let inbox = try await mei.open("/desk/service?state=waiting")
    #expect(inbox.shows("纽扣电池", before: "我要投诉"))
    #expect(inbox.shows("我要投诉", before: "找人工"))
    let talk = try #require(inbox.id("con_"))

    let packer = Visitor(server.site, at: server.mine)
    try await packer.staff("bo", .warehouse, of: server.mine)
    #expect(try await packer.open("/desk/service").status == 403)
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("an", .owner, of: server.other)
    #expect(try await neighbour.open("/desk/service/\(talk)").status == 404)
    let forged = try await neighbour.post("/desk/service/\(talk)/answer", ["text": "假的"])
    #expect(forged.status == 404)
    #expect(!(try await neighbour.open("/desk/service").text.contains("纽扣电池")))
  }

  @Test func `knowledge is listed with the state of its review`() async throws {
    let server = try await ServiceServer()
    try await server.publish([honey[0]], for: server.mine)
    try await server.mine.transaction { transaction in
      try await ServiceDesk().writeKnowledge(honey[1], by: .system, in: transaction)
    }
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .service, of: server.mine)
    let all = try await mei.open("/desk/knowledge")
    #expect(all.text.contains("已发布") && all.text.contains("草稿"))
    let drafts = try await mei.open("/desk/knowledge?state=draft")
    #expect(drafts.text.contains("满1岁后可以吃蜂蜜吗") && !drafts.text.contains("1岁以内的宝宝"))
    let entry = try await mei.open("/desk/knowledge/honey-before")
    #expect(entry.text.contains("林医生") && entry.text.contains("CDC 2024"))
    #expect(try await mei.open("/desk/knowledge/nothing").status == 404)
  }
}
