/// How Chinese characters are read in Mandarin, without tones, for people who type Latin letters.
///
/// The table is `Texts/pinyin.txt`, made from the Unihan database of Unicode 15.0.
package enum Pinyin {
  /// The most characters whose combined readings are worked out.
  private static let combinationLimit = 4

  private static let table = read()

  /// Every syllable of the language, `a` to `zuo`.
  package static var syllables: Set<String> { table.syllables }

  /// The readings of a character in the order of the alphabet; none for what is no Chinese character.
  package static func readings(of character: Unicode.Scalar) -> [String] {
    table.readings[character.value] ?? []
  }

  /// The readings of a text of Chinese characters, syllables with a blank between: `zhi niao`.
  ///
  /// - Returns: At most four combinations, or none when one character has no reading.
  package static func combinations(of text: String) -> [String] {
    var found = [""]
    for character in text.unicodeScalars {
      let readings = readings(of: character)
      guard !readings.isEmpty else { return [] }
      found = found.flatMap { before in
        readings.map { before.isEmpty ? $0 : before + " " + $0 }
      }
      found = Array(found.prefix(combinationLimit))
    }
    return found
  }

  /// The first letters of the readings, `znk` for 纸尿裤; none when one character has no reading.
  package static func initials(of text: String) -> Set<String> {
    Set(combinations(of: text).map { String($0.split(separator: " ").compactMap(\.first)) })
  }

  /// The ways to cut letters into syllables, those of fewest syllables first.
  ///
  /// - Parameters:
  ///   - letters: Small Latin letters, `xian`.
  ///   - limit: The most ways that are given.
  /// - Returns: `[[xian], [xi, an]]`; none when the letters are no pinyin.
  package static func cuts(_ letters: String, limit: Int = 3) -> [[String]] {
    let bytes = Array(letters.utf8)
    guard (2...32).contains(bytes.count) else { return [] }
    // ways[i]: how the first i letters can be cut.
    var ways: [[[String]]] = [[[]]]
    for end in 1...bytes.count {
      var own: [[String]] = []
      for length in 1...min(6, end) where !ways[end - length].isEmpty {
        let syllable = String(decoding: bytes[(end - length)..<end], as: UTF8.self)
        guard table.syllables.contains(syllable) else { continue }
        own += ways[end - length].map { $0 + [syllable] }
      }
      ways.append(Array(own.sorted { $0.count < $1.count }.prefix(limit)))
    }
    return ways[bytes.count]
  }

  private static func read() -> (readings: [UInt32: [String]], syllables: Set<String>) {
    var readings: [UInt32: [String]] = [:]
    var syllables: Set<String> = []
    for line in EmbeddedLines.of("Texts/pinyin.txt") {
      let parts = line.split(separator: " ")
      guard parts.count == 2 else { continue }
      let syllable = String(parts[0])
      syllables.insert(syllable)
      for character in parts[1].unicodeScalars {
        readings[character.value, default: []].append(syllable)
      }
    }
    return (readings, syllables)
  }
}

/// The lines of an embedded text that are neither empty nor a comment.
enum EmbeddedLines {
  static func of(_ path: String) -> [Substring] {
    (EmbeddedText.files[path] ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
  }
}
