import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Insights of customer service", .tenantDatabase([SmartServiceModule.module]))
struct ServiceInsightTests {
  private let desk = ConversationDesk(hours: .always(in: .gmt), answerMinutes: 10)

  private func talk(_ tenant: TestTenant, _ text: String, rated: Int? = nil) async throws
    -> Conversation
  {
    let talk = try await tenant.ask(text, desk)
    try await tenant.transaction { transaction in
      _ = try await desk.answer(
        "…",
        payload: ["action": "refuse"],
        to: talk.id,
        after: 1,
        in: transaction
      )
      if let rated {
        try await desk.rate(talk.id, rated, session: talk.session, in: transaction)
      }
    }
    return talk
  }

  /// Hands a talk over, answers after some minutes and ends it after some more.
  private func handle(_ talk: Conversation, _ tenant: TestTenant, after wait: Int, for length: Int)
    async throws
  {
    try await tenant.handOff(talk.id, .asked, desk)
    tenant.clock.advance(by: TimeInterval(wait) * 60)
    try await tenant.transaction { transaction in
      try await desk.answer("我在", to: talk.id, by: "mei", in: transaction)
    }
    tenant.clock.advance(by: TimeInterval(length) * 60)
    try await tenant.transaction { transaction in
      try await desk.change(.resolve, talk.id, by: "mei", in: transaction)
    }
  }

  @Test func `what needed no person is counted, and the minutes that it spared`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let mine = pair.mine
    let begin = mine.clock.now
    for (number, rating) in [5, 4, 2, nil, nil, nil, nil].enumerated() {
      _ = try await talk(mine, "问题 \(number)", rated: rating)
    }
    for (wait, length) in [(2, 4), (4, 6), (6, 8), (8, 10), (20, 12)] {
      let handed = try await talk(mine, "转人工 \(wait)")
      try await handle(handed, mine, after: wait, for: length)
    }
    _ = try await talk(pair.other, "别家的")

    let found = try await mine.scope.serviceInsights(since: begin, in: .gmt)
    #expect(found.automation == MeasuredShare(count: 7, total: 12))
    #expect(found.satisfaction == MeasuredShare(count: 2, total: 3))
    #expect(found.response == MeasuredShare(count: 3, total: 12))
    #expect(found.people.handOffs == 5 && found.people.answered == 5)
    #expect(found.people.medianMinutes == 6 && found.people.handlingMinutes == 8)
    #expect(found.savedMinutes == 56)
    #expect(found.weeks.reduce(0) { $0 + $1.talks } == 12)
    let later = try await mine.scope.serviceInsights(since: mine.clock.now + 1, in: .gmt)
    #expect(later.automation.total == 0 && later.savedMinutes == nil)
    #expect(later.people.medianMinutes == nil)
  }

  @Test func `weeks begin on Monday on the merchant's clocks`() async throws {
    // Sunday 20:30 in London is Monday 03:30 in Shanghai.
    let pair = try await TenantPair.fresh(
      settings: ["service": .object([:])],
      now: Date(timeIntervalSince1970: 1_789_932_600)
    )
    _ = try await talk(pair.mine, "几个月吃米粉")
    let begin = pair.mine.clock.now.addingTimeInterval(-60)
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    let there = try await pair.mine.scope.serviceInsights(since: begin, in: zone)
    let here = try await pair.mine.scope.serviceInsights(since: begin, in: .gmt)
    #expect(there.weeks.map(\.day) == ["2026-09-21"])
    #expect(here.weeks.map(\.day) == ["2026-09-14"])
  }

  @Test func `what had no answer is gathered by what it is about`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let mine = pair.mine
    let begin = mine.clock.now
    for text in ["学步车什么时候能用", "xyzzy", "宝宝用学步车好不好", "学步车什么时候能用", "XYZZY!"] {
      _ = try await talk(mine, text)
      mine.clock.advance(by: 60)
    }
    _ = try await talk(pair.other, "学步车")
    let groups = try await mine.scope.unansweredQuestions(since: begin)
    #expect(groups.map(\.count) == [3, 2], "\(groups)")
    #expect(groups.first?.wordings == ["学步车什么时候能用", "宝宝用学步车好不好"])
    #expect(groups.last?.wordings == ["XYZZY!", "xyzzy"])
  }
}
