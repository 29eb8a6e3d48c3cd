/// Text as search compares it, folded as triage reads it.
struct SearchText {
  /// The folded characters.
  let characters: [Character]

  /// Folds a text, of which at most the first two thousand characters are looked at.
  init(_ text: String) {
    characters = Self.joined(TextFolding.fold(String(text.prefix(Self.limit))))
  }

  /// The forms in which a word of a table may stand in a text.
  static func forms(of word: String) -> [[Character]] {
    TextFolding.forms(of: word).map(joined)
  }

  /// Whether the text holds one of these words, folded by ``forms(of:)``.
  func holds(anyOf words: [[Character]]) -> Bool {
    let text = String(characters)
    return words.contains { text.contains(String($0)) }
  }

  /// How much of a text is searched for; whoever writes more repeats themselves.
  static let limit = 2_000

  private static func joined(_ scalars: [Unicode.Scalar]) -> [Character] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return Array(String(text))
  }
}

/// How a character's script is cut into pieces.
enum ScriptClass {
  /// Han, Kana and Hangul: no spaces that could be relied on.
  case dense
  /// Thai: neither spaces nor a dictionary here.
  case thai
  /// Letters and digits of scripts that part words by spaces.
  case spaced
  /// Everything else.
  case other

  init(_ character: Character) {
    guard let scalar = character.unicodeScalars.first?.value else {
      self = .other
      return
    }
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3040...0x30FF, 0xAC00...0xD7AF: self = .dense
    case 0x0E00...0x0E7F: self = .thai
    default: self = character.isLetter || character.isNumber ? .spaced : .other
    }
  }
}
