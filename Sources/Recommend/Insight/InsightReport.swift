public import Foundation
public import TenantStore

/// A report, kept under its question.
public struct InsightReportID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "ins"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the report with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What was answered to a question.
public struct InsightReport: Hashable, Sendable {
  /// Its name.
  public let id: InsightReportID
  /// What was asked.
  public let question: InsightQuestion
  /// The table; nil where it would have told of too few people.
  public let table: InsightTable?
  /// When it was made, in UTC; whoever asks later gets the same.
  public let madeAt: Date
}

/// Counts of people by two things, with noise: what a brand may read.
public struct InsightTable: Hashable, Sendable, Codable {
  /// What the lines are: ``ChildCohort`` by name, or months as ISO 8601 writes them.
  public let lines: [String]
  /// What the columns are: the short names of categories.
  public let categories: [String]
  /// The counts, line by line.
  public let counts: NoisyTable

  /// About how many people; nil where they are too few to be told.
  public func people(line: Int, category: Int) -> Int? {
    let count = counts.counts[line * categories.count + category]
    return count >= counts.leastShown ? count : nil
  }

  /// How a category moves from line to line, where lines are months.
  public func trend(of category: Int) -> CategoryTrend? {
    CategoryTrend(
      lines.indices.map { counts.counts[$0 * categories.count + category] },
      variance: counts.variance
    )
  }
}

/// One time that a report was asked for.
public struct InsightUse: Hashable, Sendable {
  /// Which report.
  public let report: InsightReportID
  /// What was asked.
  public let question: InsightQuestion
  /// For which brand.
  public let brand: String
  /// Who asked, as the audit trail names them.
  public let actor: String
  /// When, in UTC.
  public let usedAt: Date
  /// Whether there were people enough.
  public let isAnswered: Bool
}
