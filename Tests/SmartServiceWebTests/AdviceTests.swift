import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Asking by age and signs", .tenantDatabase([SmartServiceModule.module]))
struct AdviceTests {
  private let constipation = KnowledgeDraft(
    slug: "constipation",
    question: "宝宝便秘怎么办？",
    similar: ["宝宝好几天没拉大便", "便秘了怎么办"],
    answer: "先看大便的软硬。",
    minAgeDays: 183,
    maxAgeDays: 1_095,
    source: "NHS 2024"
  )

  @Test func `what is ticked becomes a question that is answered for that age`() async throws {
    let server = try await ServiceServer()
    try await server.publish([constipation], for: server.mine)
    let visitor = Visitor(server.site, at: server.mine)
    let page = try await visitor.open("/service")
    #expect(page.text.contains("按年龄和情况提问") && page.text.contains("name=\"sign\""))
    let answer = try await visitor.submit(
      "/service/advice",
      ["age": "month10", "sign": "constipation", "feeding": "solids", "more": "胃口还好"]
    )
    #expect(answer.text.contains("宝宝10个月大，现在便秘，怎么办？"), "\(answer.text)")
    #expect(answer.text.contains("已经吃辅食") && answer.text.contains("胃口还好"))
    #expect(answer.text.contains("先看大便的软硬。"), "\(answer.text)")
    #expect(answer.text.contains("NHS 2024"))

    let young = Visitor(server.site, at: server.mine)
    let early = try await young.submit(
      "/service/advice",
      ["age": "month1", "sign": "constipation", "feeding": "breast"]
    )
    #expect(!early.text.contains("先看大便的软硬。"))
  }

  @Test(arguments: ["zh", "en"])
  func `danger is told of in the language of the page`(_ language: String) async throws {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    _ = try await visitor.open("/service?lang=\(language)")
    let page = try await visitor.submit(
      "/service/advice?lang=\(language)",
      ["age": "month1", "sign": "fever", "sign": "vomiting", "feeding": "formula"]
    )
    #expect(page.text.contains("class=\"chat-danger\""), "\(page.text)")
    let waiting = try await server.mine.scope.inbox(InboxQuery())
    #expect(waiting.map(\.handOff?.reason) == [.redFlag])
  }

  @Test func `without an age or a sign nothing is asked`() async throws {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    _ = try await visitor.open("/service")
    for fields in [
      ["age": "month1"], ["sign": "fever"], ["age": "month99", "sign": "fever"],
      ["age": "month1", "sign": "<script>"],
    ] as [KeyValuePairs<String, String>] {
      let reply = try await visitor.post("/service/advice", fields)
      #expect(reply.status == 422)
    }
    #expect(try await server.mine.scope.inbox(InboxQuery()).isEmpty)
  }
}
