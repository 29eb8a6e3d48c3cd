/// What a text is searched by: its pieces, and the concepts that its words name.
struct SearchTerms {
  /// How often each piece stands there: characters and pairs, Thai 2–4-grams, spaced words.
  private(set) var grams: [String: Double] = [:]
  /// The concepts with their weights.
  let concepts: [String: Double]
  /// The share of the characters that some name covers, 0 to 1.
  let coverage: Double

  init(_ text: String, _ lexicon: FieldLexicon) {
    var characters = SearchText(text).characters
    let matches = lexicon.matches(in: characters)
    concepts = lexicon.concepts(of: matches, in: characters)
    let covered = matches.reduce(0) { $0 + $1.range.count }
    coverage = characters.isEmpty ? 0 : Double(covered) / Double(characters.count)
    for match in matches where match.isTalk {
      for place in match.range { characters[place] = " " }
    }
    var start = 0
    while start < characters.count {
      let script = ScriptClass(characters[start])
      var end = start + 1
      while end < characters.count, ScriptClass(characters[end]) == script { end += 1 }
      add(characters[start..<end], script)
      start = end
    }
  }

  private mutating func add(_ run: ArraySlice<Character>, _ script: ScriptClass) {
    let lengths: [Int]
    switch script {
    case .dense: lengths = [1, 2]
    case .thai: lengths = [2, 3, 4]
    case .spaced:
      grams[String(run), default: 0] += 1
      return
    case .other: return
    }
    for length in lengths where run.count >= length {
      for start in run.startIndex...(run.endIndex - length) {
        grams[String(run[start..<start + length]), default: 0] += 1
      }
    }
  }
}
