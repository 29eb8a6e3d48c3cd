import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("The knowledge centre", .tenantDatabase([SmartServiceModule.module]))
struct KnowledgeCentreTests {
  @Test func `parents read by age, by topic and by words, with source and reviewer`() async throws {
    let server = try await ServiceServer()
    var (before, after) = (honey[0], honey[1])
    (before.topic, after.topic) = ("feeding", "goods")
    try await server.publish([before, after], for: server.mine)
    try await server.mine.transaction { transaction in
      let draft = KnowledgeDraft(slug: "draft", question: "没审核的", answer: "A", source: "S")
      try await ServiceDesk().writeKnowledge(draft, by: .system, in: transaction)
    }
    let reader = Visitor(server.site, at: server.mine)
    let all = try await reader.open("/service/knowledge")
    #expect(all.status == 200 && all.text.contains("1岁以内的宝宝能吃蜂蜜吗"), "\(all.text)")
    #expect(all.text.contains("满1岁后可以吃蜂蜜吗") && !all.text.contains("没审核的"))
    let young = try await reader.open("/service/knowledge?stage=month3")
    #expect(young.text.contains("1岁以内的宝宝") && !young.text.contains("满1岁后可以吃"))
    let goods = try await reader.open("/service/knowledge?topic=goods")
    #expect(!goods.text.contains("1岁以内的宝宝") && goods.text.contains("满1岁后可以吃"))
    let found = try await reader.open("/service/knowledge?q=%E8%9C%82%E8%9C%9C")
    #expect(found.text.contains("/service/knowledge/honey-before"))

    let entry = try await reader.open("/service/knowledge/honey-before")
    #expect(entry.text.contains("1岁以内不能吃任何蜂蜜。") && entry.text.contains("CDC 2024"))
    #expect(entry.text.contains("林医生") && entry.text.contains("不是诊断"))
    #expect(try await reader.open("/service/knowledge/draft").status == 404)
    #expect(try await reader.open("/service/knowledge?stage=never").status >= 400)

    let neighbour = Visitor(server.site, at: server.other)
    #expect(try await neighbour.open("/service/knowledge/honey-before").status == 404)
    #expect(!(try await neighbour.open("/service/knowledge").text.contains("蜂蜜吗")))
  }
}
