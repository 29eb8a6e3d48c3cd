internal import Foundation

/// An index of one tenant's published entries of one language in memory, rebuilt when their version
/// changes.
struct KnowledgeIndex: Sendable {
  let documents: [KnowledgeDocument]
  private var entries: [Entry] = []
  private var conceptCounts: [String: Int] = [:]
  private var gramCounts: [String: Int] = [:]
  private var gramPostings: [String: [Int]] = [:]
  private var conceptPostings: [String: [Int]] = [:]
  private let lexicon: FieldLexicon

  /// One question of an entry, with what is the same for every text that is compared with it.
  fileprivate struct Asked {
    let terms: SearchTerms
    /// Length of its concepts, each by its rarity.
    var norm = 1.0
    /// Rarity of all its topics.
    var topics = 1.0
    /// Length of its wording.
    var length = 1.0
  }

  /// One entry as it is scored.
  fileprivate struct Entry {
    /// Question first, then similar questions.
    var asked: [Asked] = []
    /// Weighted counts over all fields.
    var grams: [String: Double] = [:]
    var concepts: [String: Double] = [:]
    /// Length against the average, 0.4 upwards.
    var length = 1.0
  }

  init(_ documents: [KnowledgeDocument], lexicon: FieldLexicon = .shared) {
    self.documents = documents
    self.lexicon = lexicon
    for (number, document) in documents.enumerated() {
      let asked = ([document.question] + document.similar).map { SearchTerms($0, lexicon) }
      let answer = SearchTerms(document.answer, lexicon)
      var entry = Entry(asked: asked.map { Asked(terms: $0) })
      for (place, field) in asked.enumerated() { entry.add(field, place == 0 ? 1.2 : 1) }
      for (gram, count) in answer.grams { entry.grams[gram, default: 0] += 0.25 * min(count, 3) }
      for (concept, weight) in answer.concepts {
        entry.concepts[concept, default: 0] += 0.35 * weight
      }
      for gram in entry.grams.keys {
        gramCounts[gram, default: 0] += 1
        gramPostings[gram, default: []].append(number)
      }
      for concept in entry.concepts.keys { conceptPostings[concept, default: []].append(number) }
      for concept in Set(asked.flatMap(\.concepts.keys)) { conceptCounts[concept, default: 0] += 1 }
      entries.append(entry)
    }
    let lengths = entries.map { $0.grams.values.reduce(0, +) }
    let average = max(1, lengths.reduce(0, +) / Double(max(1, lengths.count)))
    for number in entries.indices {
      entries[number].length = 0.4 + 0.6 * lengths[number] / average
      entries[number].asked = entries[number].asked.map(measured)
    }
  }

  private func measured(_ asked: Asked) -> Asked {
    var (norm, topics) = (1e-9, 1e-9)
    for (concept, weight) in asked.terms.concepts {
      let (rarity, kind) = (conceptRarity(concept), ConceptKind(concept))
      norm += rarity * rarity * kind.share * weight * weight
      if kind.isTopic { topics += rarity * weight }
    }
    let length = asked.terms.grams.keys.reduce(1e-9) { $0 + gramRarity($1) }
    return Asked(
      terms: asked.terms,
      norm: norm.squareRoot(),
      topics: topics,
      length: length.squareRoot()
    )
  }

  private func conceptRarity(_ concept: String) -> Double {
    log(1 + Double(documents.count + 1) / (Double(conceptCounts[concept] ?? 0) + 0.5))
  }

  private func gramRarity(_ gram: String) -> Double {
    let count = Double(gramCounts[gram] ?? 0)
    let rarity = log(1 + (Double(documents.count) - count + 0.5) / (count + 0.5))
    return gram.count > 1 ? rarity : 0.45 * rarity
  }

  /// The entries that have anything of a question and are right for the child, best first.
  ///
  /// - Parameters:
  ///   - question: What the text is searched by.
  ///   - age: The child's age in days, if it is known; entries for other ages are left out.
  ///   - meanings: What sentence embeddings say of each entry, 0 to 1, when there is a model.
  ///   - limit: At most so many.
  /// - Returns: The entries with what speaks for them.
  func ranked(
    _ question: SearchTerms,
    age: ClosedRange<Int>?,
    meanings: [Double]? = nil,
    limit: Int = 10
  ) -> [RankedEntry] {
    let query = Weights(question, self)
    return candidates(question, all: meanings != nil)
      .filter { documents[$0].fits(age) }
      .map { number in
        var signals = signals(query, number, age)
        signals.meaning = meanings?[number] ?? 0
        let weights = meanings == nil ? RankingWeights.lexical : RankingWeights.withModel
        return RankedEntry(
          document: documents[number],
          signals: signals,
          score: weights.score(signals)
        )
      }
      .sorted { ($0.score, $1.document.slug) > ($1.score, $0.document.slug) }
      .prefix(limit).map { $0 }
  }

  private func candidates(_ question: SearchTerms, all: Bool) -> Set<Int> {
    guard !all else { return Set(documents.indices) }
    var found: Set<Int> = []
    for gram in question.grams.keys where gram.count > 1 {
      found.formUnion(gramPostings[gram] ?? [])
    }
    for concept in question.concepts.keys { found.formUnion(conceptPostings[concept] ?? []) }
    return found
  }

  /// A question's pieces with what each is worth in this index.
  private struct Weights {
    let grams: [(gram: String, worth: Double)]
    let concepts: [(concept: String, weight: Double, rarity: Double, kind: ConceptKind)]
    let gramTotal: Double
    let all: Double
    let topics: Double
    let words: Double
    let norm: Double

    init(_ terms: SearchTerms, _ index: KnowledgeIndex) {
      grams = terms.grams.keys.map { ($0, index.gramRarity($0)) }
      let named = terms.concepts.map { concept, weight in
        (
          concept: concept,
          weight: weight,
          rarity: index.conceptRarity(concept),
          kind: ConceptKind(concept)
        )
      }
      func sum(_ worth: (Double, Double, ConceptKind) -> Double) -> Double {
        named.reduce(1e-9) { $0 + worth($1.weight, $1.rarity, $1.kind) }
      }
      concepts = named
      gramTotal = grams.reduce(1e-9) { $0 + $1.worth }
      all = sum { $0 * $1 * $2.share }
      topics = sum { $2.isTopic ? $0 * $1 : 0 }
      words = sum { $2 == .word ? $0 * $1 : 0 }
      norm = sum { $0 * $0 * $1 * $1 * $2.share }.squareRoot()
    }
  }

  private func signals(_ query: Weights, _ number: Int, _ age: ClosedRange<Int>?)
    -> RankingSignals
  {
    let entry = entries[number]
    var signals = RankingSignals()
    for (gram, worth) in query.grams {
      guard let count = entry.grams[gram] else { continue }
      signals.text += worth * count * 2.2 / (count + 1.2 * entry.length)
    }
    signals.text /= query.gramTotal
    var (types, words, topics, capped) = (0.0, 0.0, 0.0, 0.0)
    for (concept, weight, rarity, kind) in query.concepts {
      guard let count = entry.concepts[concept] else { continue }
      switch kind {
      case .question: types += rarity * min(1, count)
      case .word: words += rarity * weight * count / (count + 1)
      case .topic, .elsewhere:
        topics += rarity * weight * count / (count + 1)
        capped += rarity * weight * min(1, count / 1.2)
      }
    }
    signals.capped = capped / query.all
    signals.topics = query.topics > 1e-6 ? topics / query.topics : 0
    signals.type = types / (1 + types)
    signals.words = words / (query.words + 3)
    addBest(of: entry, query, &signals)
    if age != nil, let stage = documents[number].stage {
      signals.narrow = max(0, 1 - log(1 + Double(stage.upperBound - stage.lowerBound)) / 8)
    }
    return signals
  }

  /// How well the one best question of an entry agrees, both ways.
  private func addBest(of entry: Entry, _ query: Weights, _ signals: inout RankingSignals) {
    for (place, asked) in entry.asked.enumerated() {
      var (dot, named, shared) = (0.0, 0.0, 0.0)
      for (concept, weight, rarity, kind) in query.concepts {
        guard let theirs = asked.terms.concepts[concept] else { continue }
        dot += rarity * rarity * kind.share * weight * min(1, theirs)
        if kind.isTopic { named += rarity * theirs }
      }
      signals.agreement = max(signals.agreement, dot / (asked.norm * query.norm))
      signals.named = max(signals.named, named / asked.topics)
      if place == 0 { signals.titleNamed = named / asked.topics }
      for (gram, worth) in query.grams where asked.terms.grams[gram] != nil { shared += worth }
      signals.wording = max(
        signals.wording,
        shared / (asked.length * query.gramTotal.squareRoot())
      )
    }
  }
}

extension KnowledgeIndex.Entry {
  fileprivate mutating func add(_ field: SearchTerms, _ conceptWeight: Double) {
    for (gram, count) in field.grams { grams[gram, default: 0] += min(count, 2) }
    for (concept, weight) in field.concepts {
      concepts[concept, default: 0] += conceptWeight * weight
    }
  }
}

/// What kind of thing a concept is, by the first character of its name.
enum ConceptKind {
  case question, word, elsewhere, topic

  init(_ concept: String) {
    switch concept.first {
    case "?": self = .question
    case ".": self = .word
    case "!": self = .elsewhere
    default: self = .topic
    }
  }

  /// How much it counts against a topic.
  var share: Double {
    switch self {
    case .question: 0.45
    case .word: 0.5
    case .elsewhere, .topic: 1
    }
  }

  /// Whether it says what a text is about.
  var isTopic: Bool { self == .topic || self == .elsewhere }
}
