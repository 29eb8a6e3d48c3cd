/// Terms of which a product must have one alternative.
struct TermGroup: Hashable {
  /// Each is a list of terms that all must occur.
  let alternatives: [[String]]
  /// About how many products have one of them.
  let count: Int
  /// How much a hit says, more for rare terms; 0 for what only narrows.
  var weight = 0
  /// The facet that it narrows by, when it does not come from the text.
  var facet: ProductFacet?

  /// The only term that the group is about.
  var singleTerm: String? {
    alternatives.count == 1 && alternatives[0].count == 1 ? alternatives[0][0] : nil
  }

  /// Whether what has one of its terms has the group.
  var isOfSingleTerms: Bool { alternatives.allSatisfy { $0.count == 1 } }

  /// The rarest term of each alternative: every product of the group has one of them.
  func drivers(_ counts: [String: Int]) -> [String] {
    var seen: Set<String> = []
    return alternatives.compactMap { terms in
      terms.min { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }
    }.filter { seen.insert($0).inserted }
  }
}

/// What a shopper was understood to mean.
public struct SearchReading: Hashable, Sendable {
  /// In which way something typed was understood.
  public enum Kind: String, Sendable {
    /// Another name of the same thing.
    case synonym
    /// Chinese spelt in Latin letters.
    case pinyin
    /// The first letters of the pinyin.
    case initials
    /// Characters that sound the same.
    case homophone
    /// Letters that are almost the same.
    case typo
  }

  /// What was typed.
  public let typed: String
  /// What it was taken for, at most three.
  public let meant: [String]
  /// In which way.
  public let kind: Kind
}

/// How a question is looked for in a shop.
struct SearchPlan {
  /// All must be found.
  private(set) var groups: [TermGroup] = []
  /// What was understood otherwise than as it was typed.
  private(set) var readings: [SearchReading] = []
  /// What nothing is known of, and which was left out.
  private(set) var missing: [String] = []

  /// The most other readings of one slot.
  private static let guessLimit = 8
  /// The most groups of one search; what is typed beyond them does not narrow further.
  private static let groupLimit = 10

  /// Decides how to read each slot: as it stands, else as pinyin, initials or a typo.
  init(_ question: SearchQuestion, _ lexicon: Lexicon) {
    for slot in question.slots {
      let live = slot.alternatives.filter(lexicon.has)
      if !live.isEmpty {
        add(live, lexicon)
        if let first = slot.alternatives.first, !lexicon.has(first) {
          note(slot, live.map { $0.joined(separator: " ") }, .synonym)
        }
      } else if !guess(slot, question, lexicon), !slot.isOptional {
        missing.append(slot.typed)
      }
    }
  }

  private mutating func add(_ alternatives: [[String]], _ lexicon: Lexicon) {
    // What has all terms of a longer alternative has those of a shorter one within it.
    let wanted = alternatives.filter { terms in
      !alternatives.contains { $0.count < terms.count && Set($0).isSubset(of: terms) }
    }
    let kept = Array(wanted.prefix(Self.guessLimit * 2))
    let count = kept.reduce(0) { $0 + lexicon.count($1) }
    let group = TermGroup(alternatives: kept, count: count, weight: lexicon.rarity(count))
    if !groups.contains(group), groups.count < Self.groupLimit { groups.append(group) }
  }

  private mutating func note(
    _ slot: SearchQuestion.Slot,
    _ meant: [String],
    _ kind: SearchReading.Kind
  ) {
    readings.append(
      SearchReading(typed: slot.typed, meant: Array(meant.prefix(3)), kind: kind)
    )
  }

  private mutating func guess(
    _ slot: SearchQuestion.Slot,
    _ question: SearchQuestion,
    _ lexicon: Lexicon
  ) -> Bool {
    switch slot.guesses {
    case .none: return false
    case .character(let character):
      let pairs = lexicon.terms("c:" + character)
      guard !pairs.isEmpty else { return false }
      add(pairs.map { [$0] }, lexicon)
      return true
    case .pair(let syllables):
      let found = syllables.flatMap { lexicon.terms("p:" + $0) }
      guard !found.isEmpty else { return false }
      add(found.prefix(Self.guessLimit).map { [$0] }, lexicon)
      note(slot, found, .homophone)
      return true
    case .letters(let letters, let cuts):
      let words = question.words
      let named = words.names(spelt: letters) + lexicon.terms("f:" + letters)
      return take(named, slot, words, lexicon, .pinyin)
        || cut(cuts, slot, lexicon)
        || take(
          words.names(initials: letters) + lexicon.terms("i:" + letters),
          slot,
          words,
          lexicon,
          .initials
        )
        || mistyped(letters, slot, words, lexicon)
    }
  }

  /// Takes names of the trade or of the shop, with what else the same thing is called.
  private mutating func take(
    _ names: [String],
    _ slot: SearchQuestion.Slot,
    _ words: TradeWords,
    _ lexicon: Lexicon,
    _ kind: SearchReading.Kind
  ) -> Bool {
    var live: [[String]] = []
    var meant: [String] = []
    for name in names {
      let found = (words.names(of: name) ?? [name]).map(SearchTermRule.queryTerms)
        .filter { lexicon.has($0) || ($0.count > 0 && lexicon.isName(name)) }
      guard !found.isEmpty else { continue }
      live += found.filter { !live.contains($0) }
      if !meant.contains(name) { meant.append(name) }
    }
    guard !live.isEmpty else { return false }
    add(live, lexicon)
    note(slot, meant, kind)
    return true
  }

  /// Takes the first cut into syllables of which every pair is known.
  private mutating func cut(_ cuts: [[String]], _ slot: SearchQuestion.Slot, _ lexicon: Lexicon)
    -> Bool
  {
    for cut in cuts {
      let found = SearchQuestion.pairs(cut).map { lexicon.terms("p:" + $0) }
      guard found.allSatisfy({ !$0.isEmpty }) else { continue }
      for terms in found { add(terms.prefix(Self.guessLimit).map { [$0] }, lexicon) }
      note(slot, found.count == 1 ? found[0] : [Self.joined(found.map { $0[0] })], .pinyin)
      return true
    }
    return false
  }

  /// Pairs that overlap as one text: 纸尿 and 尿裤 are 纸尿裤.
  private static func joined(_ pairs: [String]) -> String {
    pairs.dropFirst().reduce(pairs[0]) { text, pair in
      text.unicodeScalars.last == pair.unicodeScalars.first
        ? text + String(pair.unicodeScalars.dropFirst()) : text + " " + pair
    }
  }

  private mutating func mistyped(
    _ letters: String,
    _ slot: SearchQuestion.Slot,
    _ words: TradeWords,
    _ lexicon: Lexicon
  ) -> Bool {
    guard TypoRule.isSpelt(letters) else { return false }
    let allowed = TypoRule.allowance(for: letters)
    var near: [(distance: Int, count: Int, word: String)] = []
    let kept = TypoRule.searchedForms(of: letters).flatMap { lexicon.terms("d:" + $0) }
    for word in Set(kept) {
      let spellings =
        Pinyin.combinations(of: word).map { $0.filter { $0 != " " } } + [word]
      let distance = spellings.compactMap { TypoRule.distance($0, letters, limit: allowed) }.min()
      if let distance { near.append((distance, lexicon.count([word]), word)) }
    }
    near.sort { ($0.distance, -$0.count, $0.word) < ($1.distance, -$1.count, $1.word) }
    let best = near.first.map { first in near.filter { $0.distance == first.distance } } ?? []
    return take(best.prefix(3).map(\.word), slot, words, lexicon, .typo)
      || take(words.names(near: letters), slot, words, lexicon, .typo)
  }
}
