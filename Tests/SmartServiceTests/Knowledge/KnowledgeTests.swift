import Foundation
import SmartService
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

private let honeyBefore = KnowledgeDraft(
  slug: "honey-before-one",
  topic: "feeding",
  question: "1岁以内的宝宝能吃蜂蜜吗？",
  similar: ["小宝宝喝蜂蜜水可以吗"],
  answer: "1岁以内不能吃任何蜂蜜。",
  minAgeDays: 0,
  maxAgeDays: 364,
  source: "WHO"
)

private let honeyAfter = KnowledgeDraft(
  slug: "honey-after-one",
  topic: "feeding",
  question: "满1岁后可以吃蜂蜜吗？",
  similar: ["一岁多喝蜂蜜水行吗"],
  answer: "满1岁后可以少量吃蜂蜜。",
  minAgeDays: 365,
  source: "NHS"
)

private func publish(_ drafts: [KnowledgeDraft], by desk: ServiceDesk, for tenant: TestTenant)
  async throws
{
  try await tenant.transaction { transaction in
    for draft in drafts {
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

@Suite("Knowledge", .tenantDatabase([SmartServiceModule.module]))
struct KnowledgeTests {
  @Test func `the child's age decides which entry answers, and unknown ages are asked for`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    try await publish([honeyBefore, honeyAfter], by: desk, for: pair.mine)
    func ask(_ text: String, _ age: Int?) async throws -> ServiceAnswer {
      try await desk.answer(
        ServiceQuestion(turns: [text], childAgeDays: age),
        from: pair.mine.scope
      )
    }
    let young = try await ask("可以给宝宝喝点蜂蜜吗", 364)
    let old = try await ask("可以给宝宝喝点蜂蜜吗", 365)
    let unknown = try await ask("可以给宝宝喝点蜂蜜吗", nil)
    let said = try await ask("两岁可以喝蜂蜜水吗", nil)
    let nearly = try await ask("11个月可以喝蜂蜜水吗", nil)
    let foreign = try await desk.answer(
      ServiceQuestion(turns: ["可以给宝宝喝点蜂蜜吗"], childAgeDays: 100),
      from: pair.other.scope
    )

    #expect(young.entry == "honey-before-one" && old.entry == "honey-after-one")
    #expect(unknown.action == .clarify && unknown.text.isEmpty)
    #expect(said.ranked == ["honey-after-one"] && nearly.ranked == ["honey-before-one"])
    #expect(foreign.action == .refuse && foreign.ranked == [])
  }

  @Test func `of two children the younger decides, whoever is named first`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    let drafts = [
      KnowledgeDraft(
        slug: "cereal-early",
        question: "没到6个月能吃米粉吗？",
        answer: "满6个月再开始。",
        minAgeDays: 0,
        maxAgeDays: 179,
        source: "WHO"
      ),
      KnowledgeDraft(
        slug: "cereal-later",
        question: "一岁以后还要吃米粉吗？",
        answer: "可以吃家常软饭。",
        minAgeDays: 365,
        source: "WHO"
      ),
    ]
    try await publish(drafts, by: desk, for: pair.mine)
    for (text, age) in [
      ("大宝3岁，二宝5个月能吃米粉吗", nil), ("二宝5个月，大宝3岁，能吃米粉吗", nil),
      ("二宝5个月能吃米粉吗", 1_100), ("5個月能吃米粉嗎", nil),
    ] as [(String, Int?)] {
      let answer = try await desk.answer(
        ServiceQuestion(turns: [text], childAgeDays: age),
        from: pair.mine.scope
      )
      #expect(answer.ranked == ["cereal-early"], "\(text)")
    }
  }

  @Test func `traditional script and slips of the pen find what is written otherwise`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    try await publish([honeyBefore], by: desk, for: pair.mine)
    func confidence(_ text: String) async throws -> Double {
      try await desk.answer(ServiceQuestion(turns: [text]), from: pair.mine.scope).confidence
    }
    #expect(try await confidence("寶寶可以喝蜂蜜水嗎") == confidence("宝宝可以喝蜂蜜水吗"))
  }

  @Test func `an answer is in one language, the reader's where there is an entry in it`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    var english = honeyBefore
    english.slug = "honey-before-one-en"
    english.language = "en-GB"
    english.question = "Can my baby have honey before one?"
    english.similar = ["honey water for a baby"]
    english.answer = "No honey at all before the first birthday."
    try await publish([honeyBefore, english], by: desk, for: pair.mine)
    func answer(_ text: String, _ languages: [String] = []) async throws -> ServiceAnswer {
      try await desk.answer(
        ServiceQuestion(turns: [text], childAgeDays: 200, languages: languages),
        from: pair.mine.scope
      )
    }
    #expect(try await answer("宝宝能吃蜂蜜吗").ranked == [honeyBefore.slug])
    #expect(try await answer("can my baby have honey").ranked == [english.slug])
    // No entry is Spanish: what the page's language has, and never two languages in one answer.
    #expect(try await answer("¿mi bebé puede comer miel?", ["en"]).ranked == [english.slug])
    #expect(try await answer("¿mi bebé puede comer miel?", ["zh"]).ranked.count == 1)
  }

  @Test func `many who ask at once after a change wait for one index, and no vector is made twice`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let texts = Mutex<[String: Int]>([:])
    var ports = AnswerPorts()
    ports.embed = { text in
      texts.withLock { $0[text, default: 0] += 1 }
      return [1, 0]
    }
    let desk = ServiceDesk(ports: ports)
    let scope = pair.mine.scope
    for entry in [honeyBefore, honeyAfter] {
      try await publish([entry], by: desk, for: pair.mine)
      try await withThrowingTaskGroup { group in
        for _ in 0..<8 {
          group.addTask { _ = try await desk.answer(ServiceQuestion(turns: ["蜂蜜"]), from: scope) }
        }
        try await group.waitForAll()
      }
    }
    let counts = texts.withLock { $0 }
    for text in [honeyBefore, honeyAfter].flatMap({ [$0.question] + $0.similar }) {
      #expect(counts[text] == 1, "\(text)")
    }
  }

  @Test func `nothing is answered with before its review, after its date or once withdrawn`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    func served() async throws -> [String] {
      try await pair.mine.scope.publishedKnowledge().map(\.draft.slug)
    }
    try await pair.mine.transaction { transaction in
      try await desk.writeKnowledge(honeyBefore, by: .system, in: transaction)
    }
    let early = await #expect(throws: ServiceRefusal.self) {
      try await pair.mine.transaction { transaction in
        try await desk.publishKnowledge(
          honeyBefore.slug,
          reviewer: "Dr Lin",
          by: .system,
          in: transaction
        )
      }
    }
    #expect(early?.code == .knowledgeStateRefused)
    #expect(try await served() == [])
    try await pair.mine.transaction { transaction in
      try await desk.submitKnowledge(honeyBefore.slug, by: .system, in: transaction)
      try await desk.publishKnowledge(
        honeyBefore.slug,
        reviewer: "Dr Lin",
        due: transaction.environment.now().addingTimeInterval(60),
        by: .system,
        in: transaction
      )
    }
    #expect(try await served() == [honeyBefore.slug])
    #expect(try await pair.other.scope.publishedKnowledge().isEmpty)
    try await publish([honeyBefore], by: desk, for: pair.mine)
    #expect(try await pair.mine.scope.knowledge(in: .published).map(\.version) == [2])
    try await pair.mine.transaction { transaction in
      try await desk.withdrawKnowledge(honeyBefore.slug, by: .system, in: transaction)
    }
    #expect(try await served() == [])
    #expect(try await pair.mine.scope.knowledgeRevision() == 3)
  }

  @Test func `an entry past its date is answered with no more, and is due before that`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["service": .object([:])]).mine
    let desk = ServiceDesk()
    try await mine.transaction { transaction in
      try await desk.writeKnowledge(honeyBefore, by: .system, in: transaction)
      try await desk.submitKnowledge(honeyBefore.slug, by: .system, in: transaction)
      try await desk.publishKnowledge(
        honeyBefore.slug,
        reviewer: "Dr Lin",
        due: mine.clock.now.addingTimeInterval(60 * 86_400),
        by: .system,
        in: transaction
      )
    }
    func answer() async throws -> ServiceAnswer {
      try await desk.answer(
        ServiceQuestion(turns: ["1岁以内的宝宝能吃蜂蜜吗"], childAgeDays: 200),
        from: mine.scope
      )
    }
    var passed = 0.0
    // The days that have gone, whether it is answered with then, and how many are due for review.
    for (day, isAnswered, due) in [
      (0, true, 0), (29, true, 0), (31, true, 1), (59, true, 1), (60, false, 1),
    ] {
      mine.clock.advance(by: Double(day) * 86_400 - passed)
      passed = Double(day) * 86_400
      let found = try await answer()
      #expect((found.action == .answer) == isAnswered, "\(day)")
      #expect(found.citations.map(\.entry) == (isAnswered ? [honeyBefore.slug] : []), "\(day)")
      #expect(found.text.isEmpty != isAnswered && found.ranked.isEmpty != isAnswered, "\(day)")
      #expect(try await mine.scope.knowledgeWork().due == due, "\(day)")
    }
    // An expert who vouches for it again brings it back.
    try await publish([honeyBefore], by: desk, for: mine)
    #expect(try await answer().action == .answer)
    #expect(try await mine.scope.knowledgeWork().due == 0)
  }

  @Test func `a draft without a source, or for nobody's age, is refused by field`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    var draft = honeyBefore
    draft.source = ""
    draft.maxAgeDays = -1
    let wrong = draft
    let refusal = await #expect(throws: ServiceRefusal.self) {
      try await pair.mine.transaction { transaction in
        try await ServiceDesk().writeKnowledge(wrong, by: .system, in: transaction)
      }
    }
    #expect(refusal?.details["fields"] == ["maxAgeDays", "source"])
  }
}
