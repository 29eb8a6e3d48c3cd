internal import Foundation

/// Text as search compares it: compatibility forms, width and case folded away.
struct SearchText {
  /// The folded characters.
  let characters: [Character]

  /// Folds a text, of which at most the first two thousand characters are looked at.
  init(_ text: String) {
    characters = Array(
      String(text.prefix(Self.limit)).precomposedStringWithCompatibilityMapping.lowercased()
    )
  }

  /// How much of a text is searched for; whoever writes more repeats themselves.
  static let limit = 2_000
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
