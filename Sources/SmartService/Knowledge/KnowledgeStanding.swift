public import Foundation
public import TenantStore

/// An entry as the desk lists it: what is answered with, and what is on its way.
public struct KnowledgeStanding: Hashable, Sendable, TenantRow {
  /// The entry's short name.
  public let slug: String
  /// What it belongs to.
  public let topic: String
  /// The question of the version that is answered with, else of the latest.
  public let question: String
  /// The language of that version.
  public let language: String
  /// Where its answer comes from.
  public let source: String
  /// The youngest age in days that it is right for; open when `nil`.
  public let minAgeDays: Int?
  /// The oldest age in days that it is right for; open when `nil`.
  public let maxAgeDays: Int?
  /// The version that is answered with; none before the first publication and after a withdrawal.
  public let servedVersion: Int?
  /// When that version must be reviewed again; from then on it is answered with no longer.
  public let dueAt: Date?
  /// The number of the latest version.
  public let latestVersion: Int
  /// Where the latest version is.
  public let latestState: KnowledgeState

  /// Whether a further version is being written or waits for an expert.
  public var hasNewer: Bool { servedVersion.map { latestVersion > $0 } ?? false }

  /// Whether it was published and its date is over.
  public func isOverdue(at now: Date) -> Bool {
    servedVersion != nil && dueAt.map { $0 <= now } ?? false
  }

  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    slug = try row.next()
    topic = try row.next()
    question = try row.next()
    language = try row.next()
    source = try row.next()
    minAgeDays = try row.next()
    maxAgeDays = try row.next()
    servedVersion = try row.next()
    dueAt = try row.next()
    latestVersion = try row.next()
    guard let state = KnowledgeState(rawValue: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    latestState = state
  }
}

/// Which entries a list of the desk shows.
public struct KnowledgeQuery: Hashable, Sendable {
  /// Where an entry is.
  public enum Filter: String, CaseIterable, Sendable {
    /// Answers may be given with it.
    case served
    /// It must be reviewed again within 30 days, or should have been.
    case due
    /// Its latest version waits for an expert.
    case review
    /// Its latest version is being written.
    case draft
    /// Nothing of it is answered with any more.
    case withdrawn
  }

  /// Only those that are there.
  public var filter: Filter?
  /// Only those that hold this text in the short name, the question or another wording.
  public var text = ""
  /// Only those after this short name.
  public var after = ""
  /// At most so many, 1 to 100.
  public var limit = 50

  /// Asks for all, the first fifty.
  public init() {}

  /// From how long before its date on an entry is due.
  static let dueAhead: TimeInterval = 30 * 86_400
}

/// How many entries wait for somebody.
public struct KnowledgeWork: Hashable, Sendable, TenantRow {
  /// Latest versions that wait for an expert.
  public let waiting: Int
  /// Published entries that must be reviewed again within 30 days, or should have been.
  public let due: Int

  /// Reads both counts.
  public init(row: inout ColumnReader) throws {
    waiting = try row.next()
    due = try row.next()
  }
}
