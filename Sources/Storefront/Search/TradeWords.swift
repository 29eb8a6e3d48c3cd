/// What the trade calls by several names, in the languages of its shoppers.
///
/// The built-in names are `Texts/trade-words.txt`; a merchant adds own ones in the settings under
/// `synonyms`.
struct TradeWords: Sendable {
  /// The names that stand in the toolkit.
  static let builtIn = TradeWords(
    sets: EmbeddedLines.of("Texts/trade-words.txt").map { line in
      line.split(whereSeparator: { $0 == "," || $0 == "|" }).map(String.init)
    }
  )

  /// The longest name of Chinese characters that is looked for, in characters.
  static let longestName = 8
  /// The most words of a name in letters.
  static let mostWords = 3

  private var sets: [[String]] = []
  /// The sets that a name stands in, by the name's terms with blanks between.
  private var places: [String: [Int]] = [:]
  private var initials: [String: [String]] = [:]
  private var spellings: [String: [String]] = [:]
  /// Names by their spellings with a letter left out.
  private var forms: [String: [(spelling: String, name: String)]] = [:]

  /// Names that find each other, set by set.
  init(sets: [[String]]) {
    for set in sets { add(set) }
  }

  /// These names and those of a merchant.
  func with(_ added: [[String]]) -> Self {
    guard !added.isEmpty else { return self }
    var copy = self
    for set in added { copy.add(set) }
    return copy
  }

  private mutating func add(_ names: [String]) {
    let names = names.map(SearchTermRule.folded).filter { !$0.isEmpty }
    for name in names {
      places[Self.key(name), default: []].append(sets.count)
      guard (2...Self.longestName).contains(name.unicodeScalars.count) else { continue }
      for letters in Pinyin.initials(of: name) { initials[letters, default: []].append(name) }
      for reading in Pinyin.combinations(of: name) {
        let spelling = reading.filter { $0 != " " }
        spellings[spelling, default: []].append(name)
        keep(name, spelling)
      }
      keep(name, Self.key(name))
    }
    sets.append(names)
  }

  private mutating func keep(_ name: String, _ spelling: String) {
    for form in TypoRule.forms(of: spelling) {
      forms[form, default: []].append((spelling, name))
    }
  }

  private static func key(_ name: String) -> String {
    name.unicodeScalars.allSatisfy(SearchTermRule.isIdeograph)
      ? name : SearchTermRule.queryTerms(name).joined(separator: " ")
  }

  /// All names of the thing that one name means, that name first; nothing when it is no name.
  func names(of name: String) -> [String]? {
    guard let places = places[name] else { return nil }
    var seen: Set<String> = [name]
    return [name] + places.flatMap { sets[$0] }.filter { seen.insert(Self.key($0)).inserted }
  }

  /// The names whose characters' readings begin with these letters, `znk` for 纸尿裤.
  func names(initials letters: String) -> [String] { initials[letters] ?? [] }

  /// The names that are spelt like this in pinyin, `zhiniaoku`.
  func names(spelt letters: String) -> [String] { spellings[letters] ?? [] }

  /// The names whose pinyin, or whose own letters, are almost a word, the nearest first.
  func names(near word: String) -> [String] {
    let allowed = TypoRule.allowance(for: word)
    var distances: [String: Int] = [:]
    for (spelling, name) in TypoRule.searchedForms(of: word).flatMap({ forms[$0] ?? [] }) {
      guard let distance = TypoRule.distance(spelling, word, limit: allowed) else { continue }
      distances[name] = min(distance, distances[name] ?? distance)
    }
    return distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map(\.key)
  }
}
