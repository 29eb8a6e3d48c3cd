/// Tells whether Latin letters are Chinese syllables.
enum Pinyin {
  /// Whether a message may hold pinyin: it has a Han character, or each of its Latin words can be read
  /// as Chinese syllables.
  static func isLikely(in scalars: [Unicode.Scalar]) -> Bool {
    scalars.contains { $0.isHan } || hasOnlySyllables(scalars)
  }

  /// Whether there are Latin words, and each can be read as Chinese syllables.
  static func hasOnlySyllables(_ scalars: [Unicode.Scalar]) -> Bool {
    let words = scalars.split { !$0.isSpacedLetter || $0.isDigit }
    return !words.isEmpty && words.allSatisfy(isSyllables)
  }

  /// Whether a word of a table is written in Latin letters alone.
  static func isLatin(_ scalars: [Unicode.Scalar]) -> Bool {
    scalars.allSatisfy { ("a"..."z").contains($0) || $0 == " " }
  }

  /// Whether the word can be cut into syllables; O(length).
  private static func isSyllables(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    let letters = Array(word)
    var ends = [true] + Array(repeating: false, count: letters.count)
    for start in letters.indices where ends[start] {
      for end in (start + 1)...min(start + longest, letters.count) where !ends[end] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: letters[start..<end])
        ends[end] = syllables.contains(String(text))
      }
    }
    return ends[letters.count]
  }

  /// Initials and finals of Hanyu Pinyin in all combinations, a v for ü.
  private static let syllables: Set<String> = {
    let finals = """
      a o e i u v ai ei ao ou an en er ang eng ong ia ie iu in iao ian ing iang iong ua uo ui un ue ve \
      uai uan uang
      """.split(separator: " ").map(String.init)
    let initials = ["", "zh", "ch", "sh"] + "bpmfdtnlgkhjqxrzcsyw".map(String.init)
    return Set(initials.flatMap { initial in finals.map { initial + $0 } })
  }()
  private static let longest = 6
}
