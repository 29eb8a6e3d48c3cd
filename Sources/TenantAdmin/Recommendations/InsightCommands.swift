internal import ArgumentParser
internal import Flows
internal import Foundation
internal import Recommend
internal import TenantStore

struct InsightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "insight",
    abstract:
      "Answers brands with counts of people that hide each of them, within a year's budget.",
    subcommands: [AskInsightCommand.self, InsightUsesCommand.self],
    defaultSubcommand: AskInsightCommand.self
  )
}

struct AskInsightCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Makes a table with noise; the same question again gives the same for nothing.",
    discussion: """
      Counts below ten people, or twice the noise, are not told. Fewer than 300 people are refused, \
      which costs as much as an answer: else the refusals would tell what the answers hide.
      """
  )

  @Argument(help: Choice.help("Which table", InsightQuestion.Kind.self)) var kind: String
  @Option(help: ArgumentHelp("The brand that gets it, for the log.", valueName: "name"))
  var brand: String
  @Option(help: ArgumentHelp("The first month, 2026-07.", valueName: "month")) var from: String
  @Option(help: ArgumentHelp("The last month, which is over.", valueName: "month"))
  var to: String
  @Option(help: "What it may tell of anybody, 0.1 to 4.") var epsilon = 1.0
  @Option(help: "In how many cells of the table a person counts at most, 1 to 200.")
  var cap = InsightQuestion.usualCap
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let months = InsightMonths(from, to) else {
      throw AdminError(
        .usage,
        "--from \(from) --to \(to) are no months; write 2026-07, at most 24 in a row"
      )
    }
    let question = try InsightQuestion(
      try Choice.one(kind),
      months,
      epsilon: epsilon,
      cap: cap
    )
    let actor = session.actor
    let (report, budget) = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      let report = try await database.transaction(for: snapshot.id) {
        try await Recommender(ports: .storefront)
          .insight(question, for: brand, by: actor, snapshot, in: $0)
      }
      return (report, try await database.reading(snapshot.id).insightBudget(snapshot))
    }
    guard let table = report.table else {
      throw AdminError(
        .failure,
        "too few people in these months; nothing is told, and asking was paid for"
      )
    }
    return try Report(ShownInsight(report, table, budget), text: text(of: table, budget))
  }

  private func text(of table: InsightTable, _ budget: InsightBudget) -> String {
    let trends = kind == InsightQuestion.Kind.trends.rawValue
    var shown =
      trends
      ? Table("CATEGORY", "MONTH", "PEOPLE>", "TREND", "A MONTH>", "NEXT MONTH>")
      : Table("COHORT", "CATEGORY", "PEOPLE>")
    for (category, name) in table.categories.enumerated() {
      for (line, label) in table.lines.enumerated() {
        guard let people = table.people(line: line, category: category) else { continue }
        guard trends else {
          shown.add(label, name, "\(people)")
          continue
        }
        let trend = line == table.lines.count - 1 ? table.trend(of: category) : nil
        shown.add(
          name,
          label,
          "\(people)",
          trend?.direction.rawValue ?? "",
          trend.map { Self.range($0.slopeBounds) } ?? "",
          trend.map { Self.range($0.nextBounds) } ?? ""
        )
      }
    }
    return """
      \(shown.text(ifEmpty: "No count is large enough to be told."))
      About \(table.counts.people) people; each count is off by \(Int(table.counts.deviation)) or \
      less two times in three. Counts below \(table.counts.leastShown) are not told.
      Spent in \(budget.year): ε \(Self.text(budget.spent.epsilon)) of \
      \(Self.text(budget.granted.epsilon)); the next may cost \(Self.text(budget.leftEpsilon)).
      """
  }

  private static func range(_ bounds: ClosedRange<Double>) -> String {
    "\(Int(bounds.lowerBound.rounded())) to \(Int(bounds.upperBound.rounded()))"
  }

  static func text(_ number: Double) -> String {
    String(format: "%.2f", locale: Locale(identifier: "en_US_POSIX"), number)
  }
}

/// A report as a script reads it.
private struct ShownInsight: Encodable {
  struct Cell: Encodable {
    let line: String
    let category: String
    let people: Int
  }

  struct Trend: Encodable {
    let category: String
    let direction: String
    let slope: Double
    let slopeBounds: [Double]
    let next: Double
    let nextBounds: [Double]
  }

  let report: String
  let madeAt: Date
  let people: Int
  let deviation: Double
  let leastShown: Int
  let cells: [Cell]
  let trends: [Trend]
  let spentEpsilon: Double
  let leftEpsilon: Double

  init(_ report: InsightReport, _ table: InsightTable, _ budget: InsightBudget) {
    self.report = report.id.description
    madeAt = report.madeAt
    people = table.counts.people
    deviation = table.counts.deviation
    leastShown = table.counts.leastShown
    cells = table.lines.enumerated().flatMap { line, label in
      table.categories.enumerated().compactMap { category, name in
        table.people(line: line, category: category).map {
          Cell(line: label, category: name, people: $0)
        }
      }
    }
    let isTrends = report.question.kind == .trends
    trends = table.categories.enumerated().compactMap { category, name in
      guard isTrends, let trend = table.trend(of: category) else { return nil }
      return Trend(
        category: name,
        direction: trend.direction.rawValue,
        slope: trend.slope,
        slopeBounds: [trend.slopeBounds.lowerBound, trend.slopeBounds.upperBound],
        next: trend.next,
        nextBounds: [trend.nextBounds.lowerBound, trend.nextBounds.upperBound]
      )
    }
    spentEpsilon = budget.spent.epsilon
    leftEpsilon = budget.leftEpsilon
  }
}

struct InsightUsesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "uses",
    abstract: "Lists for whom reports were asked for, the latest first."
  )

  private struct Shown: Encodable {
    let report: String
    let kind: String
    let from: String
    let to: String
    let brand: String
    let actor: String
    let usedAt: Date
    let isAnswered: Bool
  }

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let uses = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      try await database.reading(snapshot.id).insightUses()
    }
    var table = Table("TIME", "BRAND", "ACTOR", "KIND", "FROM", "TO", "")
    let shown = uses.map { use in
      Shown(
        report: use.report.description,
        kind: use.question.kind.rawValue,
        from: InsightMonths.text(use.question.months.first),
        to: InsightMonths.text(use.question.months.last),
        brand: use.brand,
        actor: use.actor,
        usedAt: use.usedAt,
        isAnswered: use.isAnswered
      )
    }
    for use in shown {
      table.add(
        ShownTime.text(use.usedAt),
        use.brand,
        use.actor,
        use.kind,
        use.from,
        use.to,
        use.isAnswered ? "" : "too few people"
      )
    }
    return try Report(shown, text: table.text(ifEmpty: "Nobody asked yet."))
  }
}
