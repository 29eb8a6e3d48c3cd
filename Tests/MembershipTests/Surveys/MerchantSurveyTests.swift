import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Surveys of a merchant", .tenantDatabase([MembershipModule.module]))
struct MerchantSurveyTests {
  private let questions = [
    SurveyQuestion(.choice, "哪种更好？", options: ["盒装", "袋装"]), SurveyQuestion(.scale, "快吗？"),
    SurveyQuestion(.words, "还有什么？"),
  ]

  private func start(_ code: String, after occasion: SurveyPlan.Occasion, at tenant: TestTenant)
    async throws
  {
    let plan = SurveyPlan(code: code, title: code, after: occasion, questions: questions)
    try await tenant.transaction {
      try await SurveyProgram().start(plan, by: .staff("mei"), in: $0)
    }
    #expect(try await tenant.scope.survey(code)?.plan == plan)
  }

  private func asked(_ id: MemberID, at tenant: TestTenant) async throws -> [String] {
    let member = try #require(await tenant.scope.member(id))
    return try await tenant.scope.surveysAsked(of: member).map(\.plan.code)
  }

  private func answer(
    _ code: String,
    _ answers: [SurveyAnswer],
    by member: MemberID,
    at tenant: TestTenant
  ) async throws -> ValueRefusal.Code? {
    try await valueRefusal {
      try await tenant.transaction {
        try await SurveyProgram().answer(code, answers, by: member, in: $0)
      }
    }
  }

  @Test func `each occasion asks once, who it is about, when its days are over`() async throws {
    let pair = try await TenantPair.fresh(
      settings: valueSettings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    )
    let tenant = pair.mine
    let old = try await tenant.signIn("13800138301")
    _ = try await tenant.child("2026-06-20", old)
    try await tenant.pay(10_000, by: old)
    tenant.wait(days: 1)
    try await start("bought", after: .order(days: 3), at: tenant)
    try await start("joined", after: .joining(days: 2), at: tenant)
    try await start("infants", after: .stage(.infant, days: 0), at: tenant)
    try await start("toddlers", after: .stage(.toddler, days: 0), at: tenant)
    let new = try await tenant.signIn("13800138302")
    let theirs = try await pair.other.signIn("13800138301")
    try await tenant.run("membership.turn_stages")
    #expect(try await asked(old, at: tenant) == ["infants"])
    tenant.wait(days: 2)
    #expect(try await asked(new, at: tenant) == ["joined"])
    try await tenant.pay(10_000, by: old)
    tenant.wait(days: 2)
    #expect(try await asked(old, at: tenant) == ["infants"], "the order is two days old")
    tenant.wait(days: 1)
    #expect(try await asked(old, at: tenant).sorted() == ["bought", "infants"])
    #expect(try await asked(theirs, at: pair.other).isEmpty)
    #expect(try await answer("bought", [SurveyAnswer(2, choice: 5)], by: old, at: tenant) == nil)
    #expect(try await asked(old, at: tenant) == ["infants"])
    for _ in 0..<2 {
      try await tenant.transaction {
        try await SurveyProgram().end("infants", by: .staff("mei"), in: $0)
      }
    }
    #expect(try await asked(old, at: tenant).isEmpty)
  }

  @Test func `answers are counted, changed, and a family in silence is asked nothing`() async throws
  {
    let pair = try await familyPair()
    let tenant = pair.mine
    try await start("joined", after: .joining(days: 0), at: tenant)
    let (ada, bea) = (
      try await tenant.signIn("13800138311"), try await tenant.signIn("13800138312")
    )
    let child = try await tenant.expecting("2026-12-20", bea)[0]
    let first = [
      SurveyAnswer(1, choice: 0), SurveyAnswer(2, choice: 2), SurveyAnswer(3, words: " 好 "),
    ]
    #expect(try await answer("joined", first, by: ada, at: tenant) == nil)
    let later = [SurveyAnswer(1, choice: 1), SurveyAnswer(3, words: "很好")]
    #expect(try await answer("joined", later, by: ada, at: tenant) == nil)
    #expect(
      try await tenant.scope.surveyCounts(of: "joined").map {
        [$0.number, $0.choice, Int($0.count)]
      }
        == [[1, 1, 1]]
    )
    #expect(try await tenant.scope.surveyWords(of: "joined") == ["很好"])
    try await tenant.families { try await $0.fallSilent(about: child.id, of: bea, in: $2) }
    #expect(try await asked(bea, at: tenant).isEmpty)
    #expect(try await answer("joined", first, by: bea, at: tenant) == .surveyNotFound)
    let stranger = try await pair.other.signIn("13800138311")
    #expect(try await answer("joined", first, by: stranger, at: pair.other) == .surveyNotFound)
    #expect(try await pair.other.scope.surveys().isEmpty)
    let export = try await tenant.families { try await $0.export(of: ada, by: .shopper, in: $2) }
    #expect(export["surveys"]?.canonicalText.contains("很好") == true)
    try await tenant.families { try await $0.erase(ada, by: .shopper, in: $2) }
    #expect(try await tenant.scope.surveyWords(of: "joined").isEmpty)
  }

  @Test func `a first answer that is sent several times at once is kept once`() async throws {
    let tenant = try await familyPair().mine
    try await start("joined", after: .joining(days: 0), at: tenant)
    let ada = try await tenant.signIn("13800138321")
    let given = [SurveyAnswer(1, choice: 1), SurveyAnswer(2, choice: 4)]
    let refusals = try await withThrowingTaskGroup(
      of: ValueRefusal.Code?.self,
      returning: [ValueRefusal.Code].self
    ) { group in
      for _ in 0..<8 {
        group.addTask { try await answer("joined", given, by: ada, at: tenant) }
      }
      return try await group.reduce(into: []) { if let code = $1 { $0.append(code) } }
    }
    #expect(refusals.isEmpty)
    let counts = try await tenant.scope.surveyCounts(of: "joined")
    #expect(counts.map { [$0.number, $0.choice, Int($0.count)] } == [[1, 1, 1], [2, 4, 1]])
  }

  @Test(arguments: [
    [SurveyAnswer(1, choice: 2)], [SurveyAnswer(1, choice: -1)], [SurveyAnswer(2, choice: 0)],
    [SurveyAnswer(2, choice: 6)], [SurveyAnswer(3, choice: 1)], [SurveyAnswer(4, choice: 1)],
    [SurveyAnswer(0, choice: 1)], [SurveyAnswer(1, words: "x")],
    [SurveyAnswer(2, choice: 1), SurveyAnswer(2, choice: 2)],
    [SurveyAnswer(3, words: String(repeating: "长", count: 1_001))],
  ])
  func `what is no answer is refused`(_ answers: [SurveyAnswer]) {
    #expect(!SurveyRule.areRight(answers, to: questions))
  }

  private static let wrong: [(SurveyPlan, String)] = [
    (
      SurveyPlan(code: "A", title: "a", after: .order(days: 1), questions: [.init(.scale, "?")]),
      "code"
    ),
    (
      SurveyPlan(code: "aa", title: "", after: .order(days: 1), questions: [.init(.scale, "?")]),
      "title"
    ),
    (
      SurveyPlan(code: "aa", title: "a", after: .order(days: 366), questions: [.init(.scale, "?")]),
      "days"
    ),
    (SurveyPlan(code: "aa", title: "a", after: .order(days: 1), questions: []), "questions"),
    (
      SurveyPlan(
        code: "aa",
        title: "a",
        after: .order(days: 1),
        questions: [.init(.choice, "?", options: ["x"])]
      ), "questions"
    ),
    (
      SurveyPlan(
        code: "aa",
        title: "a",
        after: .order(days: 1),
        questions: [.init(.choice, "?", options: ["x", "x"])]
      ), "questions"
    ),
    (
      SurveyPlan(
        code: "aa",
        title: "a",
        after: .order(days: 1),
        questions: [.init(.scale, "?", options: ["x"])]
      ), "questions"
    ),
    (
      SurveyPlan(code: "aa", title: "a", after: .order(days: 1), questions: [.init(.words, "")]),
      "questions"
    ),
  ]

  @Test func `a survey that cannot be names its fields, and a short name is used once`()
    async throws
  {
    let tenant = try await familyPair().mine
    func begin(_ plan: SurveyPlan) async throws -> ValueRefusal? {
      do {
        try await tenant.transaction {
          try await SurveyProgram().start(plan, by: .staff("mei"), in: $0)
        }
        return nil
      } catch let refusal as ValueRefusal { return refusal }
    }
    for (plan, field) in Self.wrong {
      #expect(try await begin(plan)?.details["fields"] == .array([.string(field)]))
    }
    let right = SurveyPlan(code: "aa", title: "a", after: .order(days: 1), questions: questions)
    #expect(try await begin(right) == nil)
    #expect(try await begin(right)?.details["fields"] == ["code"])
  }
}
