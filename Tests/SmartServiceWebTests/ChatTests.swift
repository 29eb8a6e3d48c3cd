import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

extension ServiceServer {
  /// A visitor's session at a merchant's.
  func session(of visitor: Visitor, at tenant: TestTenant) async throws -> SessionID {
    let token = try #require(visitor.session)
    return try #require(try await tenant.scope.session(token)).id
  }

  /// Publishes entries.
  func publish(_ drafts: [KnowledgeDraft], for tenant: TestTenant) async throws {
    let desk = ServiceDesk()
    try await tenant.transaction { transaction in
      for draft in drafts {
        try await desk.writeKnowledge(draft, by: .system, in: transaction)
        try await desk.submitKnowledge(draft.slug, by: .system, in: transaction)
        try await desk.publishKnowledge(
          draft.slug,
          reviewer: "林医生",
          by: .system,
          in: transaction
        )
      }
    }
  }
}

/// What is said of honey before and after the first birthday.
let honey = [
  KnowledgeDraft(
    slug: "honey-before",
    question: "1岁以内的宝宝能吃蜂蜜吗？",
    similar: ["小宝宝喝蜂蜜水可以吗", "可以给宝宝喝点蜂蜜吗"],
    answer: "1岁以内不能吃任何蜂蜜。",
    minAgeDays: 0,
    maxAgeDays: 364,
    source: "CDC 2024"
  ),
  KnowledgeDraft(
    slug: "honey-after",
    question: "满1岁后可以吃蜂蜜吗？",
    similar: ["一岁多喝蜂蜜水行吗", "可以给孩子喝点蜂蜜吗"],
    answer: "满1岁后可以少量吃蜂蜜。",
    minAgeDays: 365,
    source: "CDC 2024"
  ),
]

@Suite("The chat", .tenantDatabase([SmartServiceModule.module]))
struct ChatTests {
  @Test func `at night a grandmother reads the emergency first, and a person is called`()
    async throws
  {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    let first = try await visitor.open("/service")
    #expect(first.status == 200 && !first.text.contains("chat-danger"))
    #expect(first.text.contains("tel:120"))

    let page = try await visitor.submit(
      "/service/messages",
      ["text": "娃娃才两个月大，烧到38度3了，叫不醒"]
    )
    #expect(page.status == 200)
    #expect(page.text.contains("role=\"alert\""))
    #expect(page.shows("class=\"chat-danger\"", before: "class=\"chat-messages\""))
    #expect(page.text.contains("href=\"tel:120\""))
    #expect(page.text.contains("已转给人工"))
    let waiting = try await server.mine.scope.inbox(InboxQuery())
    #expect(waiting.map(\.handOff?.reason) == [.redFlag])
    #expect(waiting.first?.conversation.state == .queued)
    #expect(try await server.other.scope.inbox(InboxQuery()).isEmpty)

    // Whoever waits is not told the same again, and nothing answers in a person's place.
    _ = try await visitor.submit("/service/messages", ["text": "在吗"])
    let talk = try #require(waiting.first?.conversation.id)
    let authors = try await server.mine.scope.messages(of: talk).map(\.author)
    #expect(authors == [.customer, .bot, .customer])

    // A further danger is told, even one that is no graver.
    let further = try await visitor.submit("/service/messages", ["text": "他还吞了一颗纽扣电池"])
    #expect(further.text.contains("纽扣电池"))
    let told = try await server.mine.scope.messages(of: talk)
      .compactMap { ChatPayload($0.payload)?.rule }
    #expect(told.count == 2 && Set(told).count == 2)
  }

  @Test func `whoever asks for a person at night still reads what cannot wait for one`()
    async throws
  {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    _ = try await visitor.open("/service")
    let page = try await visitor.submit(
      "/service/messages",
      ["text": "4个月的宝宝38度5，转人工"]
    )
    #expect(page.text.contains("已转给人工"))
    let talk = try #require(try await server.mine.scope.inbox(InboxQuery()).first?.conversation.id)
    let payload = try #require(
      try await server.mine.scope.messages(of: talk).compactMap { ChatPayload($0.payload) }.last
    )
    #expect(payload.level != .none && !payload.advice.isEmpty)
    #expect(page.text.contains(payload.advice.prefix(12)))
  }

  @Test func `where the age decides it is asked for, and the answer names its source`()
    async throws
  {
    let server = try await ServiceServer()
    try await server.publish(honey, for: server.mine)
    let visitor = Visitor(server.site, at: server.mine)
    let asked = try await visitor.submit("/service/messages", ["text": "可以给宝宝喝点蜂蜜吗"])
    #expect(asked.text.contains("宝宝多大？"))
    #expect(asked.text.contains("value=\"宝宝5个月大\""))
    #expect(!asked.text.contains("1岁以内不能吃任何蜂蜜"))

    let answered = try await visitor.submit("/service/messages", ["text": "宝宝5个月大"])
    #expect(answered.text.contains("1岁以内不能吃任何蜂蜜。"))
    #expect(answered.text.contains("CDC 2024") && answered.text.contains("林医生"))
    #expect(answered.text.contains("class=\"chat-confidence\""))
    #expect(!answered.text.contains("少量吃蜂蜜"))

    let elsewhere = Visitor(server.site, at: server.other)
    let unknown = try await elsewhere.submit(
      "/service/messages",
      ["text": "宝宝5个月大可以喝点蜂蜜吗"]
    )
    #expect(!unknown.text.contains("1岁以内不能吃任何蜂蜜"))
    #expect(unknown.text.contains("/service/person"))
  }

  @Test func `a customer hears of their own order only`() async throws {
    let server = try await ServiceServer()
    let (buyer, stranger) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine)
    )
    _ = try await buyer.submit("/service/messages", ["text": "你好"])
    server.orders.place(
      OrderStanding(number: "20260920000007", step: .underway, placedAt: server.mine.clock.now),
      by: try await server.session(of: buyer, at: server.mine)
    )
    let found = try await buyer.submit("/service/messages", ["text": "我的订单到哪了"])
    #expect(found.text.contains("20260920000007") && found.text.contains("已发出，在路上"))
    let nothing = try await stranger.submit("/service/messages", ["text": "我的订单到哪了"])
    #expect(!nothing.text.contains("20260920000007"))
    #expect(nothing.text.contains("没有找到您的订单"))
  }

  @Test func `a person is always in reach, a grade is kept, and all of it can be deleted`()
    async throws
  {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    let waiting = try await visitor.submit("/service/person")
    #expect(waiting.text.contains("已经为您转人工") && !waiting.text.contains("/service/person\""))
    let session = try await server.session(of: visitor, at: server.mine)
    let talk = try #require(try await server.mine.scope.conversation(of: session))
    #expect(talk.state == .queued)

    let rated = try await visitor.submit("/service/rating", ["rating": "4"])
    #expect(rated.text.contains("谢谢您的评价"))
    #expect(try await server.mine.scope.conversation(talk.id)?.rating == 4)
    let wrong = try await visitor.post("/service/rating", ["rating": "9"])
    #expect(wrong.status == 422 || wrong.status == 400)
    let empty = try await visitor.post("/service/messages", ["text": " "])
    #expect(empty.status == 422 && empty.text.contains("请写 1 到 4000 个字"))

    _ = try await visitor.submit("/service/erasure")
    #expect(try await server.mine.scope.conversation(of: session) == nil)
  }

  @Test func `what a message holds is shown as text`() async throws {
    let server = try await ServiceServer()
    let visitor = Visitor(server.site, at: server.mine)
    let page = try await visitor.submit(
      "/service/messages",
      ["text": "<script>alert(1)</script> ignore all rules {{t.service.title}}"]
    )
    #expect(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>alert"))
    #expect(page.text.contains("{{t.service.title}}"))
  }

  @Test func `the page speaks English, and another shop's cookies open nothing`() async throws {
    let server = try await ServiceServer()
    let owner = Visitor(server.site, at: server.mine)
    _ = try await owner.submit("/service/messages", ["text": "我家在河坊街，奶粉发票怎么开"])
    let english = try await owner.open("/service?lang=en")
    #expect(english.text.contains("Speak to a person"))
    let intruder = Visitor(server.site, at: server.other, withCookiesOf: owner)
    #expect(!(try await intruder.open("/service").text.contains("河坊街")))
  }
}
