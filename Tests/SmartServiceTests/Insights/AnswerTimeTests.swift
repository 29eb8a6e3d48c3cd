import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Times and grades of answers", .tenantDatabase([SmartServiceModule.module]))
struct AnswerTimeTests {
  private let talks = ConversationDesk(hours: .always(in: .gmt), answerMinutes: 10)
  private let words = ChatWords(
    askAge: "?",
    askWhich: "?",
    askHeard: "?",
    unknown: "?",
    noOrders: "?",
    orders: { _ in "?" },
    person: { _, _ in "?" }
  )

  /// Somebody writes, and is answered by a service that takes some time for it.
  @discardableResult
  private func say(
    _ text: String,
    at tenant: TestTenant,
    by channel: ChatChannel = .page,
    heard: SpokenMessage? = nil,
    taking seconds: TimeInterval = 0
  ) async throws -> Conversation {
    var ports = AnswerPorts()
    let triage = ports.triage
    ports.triage = { question in
      Thread.sleep(forTimeInterval: seconds)
      return triage(question)
    }
    let chat = CustomerChat(
      service: ServiceDesk(ports: ports),
      talks: talks,
      answerMilliseconds: seconds > 0 ? 10 : 60_000
    )
    let session = SessionID.make(in: tenant.database.environment)
    let customer = CustomerChat.Customer(
      session: session,
      locale: "zh",
      country: "CN",
      channel: channel
    )
    try await tenant.transaction { transaction in
      try await chat.say(text, heard: heard, by: customer, in: transaction, words: words)
    }
    return try #require(try await tenant.scope.conversation(of: session))
  }

  private func publish(at tenant: TestTenant) async throws {
    try await tenant.transaction { transaction in
      let desk = ServiceDesk()
      let draft = KnowledgeDraft(
        slug: "burp",
        question: "喂完奶怎么拍嗝？",
        similar: ["拍嗝怎么拍", "宝宝怎么拍嗝"],
        answer: "竖抱，轻拍背。",
        source: "S"
      )
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge("burp", by: .system, in: transaction)
      try await desk.publishKnowledge("burp", reviewer: "R", by: .system, in: transaction)
    }
  }

  @Test func `answers are timed by channel, and a late one is told of`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let mine = pair.mine
    let begin = mine.clock.now
    for _ in 0..<3 { try await say("喂完奶怎么拍嗝", at: mine) }
    try await say("喂完奶怎么拍嗝", at: mine, taking: 0.05)
    try await say("宝宝叫不醒，嘴唇发紫", at: mine, by: .app)
    let heard = SpokenMessage(best: "嗝", others: [], confidence: 0.9)
    try await say("嗝", at: mine, heard: heard)
    try await say("喂完奶怎么拍嗝", at: pair.other)

    let times = try await mine.scope.answerTimes(since: begin)
    #expect(times.map(\.channel) == [.app, .page, .voice])
    #expect(times.map(\.answers) == [1, 4, 1] && times.map(\.late) == [0, 1, 0])
    let page = try #require(times.first { $0.channel == .page })
    #expect(page.ninetyNinth >= 45 && page.median < page.ninetyNinth)
    #expect(page.median <= page.ninetyFifth && page.ninetyFifth <= page.ninetyNinth)
    #expect(try await mine.scope.lateAnswers(since: begin) == 1)
    #expect(try await mine.scope.lateAnswers(since: begin.addingTimeInterval(1)) == 0)
    let told: Int? = try await mine.scope.value(
      """
      SELECT count(*) FROM tenancy.outbox_event
      WHERE tenant_id = \(mine.id) AND kind = 'service.answer_late'
      """
    )
    #expect(told == 1)
  }

  @Test func `experts grade what was drawn by lot, once each, and danger is counted`() async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let mine = pair.mine
    let begin = mine.clock.now
    try await publish(at: mine)
    var asked: [ConversationID] = []
    for _ in 0..<7 { asked.append(try await say("喂完奶怎么拍嗝", at: mine).id) }
    let refused = try await say("火箭怎么造", at: mine)

    let drawn = try await mine.scope.answersToGrade(since: begin)
    #expect(drawn.count == 5 && Set(drawn.map(\.conversation)).isSubset(of: asked))
    #expect(try await mine.scope.answersToGrade(since: begin) == drawn, "the lot stands")
    #expect(drawn.first?.answer == "竖抱，轻拍背。" && drawn.first?.entry == "burp")
    #expect(drawn.first?.question == "喂完奶怎么拍嗝")
    #expect(try await pair.other.scope.answersToGrade(since: begin).isEmpty)

    func grade(
      _ verdict: AnswerVerdict,
      _ position: Int,
      _ id: ConversationID,
      at tenant: TestTenant
    )
      async throws
    {
      try await tenant.transaction { transaction in
        try await ServiceDesk.grade(verdict, answer: position, of: id, by: "lin", in: transaction)
      }
    }
    for (answer, verdict) in zip(drawn, [AnswerVerdict.right, .right, .partly, .wrong, .right]) {
      try await grade(verdict, answer.position, answer.conversation, at: mine)
    }
    try await grade(.dangerous, drawn[4].position, drawn[4].conversation, at: mine)
    let grades = try await mine.scope.answerGrades(since: begin)
    #expect(grades.accuracy == MeasuredShare(count: 2, total: 5) && grades.dangerous == 1)
    #expect(try await mine.scope.answersToGrade(since: begin).count == 2)

    for (position, id, tenant) in [
      (2, drawn[0].conversation, pair.other), (1, asked[0], mine), (9, asked[0], mine),
      (2, refused.id, mine),
    ] {
      let refusal = await #expect(throws: ConversationRefusal.self) {
        try await grade(.right, position, id, at: tenant)
      }
      #expect(refusal?.code == .notFound)
    }
    // With the talk goes what was said of it.
    let talk = try #require(try await mine.scope.conversation(drawn[0].conversation))
    try await mine.transaction { try await ConversationDesk.erase(session: talk.session, in: $0) }
    #expect(try await mine.scope.answerGrades(since: begin).graded == 4)
  }
}
