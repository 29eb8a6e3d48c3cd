import Foundation
import SmartService
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

private let passage = "满6个月开始添加辅食，母乳或配方奶继续喂。喘不上气或口唇发紫，立刻拨打120。"
private let answered: JSONValue = [
  "action": "answer", "level": "none",
  "citations": [["entry": "solids", "version": 1, "source": "WHO", "reviewer": "林医生"]],
]

/// A model on nobody's machine, which counts.
private final class FakeModel: Sendable {
  let asked = Mutex<[OutboundRequest]>([])
  let answer: @Sendable () async throws -> String

  init(_ answer: @escaping @Sendable () async throws -> String) { self.answer = answer }

  var count: Int { asked.withLock { $0.count } }

  func desk(_ variables: [String: String] = [:]) -> WordingDesk {
    let http = OutboundHTTP { request in
      self.asked.withLock { $0.append(request) }
      let text = try await self.answer()
      let body: JSONValue = [
        "choices": [["finish_reason": "stop", "message": ["content": .string(text)]]]
      ]
      return OutboundResponse(status: 200, body: body.canonicalBytes)
    }
    return WordingDesk(http: http, variables: variables)
  }
}

extension TestTenant {
  /// A talk whose newest message is an answer of the service.
  fileprivate func talk(
    payload: JSONValue = answered
  ) async throws -> (id: ConversationID, session: SessionID) {
    let desk = ConversationDesk(hours: .always(in: .gmt))
    let talk = try await ask("什么时候加辅食", desk)
    try await transaction { transaction in
      _ = try await desk.answer(
        passage,
        payload: payload,
        to: talk.id,
        after: talk.messageCount,
        in: transaction
      )
    }
    return (talk.id, talk.session)
  }
}

@Suite("Answers said anew", .tenantDatabase([SmartServiceModule.module]))
struct WordingDeskTests {
  private func pair(_ more: [String: JSONValue] = [:]) async throws -> TenantPair {
    let model: [String: JSONValue] = ["url": "https://models.example/v1", "model": "small"]
    return try await TenantPair.fresh(
      settings: [
        "service": ["languageModel": .object(model.merging(more) { $1 })]
      ]
    )
  }

  @Test func `an answer is given to a model once, however often it is asked for`() async throws {
    let pair = try await pair(["apiKey": "env:MODEL"])
    let variable = "TENANT_\(pair.mine.snapshot.slug.uppercased().replacing("-", with: "_"))__MODEL"
    let model = FakeModel { "喘不上气或口唇发紫，马上拨打120 [1]。" }
    let desk = model.desk([variable: "sk-mine"])
    let (id, session) = try await pair.mine.talk()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try await desk.reword(for: session, of: pair.mine.snapshot, in: pair.mine.database)
        }
      }
      try await group.waitForAll()
    }
    #expect(model.count == 1)
    #expect(model.asked.withLock { $0[0].headers["authorization"] } == "Bearer sk-mine")
    let wordings = try await pair.mine.scope.wordings(of: id)
    #expect(wordings.map(\.outcome) == [.served])
    #expect(wordings.first?.text == "喘不上气或口唇发紫，马上拨打120。")
    #expect(wordings.first?.position == 2 && wordings.first?.model == "small")
    #expect(try await pair.mine.scope.messages(of: id).last?.text == passage)
    #expect(try await pair.other.scope.wordings(of: id).isEmpty)

    // Another merchant's session opens nothing, and without its key no call leaves.
    try await desk.reword(for: session, of: pair.other.snapshot, in: pair.other.database)
    let (theirs, other) = try await pair.other.talk()
    try await desk.reword(for: other, of: pair.other.snapshot, in: pair.other.database)
    #expect(try await pair.other.scope.wordings(of: theirs).map(\.outcome) == [.failed])
    #expect(model.count == 1)
  }

  @Test func `lies are kept from the page, and silence costs nothing`() async throws {
    let pair = try await pair(["deadlineMilliseconds": 500])
    let (lied, first) = try await pair.mine.talk()
    let liar = FakeModel { "满4个月开始添加辅食，喘不上气在家观察 [1]。" }
    try await liar.desk().reword(for: first, of: pair.mine.snapshot, in: pair.mine.database)
    let refused = try await pair.mine.scope.wordings(of: lied)
    #expect(refused.map(\.outcome) == [.refused] && refused.first?.text == nil)

    let (waited, second) = try await pair.mine.talk()
    let silent = FakeModel {
      try await Task.sleep(for: .seconds(3_600))
      return ""
    }
    try await silent.desk().reword(for: second, of: pair.mine.snapshot, in: pair.mine.database)
    #expect(try await pair.mine.scope.wordings(of: waited).map(\.outcome) == [.failed])
  }

  @Test func `danger, choices and a person's talk are never given to it`() async throws {
    let pair = try await pair()
    let model = FakeModel { "[1]" }
    let urgent: JSONValue = [
      "action": "answer", "level": "emergency", "citations": [["entry": "solids"]],
    ]
    for payload in [
      urgent, ["action": "clarify", "level": "none", "citations": []],
      ["action": "answer", "level": "none", "citations": []], ["action": "handOff"], .null,
    ] as [JSONValue] {
      let (id, session) = try await pair.mine.talk(payload: payload)
      try await model.desk().reword(for: session, of: pair.mine.snapshot, in: pair.mine.database)
      #expect(try await pair.mine.scope.wordings(of: id).isEmpty, "\(payload)")
    }
    let (taken, session) = try await pair.mine.talk()
    try await pair.mine.handOff(taken, .asked, ConversationDesk(hours: .always(in: .gmt)))
    try await model.desk().reword(for: session, of: pair.mine.snapshot, in: pair.mine.database)
    #expect(model.count == 0)
  }

  @Test func `a person who takes the talk in the meantime is not talked over`() async throws {
    let pair = try await pair()
    let mine = pair.mine
    let (id, session) = try await mine.talk()
    let model = FakeModel {
      try await mine.handOff(id, .asked, ConversationDesk(hours: .always(in: .gmt)))
      return "喘不上气或口唇发紫，立刻拨打120 [1]。"
    }
    try await model.desk().reword(for: session, of: mine.snapshot, in: mine.database)
    #expect(try await mine.scope.wordings(of: id).map(\.outcome) == [.failed])
  }

  @Test func `a merchant's calls of a day end where they were told to`() async throws {
    let pair = try await pair(["callsPerDay": 2])
    let model = FakeModel { "喘不上气或口唇发紫，立刻拨打120 [1]。" }
    for _ in 0..<4 {
      let (_, session) = try await pair.mine.talk()
      try await model.desk().reword(for: session, of: pair.mine.snapshot, in: pair.mine.database)
    }
    #expect(model.count == 2)
    pair.mine.clock.advance(by: 90_000)
    let (id, session) = try await pair.mine.talk()
    try await model.desk().reword(for: session, of: pair.mine.snapshot, in: pair.mine.database)
    #expect(model.count == 3)
    try await pair.mine.transaction { transaction in
      try await ConversationDesk.erase(session: session, in: transaction)
    }
    #expect(try await pair.mine.scope.wordings(of: id).isEmpty)
  }
}
