import HTTPTypes
import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Talks by the API", .tenantDatabase([SmartServiceModule.module]))
struct TalkAPITests {
  private static let path = "/api/v1/service/talk"

  private func messages(_ reply: TestReply) -> [JSONValue] {
    if case .array(let items)? = reply.json?["messages"] { items } else { [] }
  }

  @Test func `an app asks, reads the sources, is handed to a person, rates and leaves`()
    async throws
  {
    let server = try await ServiceServer()
    try await server.publish(honey, for: server.mine)
    let app = Visitor(server.site, at: server.mine)
    let before = try await app.call(.get, Self.path)
    #expect(before.status == 200 && before.json?["state"] == "none")

    let asked = try await app.callFromPage(
      .post,
      "\(Self.path)/messages",
      ["text": "宝宝5个月大可以喝点蜂蜜吗"]
    )
    #expect(asked.status == 200, "\(asked.text)")
    let answer = try #require(messages(asked).last?["answer"])
    #expect(messages(asked).last?["text"] == "1岁以内不能吃任何蜂蜜。")
    #expect(answer["action"] == "answer" && answer["level"] == "none")
    guard case .array(let citations)? = answer["citations"] else {
      Issue.record("no citations")
      return
    }
    #expect(citations.first?["source"] == "CDC 2024" && citations.first?["reviewer"] == "林医生")

    let waiting = try await app.callFromPage(.put, "\(Self.path)/person")
    let again = try await app.callFromPage(.put, "\(Self.path)/person")
    #expect(waiting.json?["state"] == "queued")
    #expect(messages(again).count == messages(waiting).count)
    let rated = try await app.callFromPage(.put, "\(Self.path)/rating", ["rating": 2])
    #expect(rated.json?["rating"] == 2)
    // What colleagues note among themselves is nobody else's.
    let talk = try #require(try await server.mine.scope.inbox(InboxQuery()).first?.conversation.id)
    try await server.mine.transaction { transaction in
      try await server.mine.snapshot.conversationDesk
        .note("只给同事", on: talk, by: "mei", in: transaction)
    }
    #expect(!(try await app.call(.get, Self.path).text.contains("只给同事")))

    let erased = try await app.callFromPage(.delete, Self.path)
    #expect(erased.json?["state"] == "none" && messages(erased).isEmpty)
  }

  @Test func `danger comes first by the API too, and a neighbour's visitors see nothing`()
    async throws
  {
    let server = try await ServiceServer()
    let app = Visitor(server.site, at: server.mine)
    let told = try await app.callFromPage(
      .post,
      "\(Self.path)/messages",
      ["text": "两个月的娃38.3度"]
    )
    let answer = try #require(messages(told).last?["answer"])
    #expect(answer["level"] == "emergency" || answer["level"] == "urgent")
    #expect(told.json?["state"] == "queued")
    let neighbour = Visitor(server.site, at: server.other, withCookiesOf: app)
    #expect(try await neighbour.call(.get, Self.path).json?["state"] == "none")
    let stranger = Visitor(server.site, at: server.mine)
    #expect(try await stranger.call(.get, Self.path).json?["state"] == "none")
  }

  @Test func `what is no message or no rating is refused with its place`() async throws {
    let server = try await ServiceServer()
    let app = Visitor(server.site, at: server.mine)
    let long = JSONValue.string(String(repeating: "啊", count: 4_001))
    for body in [["text": ""], ["text": "  "], ["text": long], ["words": "x"]] as [JSONValue] {
      let reply = try await app.callFromPage(.post, "\(Self.path)/messages", body)
      #expect(reply.status == 400 || reply.status == 422, "\(reply.text)")
    }
    let unrated = try await app.callFromPage(.put, "\(Self.path)/rating", ["rating": 5])
    #expect(unrated.status == 404)
    #expect(unrated.json?["code"] == "service.conversation_not_found")
    let wrong = try await app.callFromPage(.put, "\(Self.path)/rating", ["rating": 6])
    #expect(wrong.status == 400 || wrong.status == 422)
    // Another site's page may not speak for the visitor.
    _ = try await app.callFromPage(.post, "\(Self.path)/messages", ["text": "你好"])
    let forged = try await app.call(.post, "\(Self.path)/messages", ["text": "转人工"])
    #expect(forged.status == 403)
    #expect(try await server.mine.scope.inbox(InboxQuery()).allSatisfy { $0.handOff == nil })
  }
}
