/// A part of childhood by which parents look for what concerns them.
public enum KnowledgeStage: String, CaseIterable, Sendable {
  /// Up to 28 days.
  case newborn
  /// Up to three months.
  case month1
  /// From three to six months.
  case month3
  /// From six to twelve months.
  case month6
  /// The second year.
  case year1
  /// The third year.
  case year2
  /// From three to six years.
  case year3

  /// The days of age that belong to it.
  public var days: ClosedRange<Int> {
    switch self {
    case .newborn: 0...27
    case .month1: 28...90
    case .month3: 91...182
    case .month6: 183...364
    case .year1: 365...729
    case .year2: 730...1_094
    case .year3: 1_095...2_190
    }
  }
}

/// What parents look for in what is published.
public struct KnowledgeBrowse: Hashable, Sendable {
  /// Only what is right at some age of this stage; what no age decides is left out then.
  public var stage: KnowledgeStage?
  /// Only what belongs to this topic.
  public var topic: String?
  /// Words of a question; the entries that fit best come first then.
  public var text = ""

  /// Asks for everything.
  public init() {}
}

/// What of a merchant's knowledge parents may read, in one language.
public struct KnowledgeCentre: Hashable, Sendable {
  /// The language of all that is in it, as a BCP 47 tag; none where nothing is published.
  public let language: String?
  /// The topics with how many entries of the stage each has, the largest first.
  public let topics: [Topic]
  /// What was looked for.
  public let entries: [KnowledgeEntry]

  /// A topic that has entries.
  public struct Topic: Hashable, Sendable {
    /// As entries name it.
    public let name: String
    /// So many entries.
    public let count: Int
  }
}

extension KnowledgeStage {
  /// Whether an entry is for some age of the stage, and not for every age alike.
  func holds(_ entry: KnowledgeEntry) -> Bool {
    guard let window = KnowledgeDocument(entry.draft).stage else { return false }
    return window.overlaps(days)
  }
}
