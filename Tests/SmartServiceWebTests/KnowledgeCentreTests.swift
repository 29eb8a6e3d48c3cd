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

    // A film and goods of an entry, and how often they were used.
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .service, of: server.mine)
    let sheet = "/desk/knowledge/honey-before"
    let bad = try await mei.post("\(sheet)/video", ["url": "http://films.example/1"])
    #expect(bad.status == 422 && bad.text.contains("https://"), "\(bad.text)")
    _ = try await mei.submit("\(sheet)/video", ["url": "https://films.example/1"])
    _ = try await mei.submit(
      "\(sheet)/live",
      ["url": "https://films.example/2", "at": "2026-12-24T20:00"]
    )
    let kept = try await mei.submit("\(sheet)/goods", ["skus": "CUP-1，CUP-2"])
    #expect(kept.text.contains("CUP-1, CUP-2") && kept.text.contains("films.example/2"))
    let film = try await reader.open("/service/knowledge/honey-before")
    #expect(film.text.contains("href=\"https://films.example/1\"") && film.text.contains("看视频"))
    #expect(film.text.contains("看直播") && film.text.contains("data-read"))
    for kind in ["article", "video", "video"] {
      let told = try await reader.post("/service/knowledge/honey-before/uses", ["kind": kind])
      #expect(told.status == 303)
    }
    #expect(
      try await reader.post("/service/knowledge/honey-before/uses", ["kind": "x"]).status >= 400
    )
    let table = try await mei.open("/desk/content?days=7")
    #expect(table.text.contains("1岁以内的宝宝能吃蜂蜜吗") && table.text.contains("is-number\">2</td>"))
    #expect(try await server.mine.scope.contentFigures(days: 7).map(\.plays) == [2])
    _ = try await mei.submit("\(sheet)/video", ["url": ""])
    #expect(!(try await reader.open("/service/knowledge/honey-before").text.contains("看视频")))

    let neighbour = Visitor(server.site, at: server.other)
    #expect(try await neighbour.open("/service/knowledge/honey-before").status == 404)
    #expect(!(try await neighbour.open("/service/knowledge").text.contains("蜂蜜吗")))
  }
}
