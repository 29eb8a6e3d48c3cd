internal import Foundation

/// An index of one tenant's published entries of one language in memory, rebuilt when their version
/// changes.
///
/// Every piece and every concept knows where it stands, so that a question only looks at what it has in
/// common with entries.
struct KnowledgeIndex: Sendable {
  let documents: [KnowledgeDocument]
  /// Length of each entry against the average, 0.4 upwards.
  private var lengths: [Double] = []
  /// All questions of all entries, one entry's behind the other's: its own, then the similar ones.
  private var asked: [Asked] = []
  /// Where an entry's questions begin, and at last where all end.
  private var firstAsked: [Int] = [0]
  private var grams: [String: [Posting]] = [:]
  private var askedGrams: [String: [Int32]] = [:]
  private var concepts: [String: [Posting]] = [:]
  private var askedConcepts: [String: [Posting]] = [:]
  /// In the questions of how many entries a concept stands.
  private var conceptCounts: [String: Int] = [:]

  /// How much of something stands in an entry, or in a question.
  private struct Posting {
    let place: Int32
    let count: Double
  }

  /// One question of an entry, as far as it is the same for every text that is compared with it.
  private struct Asked {
    /// Length of its concepts, each by its rarity.
    var norm = 1.0
    /// Rarity of all its topics.
    var topics = 1.0
    /// Length of its wording.
    var length = 1.0
  }

  init(_ documents: [KnowledgeDocument], lexicon: FieldLexicon = .shared) {
    self.documents = documents
    var questions: [[SearchTerms]] = []
    var weights: [Double] = []
    for (number, document) in documents.enumerated() {
      let fields = ([document.question] + document.similar).map { SearchTerms($0, lexicon) }
      weights.append(add(fields, SearchTerms(document.answer, lexicon), to: number))
      questions.append(fields)
    }
    let average = max(1, weights.reduce(0, +) / Double(max(1, weights.count)))
    lengths = weights.map { 0.4 + 0.6 * $0 / average }
    // Rarities are known only now.
    asked = questions.flatMap { $0.map(measured) }
  }

  /// Adds the pieces and concepts of one entry, whose questions count more than its answer.
  private mutating func add(_ fields: [SearchTerms], _ answer: SearchTerms, to number: Int)
    -> Double
  {
    var (pieces, named) = ([:] as [String: Double], [:] as [String: Double])
    for (place, field) in fields.enumerated() {
      let asked = Int32(firstAsked[number] + place)
      for (gram, count) in field.grams {
        pieces[gram, default: 0] += min(count, 2)
        askedGrams[gram, default: []].append(asked)
      }
      for (concept, weight) in field.concepts {
        named[concept, default: 0] += (place == 0 ? 1.2 : 1) * weight
        askedConcepts[concept, default: []].append(Posting(place: asked, count: weight))
      }
    }
    for concept in Set(fields.flatMap(\.concepts.keys)) { conceptCounts[concept, default: 0] += 1 }
    for (gram, count) in answer.grams { pieces[gram, default: 0] += 0.25 * min(count, 3) }
    for (concept, weight) in answer.concepts { named[concept, default: 0] += 0.35 * weight }
    let place = Int32(number)
    for (gram, count) in pieces {
      grams[gram, default: []].append(Posting(place: place, count: count))
    }
    for (concept, count) in named {
      concepts[concept, default: []].append(Posting(place: place, count: count))
    }
    firstAsked.append(firstAsked[number] + fields.count)
    return pieces.values.reduce(0, +)
  }

  private func measured(_ terms: SearchTerms) -> Asked {
    var (norm, topics) = (1e-9, 1e-9)
    for (concept, weight) in terms.concepts {
      let (rarity, kind) = (conceptRarity(concept), ConceptKind(concept))
      norm += rarity * rarity * kind.share * weight * weight
      if kind.isTopic { topics += rarity * weight }
    }
    let length = terms.grams.keys.reduce(1e-9) { $0 + gramRarity($1) }
    return Asked(norm: norm.squareRoot(), topics: topics, length: length.squareRoot())
  }

  private func conceptRarity(_ concept: String) -> Double {
    log(1 + Double(documents.count + 1) / (Double(conceptCounts[concept] ?? 0) + 0.5))
  }

  private func gramRarity(_ gram: String) -> Double {
    let count = Double(grams[gram]?.count ?? 0)
    let rarity = log(1 + (Double(documents.count) - count + 0.5) / (count + 0.5))
    return gram.count > 1 ? rarity : 0.45 * rarity
  }

  // MARK: Ranking

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
    let sums = sums(of: query)
    let weights = meanings == nil ? RankingWeights.lexical : RankingWeights.withModel
    var found: [(number: Int, signals: RankingSignals, score: Double)] = []
    for number in documents.indices
    where (meanings != nil || sums.isCandidate[number]) && documents[number].fits(age) {
      var signals = signals(query, sums, number, age)
      signals.meaning = meanings?[number] ?? 0
      found.append((number, signals, weights.score(signals)))
    }
    found.sort { first, second in
      first.score != second.score
        ? first.score > second.score
        : documents[first.number].slug < documents[second.number].slug
    }
    return found.prefix(limit).map {
      RankedEntry(document: documents[$0.number], signals: $0.signals, score: $0.score)
    }
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

  /// What a question has in common with each entry, and with each question of theirs.
  private struct Sums {
    var isCandidate: [Bool]
    var text: [Double]
    var types: [Double]
    var words: [Double]
    var topics: [Double]
    var capped: [Double]
    var shared: [Double]
    var dot: [Double]
    var named: [Double]

    init(entries: Int, asked: Int) {
      let none = Array(repeating: 0.0, count: entries)
      let nothing = Array(repeating: 0.0, count: asked)
      isCandidate = Array(repeating: false, count: entries)
      (text, types, words, topics, capped) = (none, none, none, none, none)
      (shared, dot, named) = (nothing, nothing, nothing)
    }
  }

  private func sums(of query: Weights) -> Sums {
    var sums = Sums(entries: documents.count, asked: asked.count)
    for (gram, worth) in query.grams {
      let isPair = gram.count > 1
      for posting in grams[gram] ?? [] {
        let (place, count) = (Int(posting.place), posting.count)
        sums.text[place] += worth * count * 2.2 / (count + 1.2 * lengths[place])
        if isPair { sums.isCandidate[place] = true }
      }
      for place in askedGrams[gram] ?? [] { sums.shared[Int(place)] += worth }
    }
    for (concept, weight, rarity, kind) in query.concepts {
      for posting in concepts[concept] ?? [] {
        let (place, count) = (Int(posting.place), posting.count)
        sums.isCandidate[place] = true
        switch kind {
        case .question: sums.types[place] += rarity * min(1, count)
        case .word: sums.words[place] += rarity * weight * count / (count + 1)
        case .topic, .elsewhere:
          sums.topics[place] += rarity * weight * count / (count + 1)
          sums.capped[place] += rarity * weight * min(1, count / 1.2)
        }
      }
      for posting in askedConcepts[concept] ?? [] {
        let place = Int(posting.place)
        sums.dot[place] += rarity * rarity * kind.share * weight * min(1, posting.count)
        if kind.isTopic { sums.named[place] += rarity * posting.count }
      }
    }
    return sums
  }

  private func signals(_ query: Weights, _ sums: Sums, _ number: Int, _ age: ClosedRange<Int>?)
    -> RankingSignals
  {
    var signals = RankingSignals()
    signals.text = sums.text[number] / query.gramTotal
    signals.capped = sums.capped[number] / query.all
    signals.topics = query.topics > 1e-6 ? sums.topics[number] / query.topics : 0
    signals.type = sums.types[number] / (1 + sums.types[number])
    signals.words = sums.words[number] / (query.words + 3)
    addBest(of: number, query, sums, &signals)
    if age != nil, let stage = documents[number].stage {
      signals.narrow = max(0, 1 - log(1 + Double(stage.upperBound - stage.lowerBound)) / 8)
    }
    return signals
  }

  /// How well the one best question of an entry agrees, both ways.
  private func addBest(
    of number: Int,
    _ query: Weights,
    _ sums: Sums,
    _ signals: inout RankingSignals
  ) {
    let wordingLength = query.gramTotal.squareRoot()
    for place in firstAsked[number]..<firstAsked[number + 1] {
      let question = asked[place]
      let named = sums.named[place] / question.topics
      signals.agreement = max(signals.agreement, sums.dot[place] / (question.norm * query.norm))
      signals.named = max(signals.named, named)
      if place == firstAsked[number] { signals.titleNamed = named }
      signals.wording = max(signals.wording, sums.shared[place] / (question.length * wordingLength))
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
