import SmartService
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Answers said anew, on the page", .tenantDatabase([SmartServiceModule.module]))
struct WordingTests {
  private static func model(saying text: String) -> OutboundHTTP {
    OutboundHTTP { _ in
      let body: JSONValue = [
        "choices": [["finish_reason": "stop", "message": ["content": .string(text)]]]
      ]
      return OutboundResponse(status: 200, body: body.canonicalBytes)
    }
  }

  private func asked(_ model: OutboundHTTP?) async throws -> (Visitor, TestReply) {
    let server = try await ServiceServer(model: model)
    try await server.publish(honey, for: server.mine)
    let visitor = Visitor(server.site, at: server.mine)
    let page = try await visitor.submit(
      "/service/messages",
      ["text": "宝宝5个月大，可以给宝宝喝点蜂蜜吗"]
    )
    return (visitor, page)
  }

  @Test func `the entry is read first, and a model's words come beside it under its name`()
    async throws
  {
    let (visitor, page) = try await asked(Self.model(saying: "另外，1岁以内不能吃任何蜂蜜 [1]。"))
    #expect(page.text.contains("1岁以内不能吃任何蜂蜜。"))
    #expect(page.text.contains("data-reword") && !page.text.contains("AI 改写"))
    #expect(page.text.contains("才会交给 models.example 的 AI 服务"))

    let worded = try await visitor.submit("/service/wording")
    #expect(worded.text.contains("另外，1岁以内不能吃任何蜂蜜。"))
    #expect(worded.text.contains("AI 改写") && worded.text.contains("small-7"))
    #expect(worded.shows("class=\"chat-wording\"", before: "<p>1岁以内不能吃任何蜂蜜。</p>"))
    #expect(worded.text.contains("CDC 2024") && !worded.text.contains("data-reword"))
    #expect(try await visitor.open("/service?lang=en").text.contains("Worded by AI"))
  }

  @Test func `of a model that lies nothing is shown`() async throws {
    let (visitor, _) = try await asked(Self.model(saying: "5个月可以少量吃蜂蜜 [1]。<b>"))
    let page = try await visitor.submit("/service/wording")
    #expect(page.text.contains("1岁以内不能吃任何蜂蜜。"))
    #expect(!page.text.contains("AI 改写") && !page.text.contains("少量吃"))
    #expect(!page.text.contains("data-reword"))
  }

  @Test func `without a model nothing is offered, and asking for it changes nothing`() async throws
  {
    let (visitor, page) = try await asked(nil)
    #expect(!page.text.contains("data-reword") && !page.text.contains("AI 服务"))
    let same = try await visitor.submit("/service/wording")
    #expect(same.status == 200 && same.text.contains("1岁以内不能吃任何蜂蜜。"))
  }

  @Test func `whoever is in danger is not kept waiting for a model`() async throws {
    let calls = Mutex(0)
    let counting = OutboundHTTP { _ in
      calls.withLock { $0 += 1 }
      return OutboundResponse(status: 500)
    }
    let server = try await ServiceServer(model: counting)
    let visitor = Visitor(server.site, at: server.mine)
    let page = try await visitor.submit("/service/messages", ["text": "宝宝叫不醒了，嘴唇发紫"])
    #expect(page.text.contains("class=\"chat-danger\"") && !page.text.contains("data-reword"))
    _ = try await visitor.submit("/service/wording")
    #expect(calls.withLock { $0 } == 0)
  }
}
