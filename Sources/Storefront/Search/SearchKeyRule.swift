/// By which other writings a term of a shop's lexicon is found.
///
/// A key says in its first letters how it is meant: `c:` a single character, `p:` syllables of
/// pinyin, `d:` a form with letters left out, `f:` the whole spelling and `i:` the initials of a
/// name.
enum SearchKeyRule {
  /// The keys of a term that stands in postings.
  static func keys(of term: String) -> Set<String> {
    let characters = Array(term.unicodeScalars)
    guard characters.allSatisfy(SearchTermRule.isIdeograph) else {
      return Set(TypoRule.forms(of: term).map { "d:" + $0 })
    }
    let readings = characters.count > 1 ? Pinyin.combinations(of: term) : []
    return Set(characters.map { "c:\($0)" } + readings.map { "p:" + $0 })
  }

  /// The keys of a name of several characters, such as a brand's; none for other texts.
  static func keys(ofName name: String) -> Set<String> {
    var keys = Set(Pinyin.initials(of: name).map { "i:" + $0 })
    for reading in Pinyin.combinations(of: name) {
      let spelling = reading.filter { $0 != " " }
      keys.insert("f:" + spelling)
      keys.formUnion(TypoRule.forms(of: spelling).map { "d:" + $0 })
    }
    return keys
  }

  /// The names of Chinese characters in a text: runs of two to eight.
  static func names(in text: String) -> [String] {
    SearchTermRule.pieces(text).compactMap { piece in
      guard case .run(let run) = piece, (2...TradeWords.longestName).contains(run.count) else {
        return nil
      }
      return String(String.UnicodeScalarView(run))
    }
  }
}
