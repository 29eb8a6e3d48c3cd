/// What a shopper typed, cut into slots that must each be found.
struct SearchQuestion {
  /// One thing that was typed.
  struct Slot: Hashable {
    /// As it was typed, folded.
    let typed: String
    /// What it means as it stands: one of these, each a list of terms that all must occur.
    var alternatives: [[String]]
    /// What else it may have meant when nothing is found so.
    var guesses = Guesses.none
    /// Whether it may be dropped when others are found: a character that is left over.
    var isOptional = false
  }

  /// In which other ways a slot can be read.
  enum Guesses: Hashable {
    case none
    /// Two characters that sound like others.
    case pair(syllables: [String])
    /// One character, as a part of pairs.
    case character(String)
    /// Letters: pinyin, initials or a typo.
    case letters(String, cuts: [[String]])
  }

  private(set) var slots: [Slot] = []
  let words: TradeWords

  init(_ text: String, words: TradeWords) {
    self.words = words
    var pieces = SearchTermRule.pieces(text)[...]
    while let piece = pieces.popFirst() {
      switch piece {
      case .run(let run): add(run)
      case .measure(let measure, _, _, let rest):
        slots.append(Slot(typed: measure, alternatives: alternatives(measure)))
        if !rest.isEmpty { add(rest) }
      case .code(let whole, let parts):
        slots.append(Slot(typed: parts.joined(separator: "-"), alternatives: [[whole], parts]))
      case .word(let word): add(word, &pieces)
      }
    }
    var seen: Set<[[String]]> = []
    let unique = slots.filter { seen.insert($0.alternatives).inserted }
    slots = Array(unique.prefix(Self.slotLimit))
    if slots.count == 1 { slots[0].isOptional = false }
  }

  /// The most things that one search asks for; further ones are left out.
  static let slotLimit = 8

  /// The terms of all names of a thing, the typed one's first.
  private func alternatives(_ name: String) -> [[String]] {
    (words.names(of: name) ?? [name]).map(SearchTermRule.queryTerms).filter { !$0.isEmpty }
  }

  /// Characters: names of the trade as a whole, the rest in pairs.
  private mutating func add(_ run: [Unicode.Scalar]) {
    var rest = run[...]
    var loose: [Unicode.Scalar] = []
    while !rest.isEmpty {
      if let length = nameLength(rest) {
        flush(&loose)
        let name = String(String.UnicodeScalarView(rest.prefix(length)))
        slots.append(Slot(typed: name, alternatives: alternatives(name)))
        rest = rest.dropFirst(length)
      } else if let next = rest.popFirst() {
        loose.append(next)
      }
    }
    flush(&loose)
    if slots.count > 1, run.count > 1 {
      for index in slots.indices where slots[index].typed.unicodeScalars.count == 1 {
        slots[index].isOptional = true
      }
    }
  }

  private func nameLength(_ run: ArraySlice<Unicode.Scalar>) -> Int? {
    let longest = min(TradeWords.longestName, run.count)
    guard longest > 1 else { return nil }
    return (2...longest).reversed().first { length in
      words.names(of: String(String.UnicodeScalarView(run.prefix(length)))) != nil
    }
  }

  private mutating func flush(_ loose: inout [Unicode.Scalar]) {
    defer { loose = [] }
    if loose.count == 1 {
      let character = String(loose[0])
      slots.append(
        Slot(typed: character, alternatives: [[character]], guesses: .character(character))
      )
      return
    }
    guard loose.count > 1 else { return }
    for pair in SearchTermRule.pairs(loose) {
      let guesses = Guesses.pair(syllables: Pinyin.combinations(of: pair))
      slots.append(Slot(typed: pair, alternatives: [[pair]], guesses: guesses))
    }
  }

  /// Letters: names of several words first, then pinyin with blanks, then the word.
  private mutating func add(_ word: String, _ pieces: inout ArraySlice<SearchTermRule.Piece>) {
    var following: [String] = []
    for case .word(let next) in pieces.prefix(while: { if case .word = $0 { true } else { false } })
    { following.append(next) }
    for length in (0..<min(TradeWords.mostWords, following.count + 1)).reversed() {
      let name = ([word] + following.prefix(length)).joined(separator: " ")
      guard words.names(of: name) != nil else { continue }
      pieces = pieces.dropFirst(length)
      slots.append(slot(name, letters: length == 0 ? word : nil, cuts: Pinyin.cuts(word)))
      return
    }
    let syllables = ([word] + following).prefix { Pinyin.syllables.contains($0) }
    if syllables.count > 1 {
      pieces = pieces.dropFirst(syllables.count - 1)
      let typed = syllables.joined(separator: " ")
      var slot = slot(typed, letters: syllables.joined(), cuts: [Array(syllables)])
      slot.alternatives = [Array(syllables)]
      slots.append(slot)
      return
    }
    slots.append(slot(word, letters: word, cuts: Pinyin.cuts(word)))
  }

  private func slot(_ name: String, letters: String?, cuts: [[String]]) -> Slot {
    let isSpelt = letters?.utf8.allSatisfy { ("a"..."z").contains(Unicode.Scalar($0)) } ?? false
    return Slot(
      typed: name,
      alternatives: alternatives(name),
      guesses: isSpelt ? .letters(letters ?? "", cuts: cuts.filter { $0.count > 1 }) : .none
    )
  }
}

extension SearchQuestion {
  /// The terms whose counts decide how the question is read.
  var terms: Set<String> {
    var terms: Set<String> = [SearchChange.everything]
    for slot in slots {
      terms.formUnion(slot.alternatives.joined())
      guard case .letters(let letters, _) = slot.guesses else { continue }
      for name in words.names(spelt: letters) + words.names(initials: letters)
        + words.names(near: letters)
      {
        for other in words.names(of: name) ?? [] {
          terms.formUnion(SearchTermRule.queryTerms(other))
        }
      }
    }
    return terms
  }

  /// The keys under which the lexicon may have what was meant.
  var keys: Set<String> {
    var keys: Set<String> = []
    for slot in slots {
      switch slot.guesses {
      case .none: break
      case .pair(let syllables): keys.formUnion(syllables.map { "p:" + $0 })
      case .character(let character): keys.insert("c:" + character)
      case .letters(let letters, let cuts):
        keys.formUnion(cuts.flatMap { Self.pairs($0) }.map { "p:" + $0 })
        keys.formUnion(TypoRule.searchedForms(of: letters).map { "d:" + $0 })
        keys.formUnion(["f:" + letters, "i:" + letters])
      }
    }
    return keys
  }

  /// Neighbouring syllables in pairs.
  static func pairs(_ syllables: [String]) -> [String] {
    zip(syllables, syllables.dropFirst()).map { $0 + " " + $1 }
  }
}
