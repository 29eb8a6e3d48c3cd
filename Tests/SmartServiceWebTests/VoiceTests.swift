import HTTPTypes
import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Voice in the chat", .tenantDatabase([SmartServiceModule.module]))
struct VoiceTests {
  @Test func `what the browser heard second is triaged, and what it heard badly is asked for`()
    async throws
  {
    let server = try await ServiceServer()
    try await server.publish(honey, for: server.mine)
    let visitor = Visitor(server.site, at: server.mine)
    let page = try await visitor.open("/service")
    #expect(page.text.contains("data-voice") && page.text.contains("data-language=\"zh-CN\""))
    #expect(page.headers[.init("Permissions-Policy")!]?.contains("microphone=(self)") == true)
    let asked = try await visitor.submit(
      "/service/messages",
      [
        "text": "五个月能吃风蜜吗", "alternative": "五个月能吃蜂蜜吗", "alternative": "五个月能吃封蜜吗",
        "confidence": "0.41",
      ]
    )
    #expect(asked.text.contains("您说的是哪一句") && asked.text.contains("value=\"五个月能吃蜂蜜吗\""))
    #expect(!asked.text.contains("1岁以内不能吃任何蜂蜜"))
    let chosen = try await visitor.submit("/service/messages", ["text": "五个月能吃蜂蜜吗"])
    #expect(chosen.text.contains("1岁以内不能吃任何蜂蜜"))
    #expect(chosen.text.contains("data-spoken=\"1岁以内不能吃任何蜂蜜。\""))

    let danger = try await visitor.submit(
      "/service/messages",
      ["text": "他叫不行了", "alternative": "他叫不醒了", "confidence": "0.9"]
    )
    #expect(danger.text.contains("class=\"chat-danger\""))
    #expect(try await server.other.scope.inbox(InboxQuery()).isEmpty)
  }

  @Test func `apps bring their hypotheses as JSON`() async throws {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    let answer = try await visitor.callFromPage(
      .post,
      "/api/v1/service/talk/messages",
      try JSONValue(
        json: #"{"text": "宝宝浑身发子", "heard": {"confidence": 0.3, "others": ["宝宝浑身发紫叫不醒"]}}"#
      )
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.json?["state"] == "queued")
    let others = Array(repeating: "\"a\"", count: 9).joined(separator: ",")
    let many = "{\"text\": \"a\", \"heard\": {\"confidence\": 0.3, \"others\": [\(others)]}}"
    let wrong = try await visitor.callFromPage(
      .post,
      "/api/v1/service/talk/messages",
      try JSONValue(json: many)
    )
    #expect(wrong.status == 422 || wrong.status == 400)
  }
}
