import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Conversations", .tenantDatabase([SmartServiceModule.module]))
struct ConversationTests {
  private let desk = ConversationDesk(hours: .always(in: .gmt), answerMinutes: 10)

  private func refusal(_ body: () async throws -> Void) async -> ConversationRefusal.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? ConversationRefusal)?.code }
  }

  @Test func `a hand-off is a message, a place in the queue and a clock`() async throws {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("宝宝发烧了怎么办", desk)
    let handOff = try await mine.handOff(talk.id, .asked, desk)

    #expect(handOff.dueAt == mine.clock.now.addingTimeInterval(600))
    #expect(handOff.summary.contains("宝宝发烧了怎么办"))
    let messages = try await mine.scope.messages(of: talk.id)
    #expect(messages.map(\.author) == [.customer, .bot])
    #expect(try await mine.scope.conversation(talk.id)?.state == .queued)
    let waiting = try await mine.scope.inbox(InboxQuery())
    #expect(waiting.map(\.handOff?.id) == [handOff.id])
  }

  @Test func `the service is silent while a person has the talk, and when the customer wrote on`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("one", desk)
    func botAnswers(after position: Int) async throws -> Int? {
      try await mine.transaction { transaction in
        try await desk.answer(
          "answer",
          payload: .null,
          to: talk.id,
          after: position,
          in: transaction
        )
      }
    }
    _ = try await mine.ask("two", session: talk.session, desk)
    #expect(try await botAnswers(after: 1) == nil)
    #expect(try await botAnswers(after: 2) == 3)
    try await mine.transaction { _ = try await desk.take(talk.id, by: "mei", in: $0) }
    _ = try await mine.ask("three", session: talk.session, desk)
    #expect(try await botAnswers(after: 4) == nil)
    try await mine.transaction { _ = try await desk.change(.giveToBot, talk.id, by: "mei", in: $0) }
    #expect(try await botAnswers(after: 4) == 5)
  }

  @Test func `who is favoured is answered first, but not before danger or who waited for long`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let mine = pair.mine
    func waits(_ words: String, _ reason: HandOffReason, ahead: Int, at tenant: TestTenant)
      async throws
    {
      let talk = try await tenant.ask(words, desk)
      try await tenant.handOff(talk.id, reason, desk)
      try await tenant.transaction { transaction in
        let first = try await ConversationDesk.favour(talk.id, by: ahead, in: transaction)
        let again = try await ConversationDesk.favour(talk.id, by: ahead, in: transaction)
        #expect(first == (ahead > 0) && !again, "once more changes nothing")
      }
      tenant.clock.advance(by: 60)
    }
    try await waits("theirs", .asked, ahead: 30, at: pair.other)
    try await waits("patient", .asked, ahead: 0, at: mine)
    mine.clock.advance(by: 1_800)
    try await waits("danger", .redFlag, ahead: 0, at: mine)
    try await waits("guest", .asked, ahead: 0, at: mine)
    try await waits("silver", .asked, ahead: 5, at: mine)
    try await waits("gold", .asked, ahead: 30, at: mine)
    try await waits("favoured danger", .redFlag, ahead: 30, at: mine)
    try await waits("complaint", .complaint, ahead: 0, at: mine)
    let order = ["danger", "favoured danger", "complaint", "patient", "gold", "silver", "guest"]
    let whole = try await mine.scope.inbox(InboxQuery())
    #expect(whole.map(\.lastWords) == order)
    #expect(whole.compactMap(\.handOff?.minutesAhead) == [0, 30, 0, 0, 30, 5, 0])
    var (paged, query): ([String], InboxQuery) = ([], InboxQuery())
    query.limit = 1
    repeat {
      let page = try await mine.scope.inbox(query)
      paged += page.map(\.lastWords)
      query.after = page.last?.place
    } while query.after != nil && paged.count < 20
    #expect(paged == order)
    // Let go of, it stands where it stood.
    let gold = try #require(whole.first { $0.lastWords == "gold" }).conversation.id
    try await mine.transaction { transaction in
      try await desk.take(gold, by: "mei", in: transaction)
      try await desk.change(.release, gold, by: "mei", in: transaction)
    }
    #expect(try await mine.scope.openHandOff(of: gold)?.minutesAhead == 30)
  }

  @Test func `pages of the inbox follow one another whatever is urgent`() async throws {
    let mine = try await TenantPair.fresh().mine
    // The order of urgency is not that of time, and some are due at the same moment.
    for (number, reason) in [HandOffReason.unsure, .redFlag, nil, .asked, .asked, nil, .complaint]
      .enumerated()
    {
      let talk = try await mine.ask("talk \(number)", desk)
      if let reason { try await mine.handOff(talk.id, reason, desk) }
      if number != 3 { mine.clock.advance(by: 1) }
    }
    let whole = try await mine.scope.inbox(InboxQuery())
    let words = whole.map(\.lastWords)
    #expect(words.count == 7 && words.prefix(2) == ["talk 1", "talk 6"])
    #expect(words.suffix(3) == ["talk 0", "talk 5", "talk 2"])
    var (paged, query): ([InboxItem], InboxQuery) = ([], InboxQuery())
    query.limit = 2
    repeat {
      let page = try await mine.scope.inbox(query)
      paged += page
      query.after = page.last?.place
    } while query.after != nil && paged.count < 20
    #expect(paged == whole)

    // What is asked for is found behind newer ones that are not.
    let fourth = try #require(whole.first { $0.lastWords == "talk 4" }).conversation.id
    try await mine.transaction { try await desk.take(fourth, by: "mei", in: $0) }
    var (own, bots) = (InboxQuery(), InboxQuery())
    (own.owner, own.limit) = ("mei", 1)
    #expect(try await mine.scope.inbox(own).map(\.lastWords) == ["talk 4"])
    (bots.state, bots.limit) = (.bot, 1)
    #expect(try await mine.scope.inbox(bots).map(\.lastWords) == ["talk 5"])
    (bots.state, bots.limit) = (.queued, 50)
    #expect(try await mine.scope.inbox(bots).count == 4)
  }

  @Test func `a session's last talk is the open one, else the latest that is over`() async throws {
    let mine = try await TenantPair.fresh().mine
    var talks: [ConversationID] = []
    let session = SessionID.make(in: mine.database.environment)
    for _ in 0..<3 {
      let talk = try await mine.ask("hello", session: session, desk)
      talks.append(talk.id)
      #expect(try await mine.scope.conversation(of: session)?.id == talk.id)
      try await mine.transaction { _ = try await desk.change(.resolve, talk.id, by: "mei", in: $0) }
      #expect(try await mine.scope.conversation(of: session)?.id == talk.id)
      mine.clock.advance(by: 1)
    }
    #expect(Set(talks).count == 3)
  }

  @Test func `of two agents one has it`() async throws {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("hello", desk)
    try await mine.handOff(talk.id, .asked, desk)
    let outcomes = try await withThrowingTaskGroup(of: ConversationRefusal.Code?.self) { group in
      for login in ["mei", "li", "wang", "zhao"] {
        group.addTask {
          await refusal {
            try await mine.transaction {
              _ = try await desk.answer("hi", to: talk.id, by: login, in: $0)
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.filter { $0 == nil }.count == 1)
    #expect(outcomes.filter { $0 == .taken }.count == 3)
    #expect(try await mine.scope.messages(of: talk.id).filter { $0.author == .agent }.count == 1)
    #expect(try await mine.scope.openHandOff(of: talk.id)?.answeredAt != nil)
  }

  @Test func `many who ask for a person stand in the queue once, and the most urgent reason stays`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("help", desk)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for reason in HandOffReason.allCases + HandOffReason.allCases {
        group.addTask { try await mine.handOff(talk.id, reason, desk) }
      }
      try await group.waitForAll()
    }
    #expect(try await mine.scope.inbox(InboxQuery()).count == 1)
    #expect(try await mine.scope.openHandOff(of: talk.id)?.reason == .redFlag)
    // The customer's, the first notice, and one more for each red flag that came later.
    #expect((3...4).contains(try await mine.scope.messages(of: talk.id).count))
  }

  @Test func `after the end the next message begins anew`() async throws {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("one", desk)
    try await mine.handOff(talk.id, .asked, desk)
    try await mine.transaction { _ = try await desk.change(.resolve, talk.id, by: "mei", in: $0) }
    #expect(await refusal { try await mine.handOff(talk.id, .asked, desk) } == .over)
    let next = try await mine.ask("two", session: talk.session, desk)
    #expect(next.id != talk.id && next.state == .bot && next.messageCount == 1)
    #expect(try await mine.scope.openHandOff(of: talk.id) == nil)
    #expect(try await mine.scope.conversation(of: talk.session)?.id == next.id)
  }

  @Test func `whoever was let go of waits anew, and a late answer is told once`() async throws {
    let mine = try await TenantPair.fresh().mine
    let talk = try await mine.ask("one", desk)
    try await mine.handOff(talk.id, .complaint, desk)
    try await mine.transaction { transaction in
      try await desk.answer("hi", to: talk.id, by: "mei", in: transaction)
      try await desk.change(.release, talk.id, by: "mei", in: transaction)
    }
    let again = try #require(try await mine.scope.openHandOff(of: talk.id))
    #expect(again.answeredAt == nil && again.reason == .complaint)
    mine.clock.advance(by: 601)
    for _ in 0..<2 { try await mine.runServiceJobs() }
    #expect(try await mine.scope.openHandOff(of: talk.id)?.overdueAt != nil)
    var late = InboxQuery()
    late.onlyOverdue = true
    #expect(try await mine.scope.inbox(late).count == 1)
  }

  @Test func `notes stay with the staff, and a stranger cannot rate`() async throws {
    let pair = try await TenantPair.fresh()
    let mine = pair.mine
    let talk = try await mine.ask("one", desk)
    try await mine.transaction { transaction in
      try await desk.note("difficult", on: talk.id, by: "mei", in: transaction)
      try await desk.rate(talk.id, 5, session: talk.session, in: transaction)
    }
    #expect(try await mine.scope.messages(of: talk.id).map(\.text) == ["one"])
    #expect(try await mine.scope.messages(of: talk.id, withNotes: true).count == 2)
    let stranger = SessionID.make(in: mine.database.environment)
    #expect(
      await refusal {
        try await mine.transaction {
          try await desk.rate(talk.id, 1, session: stranger, in: $0)
        }
      } == .notFound
    )
    #expect(
      await refusal {
        try await pair.other.transaction {
          _ = try await desk.take(talk.id, by: "spy", in: $0)
        }
      } == .notFound
    )
    let erased = try await mine.transaction {
      try await ConversationDesk.erase(session: talk.session, in: $0)
    }
    #expect(erased == 1)
    #expect(try await mine.scope.messages(of: talk.id, withNotes: true).isEmpty)
  }

  @Test(arguments: ["", "  \n", String(repeating: "哭", count: 4_001)])
  func `what is no message is refused`(_ text: String) async throws {
    let mine = try await TenantPair.fresh().mine
    #expect(await refusal { _ = try await mine.ask(text, desk) } == .messageInvalid)
    #expect(try await mine.scope.inbox(InboxQuery()).isEmpty)
  }
}

@Suite("The table of conversations")
struct ConversationTransitionTests {
  @Test func `doing it again changes nothing, and nothing leaves the end`() {
    for event in ConversationEvent.allCases {
      for state in ConversationState.allCases {
        guard case .moves(let next) = ConversationTransition.outcome(of: event, in: state) else {
          continue
        }
        #expect(ConversationTransition.outcome(of: event, in: next) == .stays)
        #expect(state != .resolved)
      }
    }
  }
}
