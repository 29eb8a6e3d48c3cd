import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What was said aloud", .tenantDatabase([SmartServiceModule.module]))
struct SpokenMessageTests {
  @Test func `hypotheses are kept once, few, and without what is nothing`() {
    let spoken = SpokenMessage(
      best: "发烧了",
      others: ["发烧了", " 发烧 ", "", "发少了", "花少了", "发梢了", "法少了"],
      confidence: 0.8
    )
    #expect(spoken.others == ["发烧", "发少了", "花少了", "发梢了"] && !spoken.isUnsure)
    for confidence in [-1, 2, Double.nan, .infinity, 0] {
      #expect(SpokenMessage(best: "a", others: [], confidence: confidence).isUnsure)
    }
  }

  @Test func `a danger that was heard second counts, however unsure the ear is`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    for confidence in [0.1, 0.95] {
      var question = ServiceQuestion(turns: ["宝宝浑身发子"], country: "CN")
      #expect(try await desk.answer(question, from: pair.mine.scope).redFlag.level < .urgent)
      question.heard = SpokenMessage(
        best: question.turns[0],
        others: ["宝宝浑身发紫叫不醒"],
        confidence: confidence
      )
      let answer = try await desk.answer(question, from: pair.mine.scope)
      #expect(answer.action == .handOff && answer.handOff == .redFlag, "\(confidence)")
      #expect(!answer.text.isEmpty && answer.buttons.isEmpty && !answer.asksHeard)
    }
  }

  @Test func `what was heard badly is asked for, and answered when it was heard well`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let desk = ServiceDesk()
    try await pair.mine.transaction { transaction in
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
    var question = ServiceQuestion(turns: ["喂完奶怎么拍嗝"])
    question.heard = SpokenMessage(best: "喂完奶怎么拍嗝", others: ["喂完来怎么拍歌"], confidence: 0.9)
    #expect(try await desk.answer(question, from: pair.mine.scope).action == .answer)
    question.heard = SpokenMessage(best: "喂完奶怎么拍嗝", others: ["喂完来怎么拍歌"], confidence: 0.4)
    let asked = try await desk.answer(question, from: pair.mine.scope)
    #expect(asked.action == .clarify && asked.asksHeard && !asked.asksAge)
    #expect(asked.buttons == ["喂完奶怎么拍嗝", "喂完来怎么拍歌"] && asked.citations.isEmpty)
    // Whoever asks for a person gets one.
    question.turns = ["转人工"]
    #expect(try await desk.answer(question, from: pair.mine.scope).action == .handOff)
  }

  @Test func `little is said aloud, but every warning`() {
    let text = String(repeating: "这一句说的是怎么喂。", count: 12) + "发紫就拨打120。这一句也说怎么喂。"
    let spoken = SpokenAnswerRule.spoken(text)
    #expect(spoken.contains("拨打120") && spoken.count < text.count)
    #expect(!spoken.contains("这一句也说怎么喂"))
    #expect(SpokenAnswerRule.spoken("38.5℃以上。好。") == "38.5℃以上。 好。")
    #expect(SpokenAnswerRule.spoken("") == "")
  }
}
