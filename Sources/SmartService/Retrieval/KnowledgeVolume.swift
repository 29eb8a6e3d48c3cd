internal import Foundation

/// What a tenant has published, ready to be searched: an index for each language.
struct KnowledgeVolume: Sendable {
  /// The entries of one language.
  struct Section: Sendable {
    let index: KnowledgeIndex
    /// The points of each entry's questions, in the order of the index; empty until all are read.
    var meanings: [[[Float]]] = []
  }

  let revision: Int64
  let entries: [String: KnowledgeEntry]
  /// What the entries speak of, and how it is connected.
  let graph: KnowledgeGraph
  private(set) var sections: [String: Section]
  /// The wordings of all questions, each once.
  let wordings: Set<String>
  /// The points of wordings that a model has read, which the next volume need not compute again.
  private(set) var points: [String: [Float]] = [:]
  /// When the first entry must be reviewed again.
  private let servedUntil: Date?

  init(revision: Int64, _ entries: [KnowledgeEntry], graph: KnowledgeGraph = .empty) {
    self.revision = revision
    self.graph = graph
    self.entries = Dictionary(
      entries.map { ($0.draft.slug, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    sections = Dictionary(grouping: entries) { Self.language(of: $0.draft.language) }
      .mapValues { Section(index: KnowledgeIndex($0.map { KnowledgeDocument($0.draft) })) }
    wordings = Set(entries.flatMap { [$0.draft.question] + $0.draft.similar })
    servedUntil = entries.compactMap(\.dueAt).min()
  }

  /// Whether no entry is past its date.
  func isServed(at now: Date) -> Bool { servedUntil.map { $0 > now } ?? true }

  // MARK: Meanings

  /// Whether answers can be found by meaning: every wording was read.
  var hasMeanings: Bool { !points.isEmpty && points.count == wordings.count }

  /// What a model has not read yet.
  var unread: [String] { wordings.filter { points[$0] == nil }.sorted() }

  /// The same volume with more points; those of other wordings are left out.
  func reading(_ more: [String: [Float]]) -> Self {
    var volume = self
    volume.points.merge(more.filter { wordings.contains($0.key) }) { _, new in new }
    guard volume.hasMeanings else { return volume }
    volume.sections = volume.sections.mapValues { section in
      var section = section
      section.meanings = section.index.documents.map { document in
        ([document.question] + document.similar).compactMap { volume.points[$0] }
      }
      return section
    }
    return volume
  }

  /// The same volume as words alone find it.
  var withoutPoints: Self {
    var volume = self
    volume.points = [:]
    volume.sections = sections.mapValues { Section(index: $0.index) }
    return volume
  }

  // MARK: Languages

  /// The languages in which an answer is looked for, each only where the one before has none: those
  /// that the reader reads, then Chinese and English, then the rest.
  func languages(preferred: [String]) -> [String] {
    var order: [String] = []
    for tag in preferred.map(Self.language) + ["zh", "en"] + sections.keys.sorted()
    where sections[tag] != nil && !order.contains(tag) {
      order.append(tag)
    }
    return order
  }

  /// The language of a BCP 47 tag: `zh` of `zh-Hans`.
  static func language(of tag: String) -> String {
    String(tag.lowercased().prefix { $0 != "-" && $0 != "_" })
  }
}

extension KnowledgeVolume.Section {
  /// The entries for a question, by words and, when there is a point, by meaning.
  func ranked(_ terms: SearchTerms, point: [Float]?, age: ClosedRange<Int>?, unrelated: Double)
    -> [RankedEntry]
  {
    guard let point, !meanings.isEmpty else { return index.ranked(terms, age: age) }
    let nearness = meanings.map { points -> Double in
      let best = points.map { SentenceVector.dot($0, point) }.max() ?? 0
      return max(0, (Double(best) - unrelated) / (1 - unrelated))
    }
    return index.ranked(terms, age: age, meanings: nearness)
  }
}
