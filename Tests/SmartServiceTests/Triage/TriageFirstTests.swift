import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Triage before every answer", .tenantDatabase([SmartServiceModule.module]))
struct TriageFirstTests {
  /// What somebody gets who links the module and gives nothing, or a model alone.
  private static let desks: [(name: String, desk: ServiceDesk)] = {
    var withModel = AnswerPorts()
    withModel.embed = { _ in [1, 0] }
    return [("nothing given", ServiceDesk()), ("a model given", ServiceDesk(ports: withModel))]
  }()

  @Test func `a desk to which nothing was given looks for danger first`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let draft = KnowledgeDraft(
      slug: "wakes",
      question: "宝宝叫不醒、嘴唇发紫怎么办？",
      similar: ["my baby will not wake up"],
      answer: "先看看是不是睡得沉。",
      source: "S"
    )
    try await pair.mine.transaction { transaction in
      let desk = ServiceDesk()
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge("wakes", by: .system, in: transaction)
      try await desk.publishKnowledge("wakes", reviewer: "R", by: .system, in: transaction)
    }
    for (name, desk) in Self.desks {
      let answer = try await desk.answer(
        ServiceQuestion(turns: ["宝宝叫不醒，嘴唇发紫怎么办"], country: "CN"),
        from: pair.mine.scope
      )
      #expect(answer.action == .handOff && answer.handOff == .redFlag, "\(name)")
      #expect(answer.redFlag.level == .emergency && answer.text.contains("120"), "\(name)")
      #expect(answer.citations.isEmpty && !answer.text.contains("睡得沉"), "\(name)")
    }
  }

  @Test(arguments: [
    ("赤ちゃんが息をしていません", "ja", "119", "JP"), ("아기가 숨을 안 쉬어요", "ko", "119", "KR"),
    ("ลูกไม่หายใจ", "th", "1669", "TH"), ("con tôi không thở", "vi", "115", "VN"),
    ("bayi saya tidak bernapas", "id", "119", "ID"), ("mi bebé no respira", "es", "112", "ES"),
    ("mon bébé ne respire plus", "fr", "15", "FR"), ("ребёнок не дышит", "ru", "103", "RU"),
    ("my baby is not breathing", "en", "999", "GB"), ("宝宝没有呼吸了", "zh", "120", "CN"),
  ])
  func `a parent is told in the language of the message, with the number of the country`(
    _ text: String,
    _ language: String,
    _ number: String,
    _ country: String
  ) async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let answer = try await ServiceDesk().answer(
      ServiceQuestion(turns: [text], languages: ["zh"], country: country),
      from: pair.mine.scope
    )
    #expect(answer.redFlag.level == .emergency && answer.action == .handOff)
    #expect(answer.text.contains(number), "\(answer.text)")
    #expect(LanguageIdentifier.language(of: answer.text) == language, "\(answer.text)")
  }
}
