import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What members think", .tenantDatabase([MembershipModule.module]))
struct FeedbackTests {
  private func give(
    _ score: Int,
    _ comment: String = "",
    by member: MemberID,
    at tenant: TestTenant
  )
    async throws
  {
    try await tenant.families {
      try await $0.giveFeedback(score, [.price], comment: comment, by: member, in: $2)
    }
  }

  @Test func `an answer is changed for 30 days, then another follows`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let member = try await tenant.signIn()
    let start = tenant.clock.now.addingTimeInterval(-1)
    try await give(3, "贵", by: member, at: tenant)
    tenant.wait(days: 29)
    try await give(9, "好多了", by: member, at: tenant)
    #expect(
      try await tenant.scope.feedbackScores(since: start) == [
        ScoreCount(score: 9, count: 1), ScoreCount(reason: .price, score: 9, count: 1),
      ]
    )
    tenant.wait(days: 31)
    try await give(10, by: member, at: tenant)
    #expect(try await tenant.scope.feedbackScores(since: start).count == 4)
    #expect(try await tenant.scope.feedback(since: start).map(\.comment) == ["好多了"])
    #expect(try await pair.other.scope.feedbackScores(since: start).isEmpty)
    for (score, comment) in [(11, ""), (-1, ""), (5, String(repeating: "长", count: 1_001))] {
      let refused = try await refusal {
        try await give(score, comment, by: member, at: tenant)
      }
      #expect(refused?.code == .feedbackInvalid)
    }
  }

  @Test func `who has had an order for two weeks is asked, twice a year at most`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let id = try await tenant.signIn()
    func asks() async throws -> Bool {
      let member = try #require(await tenant.scope.member(id))
      return try await tenant.scope.mayAskForFeedback(member)
    }
    #expect(try await !asks())
    try await tenant.pay(10_000, by: id)
    tenant.wait(days: 13)
    #expect(try await !asks())
    tenant.wait(days: 2)
    #expect(try await asks())
    try await give(8, by: id, at: tenant)
    tenant.wait(days: 179)
    #expect(try await !asks())
    tenant.wait(days: 2)
    #expect(try await asks())
  }

  @Test func `answers are in the copy of everything and go with the member`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let start = tenant.clock.now.addingTimeInterval(-1)
    try await give(9, "谢谢", by: member, at: tenant)
    let export = try await tenant.families {
      try await $0.export(of: member, by: .shopper, in: $2)
    }
    #expect(export["feedback"]?.canonicalText.contains("谢谢") == true)
    try await tenant.families { try await $0.erase(member, by: .shopper, in: $2) }
    #expect(try await tenant.scope.feedbackScores(since: start).isEmpty)
  }

  @Test func `a theme waits until a release answers it`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let id = try await tenant.transaction {
      try await FeedbackTheme.open(
        "配送太慢",
        heardIn: .interview,
        note: "三位",
        by: .staff("mei"),
        in: $0
      )
    }
    #expect(try await tenant.scope.feedbackThemes().map(\.answeredIn) == [nil])
    for (release, isAllowed) in [("", false), ("2027.1", true)] {
      let refused = try await refusal {
        try await tenant.transaction {
          try await FeedbackTheme.answer(id, in: release, by: .staff("mei"), in: $0)
        }
      }
      #expect((refused == nil) == isAllowed)
    }
    let foreign = try await refusal {
      try await pair.other.transaction {
        try await FeedbackTheme.answer(id, in: "x", by: .staff("mei"), in: $0)
      }
    }
    #expect(foreign?.code == .feedbackInvalid)
    #expect(try await tenant.scope.feedbackThemes().map(\.answeredIn) == ["2027.1"])
    #expect(try await pair.other.scope.feedbackThemes().isEmpty)
  }
}
