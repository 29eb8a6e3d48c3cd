import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// Two entries that share no word with what is asked for in other words.
private let entries = [
  KnowledgeDraft(slug: "colic", question: "肠绞痛怎么办", answer: "飞机抱。", source: "NHS"),
  KnowledgeDraft(slug: "rash", question: "红屁屁怎么办", answer: "多晾。", source: "NHS"),
]
private let question = ServiceQuestion(turns: ["lullaby airplane"])

/// A model that knows four sentences.
private func ports() -> AnswerPorts {
  var ports = AnswerPorts()
  ports.unrelatedCosine = 0
  ports.embed = { text in text == entries[1].question ? [0, 1] : [1, 0] }
  return ports
}

@Suite("Meanings read beside the talks", .tenantDatabase([SmartServiceModule.module]))
struct MeaningPlanTests {
  private func publish(for tenant: TestTenant) async throws {
    let desk = ServiceDesk()
    try await tenant.transaction { transaction in
      for draft in entries {
        try await desk.writeKnowledge(draft, by: .system, in: transaction)
        try await desk.submitKnowledge(draft.slug, by: .system, in: transaction)
        try await desk.publishKnowledge(
          draft.slug,
          reviewer: "Dr Lin",
          by: .system,
          in: transaction
        )
      }
    }
  }

  @Test func `answers come by words at once, and by meaning as soon as a model has read`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    try await publish(for: pair.mine)
    let (events, continuation) = AsyncStream<MeaningPlan.Event>.makeStream()
    let desk = ServiceDesk(ports: ports(), meanings: .beside { continuation.yield($0) })

    let first = try await desk.answer(question, from: pair.mine.scope)
    #expect(first.ranked.isEmpty)
    var next = events.makeAsyncIterator()
    guard case .ready(pair.mine.id, wordings: 2, bytes: 16, took: _)? = await next.next() else {
      Issue.record("the wordings were not read")
      return
    }
    #expect(try await desk.answer(question, from: pair.mine.scope).ranked.first == "colic")
    #expect(try await desk.answer(question, from: pair.other.scope).ranked.isEmpty)

    // What is published later is read as well, and takes nothing from what is known.
    try await pair.mine.transaction { transaction in
      let draft = KnowledgeDraft(slug: "teeth", question: "出牙", answer: "牙胶。", source: "NHS")
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge("teeth", by: .system, in: transaction)
      try await desk.publishKnowledge("teeth", reviewer: "L", by: .system, in: transaction)
    }
    #expect(try await desk.answer(question, from: pair.mine.scope).ranked.isEmpty)
    guard case .ready(pair.mine.id, wordings: 3, bytes: 24, took: _)? = await next.next() else {
      Issue.record("what was published later was not read")
      return
    }
    #expect(try await desk.answer(question, from: pair.mine.scope).ranked.count == 3)
  }

  @Test func `a tenant without room for its points is answered by words, and that is told`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    try await publish(for: pair.mine)
    try await publish(for: pair.other)
    let (events, continuation) = AsyncStream<MeaningPlan.Event>.makeStream()
    let desk = ServiceDesk(
      ports: ports(),
      meanings: .beside(atMostBytes: 20) { continuation.yield($0) }
    )
    var next = events.makeAsyncIterator()
    _ = try await desk.answer(question, from: pair.mine.scope)
    guard case .ready(pair.mine.id, wordings: 2, bytes: 16, took: _)? = await next.next() else {
      Issue.record("the wordings were not read")
      return
    }
    _ = try await desk.answer(question, from: pair.other.scope)
    let refused = MeaningPlan.Event.tooLarge(pair.other.id, wordings: 2, bytes: 16, limit: 20)
    #expect(await next.next() == refused)
    #expect(try await desk.answer(question, from: pair.mine.scope).ranked.first == "colic")
    #expect(try await desk.answer(question, from: pair.other.scope).ranked.isEmpty)
  }
}
