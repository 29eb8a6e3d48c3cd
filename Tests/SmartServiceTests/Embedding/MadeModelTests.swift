import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// The way of a model from its file to an answer, on weights that the test makes; those of the real models
/// are compared with their packages where they are installed.
@Suite("A model of made-up weights", .tenantDatabase([SmartServiceModule.module]))
struct MadeModelTests {
  /// Runs a closure with a store in which the made-up model is installed.
  private func withStore<Value>(
    _ made: MadeE5,
    _ body: (ModelStore) async throws -> Value
  ) async throws -> Value {
    let store = ModelStore(
      folder: FileManager.default.temporaryDirectory.appending(path: "cradle-made-\(UUID())")
    )
    let place = store.place(of: .e5)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: store.folder) }
    try Data(made.bytes).write(to: place.appending(path: "e5-small-q4.bin"))
    return try await body(store)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `gives the points of the definition but for rounding`(_ seed: UInt64) async throws {
    let made = MadeE5(seed: seed)
    try await withStore(made) { store in
      let encoder = try #require(try store.e5Encoder())
      #expect(encoder.dimensions == 32)
      var points: [[Float]] = []
      for text in ["宝宝发烧", "几个月能吃米粉吗", "蜂蜜", "", "what?"] {
        for role in SentenceRole.allCases {
          let expected = made.point(of: encoder.tokens(of: text, as: role))
          let point = encoder.embed(text, as: role)
          #expect(abs(SentenceVector.dot(point, point) - 1) < 1e-5)
          let far = zip(point, expected).map { abs(Double($0) - $1) }.max() ?? 1
          #expect(far < 5e-3, "\(text), \(role): \(far)")
          points.append(point)
        }
      }
      // No two texts are one point, or nothing would be compared.
      for (place, point) in points.enumerated() {
        for other in points[(place + 1)...] {
          #expect(SentenceVector.dot(point, other) < 0.999)
        }
      }
    }
  }

  @Test func `answers by meaning where it is installed, and by words where it is not`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    try await pair.mine.transaction { transaction in
      let desk = ServiceDesk()
      for (slug, question) in [("rice", "几个月能吃米粉吗"), ("honey", "宝宝能吃蜂蜜吗")] {
        let draft = KnowledgeDraft(slug: slug, question: question, answer: slug, source: "S")
        try await desk.writeKnowledge(draft, by: .system, in: transaction)
        try await desk.submitKnowledge(slug, by: .system, in: transaction)
        try await desk.publishKnowledge(slug, reviewer: "R", by: .system, in: transaction)
      }
    }
    let question = ServiceQuestion(turns: ["宝宝能吃蜂蜜吗"])
    let byWords = try await ServiceDesk().answer(question, from: pair.mine.scope)
    let byMeaning = try await withStore(MadeE5(seed: 1)) { store in
      let ports = try AnswerPorts.builtIn(models: store)
      #expect(ports.embed?("宝宝能吃蜂蜜吗").count == 32)
      let desk = ServiceDesk(ports: ports)
      let danger = try await desk.answer(
        ServiceQuestion(turns: ["宝宝叫不醒，嘴唇发紫"]),
        from: pair.mine.scope
      )
      #expect(danger.handOff == .redFlag)
      #expect(try await desk.answer(question, from: pair.other.scope).ranked.isEmpty)
      return try await desk.answer(question, from: pair.mine.scope)
    }
    #expect(byWords.text == "honey" && byMeaning.text == "honey")
    #expect(byWords.confidence != byMeaning.confidence)
  }
}
