public import TenantStore

/// Answers brands with tables of counts that hide each person, as long as the year's budget lasts.
///
/// The promise: whatever is told in a year of the tenant's calendar changes the odds of any conclusion
/// about a person by a factor of at most exp(ε), with ε from the settings and a chance of one in a million
/// beyond. It counts the people whom the shop may know: those who switched it on, or of whom something
/// other than a purchase is known. An order of somebody who was not asked stands for itself, and several
/// may be of one household; so they count in no report.
public enum InsightLedger {
  /// The people of whom a report tells at least.
  public static let fewestPeople = 300

  /// Answers a question, and notes for whom.
  ///
  /// A question that was answered before is answered with the same table and costs nothing. Whether there
  /// are people enough is decided by a count with noise, which is paid for like the table: so a refusal
  /// tells no more than an answer does, and costs as much.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - brand: For whom, 1 to 80 characters.
  ///   - actor: Who asks.
  ///   - catalogue: What the shop sells.
  ///   - tenant: The tenant with its settings.
  ///   - transaction: Where it happens; nothing is told unless it is committed.
  /// - Returns: The report; without a table where there were too few people.
  /// - Throws: ``RecommendRefusal`` with the code `insight_budget_spent` or `insight_question_invalid`,
  ///   and what the database throws.
  public static func answer(
    _ question: InsightQuestion,
    for brand: String,
    by actor: Actor,
    _ catalogue: [CatalogueItem],
    _ tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> InsightReport {
    let settings = try tenant.recommend
    let now = transaction.environment.now()
    try check(question, brand, settings, BirthMonth.number(of: now, in: tenant.timeZone))
    let year = BirthMonth.number(of: now, in: tenant.timeZone) / 12
    let granted = PrivacyCost(epsilon: settings.insightEpsilon)
    // Whoever asks at the same time waits here, and finds the answer or what is left.
    let spent = try await transaction.holdInsightBudget(of: year)
    if let known = try await transaction.insightReport(to: question) {
      try await note(known, brand, actor, in: transaction)
      return known
    }
    guard try await transaction.spend(question.cost, of: year, granted: granted) else {
      throw RecommendRefusal(
        .insightBudgetSpent,
        details: [
          "cost": .integer(Int64(question.cost.millionths)),
          "left": .integer(Int64(max(0, granted.millionths - spent.millionths))),
        ]
      )
    }
    let purchases = try await transaction.monthPurchases(
      of: question.months,
      in: tenant.timeZone
    )
    let cells = InsightCells(
      question,
      catalogue,
      purchases,
      born: try await transaction.childrenBorn()
    )
    var source = SystemRandomNumberGenerator()
    let table = cells.table(question, using: &source)
    let report = InsightReport(
      id: .make(in: transaction.environment),
      question: question,
      table: table.flatMap { $0.counts.people >= settings.insightPeople ? $0 : nil },
      madeAt: now
    )
    try await transaction.insertInsight(report)
    try await note(report, brand, actor, in: transaction)
    return report
  }

  private static func check(
    _ question: InsightQuestion,
    _ brand: String,
    _ settings: RecommendSettings,
    _ month: Int
  ) throws(RecommendRefusal) {
    guard (1...80).contains(brand.count), !brand.allSatisfy(\.isWhitespace) else {
      throw InsightQuestion.wrong("brand", "1 to 80 characters")
    }
    guard question.months.last < month else {
      throw InsightQuestion.wrong("months", "months that are over")
    }
    // 28 days a month at least, so that nothing of the period is forgotten yet.
    guard (month - question.months.first) * 28 <= settings.keepDays else {
      throw InsightQuestion.wrong("months", "within the \(settings.keepDays) days that are kept")
    }
  }

  private static func note(
    _ report: InsightReport,
    _ brand: String,
    _ actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.insertInsightUse(of: report.id, brand, actor)
    try await transaction.audit(
      "recommend.insight_given",
      of: report.id.description,
      by: actor,
      after: ["brand": .string(brand)]
    )
  }
}

extension Recommender {
  /// Answers a brand's question about what the shop sells.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - brand: For whom, 1 to 80 characters.
  ///   - actor: Who asks.
  ///   - tenant: The tenant with its settings.
  ///   - transaction: Where it happens; nothing is told unless it is committed.
  /// - Returns: The report; without a table where there were too few people.
  /// - Throws: As ``InsightLedger/answer(_:for:by:_:_:in:)``, and what the ports throw.
  public func insight(
    _ question: InsightQuestion,
    for brand: String,
    by actor: Actor,
    _ tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> InsightReport {
    try await InsightLedger.answer(
      question,
      for: brand,
      by: actor,
      try await ports.catalogue(nil, tenant, transaction),
      tenant,
      in: transaction
    )
  }
}

/// How much of a year's budget is spent.
public struct InsightBudget: Hashable, Sendable {
  /// The year of the tenant's calendar.
  public let year: Int
  /// What the settings grant.
  public let granted: PrivacyCost
  /// What was spent.
  public let spent: PrivacyCost

  /// What a report may still cost, as ε; less than the difference of the two, since costs of large
  /// reports add up faster.
  public var leftEpsilon: Double {
    PrivacyCost(millionths: granted.millionths - spent.millionths).epsilon
  }
}

extension TenantQuerying {
  /// How much of this year's budget is spent.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public func insightBudget(_ tenant: TenantSnapshot) async throws -> InsightBudget {
    let year = BirthMonth.number(of: environment.now(), in: tenant.timeZone) / 12
    return InsightBudget(
      year: year,
      granted: PrivacyCost(epsilon: try tenant.recommend.insightEpsilon),
      spent: try await insightSpent(in: year)
    )
  }
}
