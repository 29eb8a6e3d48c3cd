internal import Foundation

/// Cuts texts into the terms by which products are found.
///
/// Words of letters and digits count as a whole, in lower case after NFKC. Chinese and Japanese have
/// no spaces: each run gives its single characters and its pairs, and a search of two or more
/// characters asks for the pairs only, which say more.
public enum SearchTermRule {
  /// The most terms that one search uses; further ones are left out.
  public static let termLimit = 16
  /// The longest term in code points; longer words are cut.
  static let lengthLimit = 64

  /// The terms under which a text is found.
  public static func indexTerms(_ text: String) -> Set<String> {
    var terms: Set<String> = []
    for run in runs(text) {
      switch run {
      case .word(let word): terms.insert(word)
      case .ideographs(let characters):
        terms.formUnion(characters.map { String($0) })
        terms.formUnion(pairs(characters))
      }
    }
    return terms
  }

  /// The terms that all must be found, without repetition, in the order of the text.
  public static func queryTerms(_ text: String) -> [String] {
    var terms: [String] = []
    for run in runs(text) {
      switch run {
      case .word(let word): terms.append(word)
      case .ideographs(let characters) where characters.count == 1:
        terms.append(String(characters[0]))
      case .ideographs(let characters): terms += pairs(characters)
      }
    }
    var seen: Set<String> = []
    return Array(terms.filter { seen.insert($0).inserted }.prefix(termLimit))
  }

  private enum Run {
    case word(String)
    case ideographs([Unicode.Scalar])
  }

  private static func pairs(_ characters: [Unicode.Scalar]) -> [String] {
    zip(characters, characters.dropFirst()).map { "\($0)\($1)" }
  }

  private static func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    var word = ""
    var ideographs: [Unicode.Scalar] = []
    func close() {
      if !word.isEmpty {
        runs.append(
          .word(String(String.UnicodeScalarView(word.unicodeScalars.prefix(lengthLimit))))
        )
      }
      if !ideographs.isEmpty { runs.append(.ideographs(ideographs)) }
      (word, ideographs) = ("", [])
    }
    for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
      if isIdeograph(scalar) {
        if !word.isEmpty { close() }
        ideographs.append(scalar)
      } else if CharacterSet.alphanumerics.contains(scalar) {
        if !ideographs.isEmpty { close() }
        word.unicodeScalars.append(scalar)
      } else {
        close()
      }
    }
    close()
    return runs
  }

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005, 0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x2_0000...0x3_FFFF:
      true
    default: false
    }
  }
}
