import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Lets many people whom the shop may know buy a basket each; then days go by.
  func sellKnown(_ baskets: [[String]], days: Int) async throws {
    let signals = baskets.flatMap { basket in
      let person = newPerson()
      return basket.map {
        signal(.purchase(item: $0, quantity: 1, amount: 1_000), by: person)
      } + [signal(.view(item: "rice"), by: person)]
    }
    for start in stride(from: 0, to: signals.count, by: SignalRule.batchLimit) {
      let some = Array(signals[start..<min(start + SignalRule.batchLimit, signals.count)])
      try await transaction { _ = try await $0.take(some) }
    }
    clock.advance(by: TimeInterval(days) * 86_400)
  }

  /// The months that are over, the last so many.
  func months(_ count: Int) throws -> InsightMonths {
    let now = BirthMonth.number(of: database.environment.now(), in: snapshot.timeZone)
    return try #require(InsightMonths(first: now - count, last: now - 1))
  }

  func ask(
    _ question: InsightQuestion,
    for brand: String = "Pigeon",
    _ tenant: TenantSnapshot? = nil
  ) async throws -> InsightReport {
    let shown = tenant ?? snapshot
    return try await transaction {
      try await InsightLedger.answer(
        question,
        for: brand,
        by: .staff("mei"),
        nursery,
        shown,
        in: $0
      )
    }
  }
}

@Suite("Reports for brands", .tenantDatabase([RecommendModule.module]))
struct InsightLedgerTests {
  private let settings: [String: JSONValue] = ["recommend": ["insightEpsilonPerYear": 2]]

  @Test func `a report counts households near the truth, and asked again is the same for nothing`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: settings)
    try await pair.mine.sellKnown(
      Array(repeating: ["rice", "blocks"], count: 400) + Array(repeating: ["pear"], count: 500),
      days: 40
    )
    let question = try InsightQuestion(.cohorts, try pair.mine.months(3), epsilon: 1, cap: 2)
    let report = try await pair.mine.ask(question)
    let table = try #require(report.table)
    #expect(table.categories == ["care", "food", "milk", "toys"])
    #expect(table.lines == ChildCohort.allCases.map(\.rawValue))
    let food = table.lines.indices.reduce(0) {
      $0 + table.counts.counts[$1 * 4 + (table.categories.firstIndex(of: "food") ?? 0)]
    }
    let spread = table.counts.deviation * Double(table.lines.count).squareRoot()
    #expect(abs(Double(food) - 900) < 6 * spread)
    #expect(abs(table.counts.people - 900) < 200)
    #expect(table.people(line: 0, category: 2) == nil || table.counts.leastShown >= 10)

    let spent = try await pair.mine.scope.insightBudget(pair.mine.snapshot).spent
    #expect(spent == question.cost)
    let again = try await pair.mine.ask(question, for: "Beaba")
    #expect(again == report, "the same noise, or it could be averaged away")
    #expect(try await pair.mine.scope.insightBudget(pair.mine.snapshot).spent == spent)
    let uses = try await pair.mine.scope.insightUses()
    #expect(Set(uses.map(\.brand)) == ["Pigeon", "Beaba"])
    #expect(uses.allSatisfy { $0.report == report.id && $0.actor == "staff:mei" })
    #expect(try await pair.other.scope.insightUses().isEmpty)
    #expect(try await pair.other.scope.insightReport(report.id) == nil)
    #expect(try await pair.other.scope.insightBudget(pair.other.snapshot).spent.millionths == 0)
  }

  @Test func `too few people are refused, and the refusal is paid for`() async throws {
    let mine = try await TenantPair.fresh(settings: settings).mine
    try await mine.sellKnown(Array(repeating: ["rice"], count: 120), days: 40)
    let question = try InsightQuestion(.cohorts, try mine.months(2))
    let report = try await mine.ask(question)
    #expect(report.table == nil)
    #expect(try await mine.scope.insightBudget(mine.snapshot).spent == question.cost)
    #expect(try await mine.ask(question) == report)
    #expect(try await mine.scope.insightUses().allSatisfy { !$0.isAnswered })
  }

  @Test func `orders of people who were not asked count in no report`() async throws {
    let mine = try await TenantPair.fresh(settings: settings).mine
    try await mine.sell(Array(repeating: ["rice"], count: 1_000))
    mine.clock.advance(by: 40 * 86_400)
    #expect(try await mine.ask(try InsightQuestion(.cohorts, try mine.months(2))).table == nil)
  }

  @Test func `trends tell a category by month with intervals`() async throws {
    let mine = try await TenantPair.fresh(settings: settings).mine
    try await mine.sellKnown(Array(repeating: ["rice"], count: 150), days: 30)
    try await mine.sellKnown(Array(repeating: ["rice"], count: 300), days: 30)
    try await mine.sellKnown(Array(repeating: ["rice"], count: 450), days: 40)
    let question = try InsightQuestion(.trends, try mine.months(4), epsilon: 2, cap: 1)
    let table = try #require(try await mine.ask(question).table)
    #expect(table.lines.count == 4 && table.lines.allSatisfy { $0.count == 7 })
    let food = try #require(table.categories.firstIndex(of: "food"))
    let trend = try #require(table.trend(of: food))
    #expect(trend.slopeBounds.contains(trend.slope))
    let sum = table.lines.indices.reduce(0) {
      $0 + table.counts.counts[$1 * table.categories.count + food]
    }
    #expect(abs(Double(sum) - 900) < 6 * table.counts.deviation * 2)
  }

  @Test func `what is spent is spent: the budget ends, also for many who ask at once`() async throws
  {
    let mine = try await TenantPair.fresh(settings: settings).mine
    let months = try mine.months(2)
    // Each cap is a question of its own and costs the same.
    let questions = try (1...8).map {
      try InsightQuestion(.cohorts, months, epsilon: 1, cap: $0)
    }
    let cost = questions[0].cost.millionths
    let granted = try await mine.scope.insightBudget(mine.snapshot).granted.millionths
    let affordable = granted / cost
    #expect(affordable >= 2 && affordable < 8)
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for question in questions {
        group.addTask { (try? await mine.ask(question)) != nil }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 } == affordable)
    let budget = try await mine.scope.insightBudget(mine.snapshot)
    #expect(budget.spent.millionths == affordable * cost)
    #expect(budget.leftEpsilon < 1)
    let refused = try InsightQuestion(.cohorts, months, epsilon: 1, cap: 99)
    await #expect {
      try await mine.ask(refused)
    } throws: { error in
      (error as? RecommendRefusal)?.code == .insightBudgetSpent
    }
    #expect(try await mine.scope.insightBudget(mine.snapshot) == budget)
    mine.clock.advance(by: 366 * 86_400)
    let nextYear = try InsightQuestion(.cohorts, try mine.months(2), epsilon: 1, cap: 99)
    #expect(try await mine.ask(nextYear).table == nil)
  }

  @Test func `a question that makes no sense is refused and costs nothing`() async throws {
    let mine = try await TenantPair.fresh(settings: settings).mine
    let months = try mine.months(2)
    #expect(throws: RecommendRefusal.self) { try InsightQuestion(.trends, months) }
    #expect(throws: RecommendRefusal.self) { try InsightQuestion(.cohorts, months, epsilon: 9) }
    #expect(throws: RecommendRefusal.self) {
      try InsightQuestion(.cohorts, months, epsilon: .nan)
    }
    #expect(throws: RecommendRefusal.self) { try InsightQuestion(.cohorts, months, cap: 0) }
    let now = months.last + 1
    let open = try InsightQuestion(
      .cohorts,
      try #require(InsightMonths(first: now, last: now))
    )
    let old = try InsightQuestion(
      .cohorts,
      try #require(InsightMonths(first: now - 20, last: now - 1))
    )
    for question in [open, old] {
      await #expect(throws: RecommendRefusal.self) { try await mine.ask(question) }
    }
    let fine = try InsightQuestion(.cohorts, months)
    for brand in ["", "  ", String(repeating: "x", count: 81)] {
      await #expect(throws: RecommendRefusal.self) { try await mine.ask(fine, for: brand) }
    }
    #expect(try await mine.scope.insightBudget(mine.snapshot).spent.millionths == 0)
  }
}
