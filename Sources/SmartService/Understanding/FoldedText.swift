/// A message as the rules read it: compatibility forms, width, case, accents, traditional characters and
/// punctuation folded away, with the borders of clauses and sentences kept.
///
/// Folding is idempotent: folding ``string`` again changes nothing. O(length).
struct FoldedText: Sendable {
  /// The folded scalars.
  ///
  /// Clauses end with `,` or a space between Han characters (folded to `,`), sentences with `.`, `!` or `?`.
  let scalars: [Unicode.Scalar]
  /// Number of the clause of each scalar, from 0.
  let clauses: [Int]
  /// Number of the sentence of each scalar, from 0.
  let sentences: [Int]

  /// The folded text.
  var string: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  init(_ text: String) {
    self.init(folded: TextFolding.fold(text))
  }

  init(folded scalars: [Unicode.Scalar]) {
    var clauses: [Int] = []
    var sentences: [Int] = []
    clauses.reserveCapacity(scalars.count)
    sentences.reserveCapacity(scalars.count)
    var (clause, sentence) = (0, 0)
    for index in scalars.indices {
      clauses.append(clause)
      sentences.append(sentence)
      guard let border = Self.border(at: index, in: scalars) else { continue }
      clause += 1
      if border == .sentence { sentence += 1 }
    }
    self.scalars = scalars
    self.clauses = clauses
    self.sentences = sentences
  }

  private enum Border {
    case clause
    case sentence
  }

  private static func border(at index: Int, in scalars: [Unicode.Scalar]) -> Border? {
    switch scalars[index] {
    case ",": .clause
    case "!", "?", "\n": .sentence
    case ".":
      // The point of a number is no border.
      index + 1 < scalars.count && scalars[index + 1].isDigit && index > 0
        && scalars[index - 1].isDigit ? nil : .sentence
    default: nil
    }
  }
}

extension Unicode.Scalar {
  /// `0` … `9`.
  var isDigit: Bool { ("0"..."9").contains(self) }

  /// A letter of a script that puts spaces between words, or a digit.
  var isSpacedLetter: Bool {
    switch value {
    case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0xC0...0x24F, 0x370...0x52F, 0x1E00...0x1EFF: true
    default: false
    }
  }

  /// A Han character.
  var isHan: Bool {
    switch value {
    case 0x3005, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: true
    default: false
    }
  }

  /// A kana of Japanese.
  var isKana: Bool { (0x3040...0x30FF).contains(value) }

  /// A syllable of Korean.
  var isHangul: Bool { (0xAC00...0xD7AF).contains(value) || (0x1100...0x11FF).contains(value) }

  /// A letter of Thai.
  var isThai: Bool { (0x0E00...0x0E7F).contains(value) }
}
