internal import Foundation

/// What a tenant has published, ready to be searched: an index for each language.
struct KnowledgeVolume: Sendable {
  /// The entries of one language.
  struct Section: Sendable {
    let index: KnowledgeIndex
    /// The vectors of each entry's questions, in the order of the index; empty without a model.
    let meanings: [[[Float]]]
  }

  let revision: Int64
  let entries: [String: KnowledgeEntry]
  let sections: [String: Section]
  /// The vectors of all questions by their wording, which the next volume need not compute again.
  let vectors: [String: [Float]]

  init(
    revision: Int64,
    _ entries: [KnowledgeEntry],
    earlier: [String: [Float]],
    embed: KnowledgeShelf.Embedding?
  ) {
    self.revision = revision
    self.entries = Dictionary(
      entries.map { ($0.draft.slug, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var vectors: [String: [Float]] = [:]
    sections = Dictionary(grouping: entries) { Self.language(of: $0.draft.language) }
      .mapValues { entries in
        let index = KnowledgeIndex(entries.map { KnowledgeDocument($0.draft) })
        guard let embed else { return Section(index: index, meanings: []) }
        let meanings = index.documents.map { document in
          ([document.question] + document.similar).map { text in
            let vector = vectors[text] ?? earlier[text] ?? embed(text)
            vectors[text] = vector
            return vector
          }
        }
        return Section(index: index, meanings: meanings)
      }
    self.vectors = vectors
  }

  /// Whether no entry is past its date.
  func isServed(at now: Date) -> Bool { entries.values.allSatisfy { $0.isServed(at: now) } }

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
  private static func language(of tag: String) -> String {
    String(tag.lowercased().prefix { $0 != "-" && $0 != "_" })
  }
}

extension KnowledgeVolume.Section {
  /// The entries for a question, by words and, when there is a model, by meaning.
  func ranked(_ terms: SearchTerms, vector: [Float]?, age: ClosedRange<Int>?, unrelated: Double)
    -> [RankedEntry]
  {
    guard let vector, !meanings.isEmpty else { return index.ranked(terms, age: age) }
    let nearness = meanings.map { vectors -> Double in
      let best = vectors.map { zip($0, vector).reduce(Float(0)) { $0 + $1.0 * $1.1 } }.max() ?? 0
      return max(0, (Double(best) - unrelated) / (1 - unrelated))
    }
    return index.ranked(terms, age: age, meanings: nearness)
  }
}
