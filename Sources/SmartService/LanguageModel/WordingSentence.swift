/// A sentence as the guard compares it: folded, same words for the same thing, joining words left out.
struct WordingSentence: Sendable {
  /// Han, Kana, Hangul and Thai letters one by one, words of other scripts, numbers, signs.
  let tokens: [String]
  /// Whether it warns, or sends to a doctor.
  let warns: Bool
  /// Whether it means something only after the sentence before it.
  let leansBack: Bool
  /// Whether it takes something back of the sentence before it.
  let limits: Bool

  /// The sentences of a text, in order.
  static func all(in text: String) -> [Self] {
    let folded = FoldedText(text)
    var sentences: [[Unicode.Scalar]] = []
    for index in folded.scalars.indices {
      if index == 0 || folded.sentences[index] != folded.sentences[index - 1] {
        sentences.append([])
      }
      sentences[sentences.count - 1].append(folded.scalars[index])
    }
    return sentences.map(Self.init)
  }

  private init(_ scalars: [Unicode.Scalar]) {
    let words = WordingTable.shared
    let plain = words.withoutJoins(scalars)
    warns = words.holds(.warning, in: plain)
    leansBack = words.begins(.leaning, plain) || words.begins(.limit, plain)
    limits = words.begins(.limit, plain)
    tokens = Self.tokens(words.same.replacing(in: plain))
  }

  private static func tokens(_ scalars: [Unicode.Scalar]) -> [String] {
    var tokens: [String] = []
    var last = Kind.mark
    for (place, scalar) in scalars.enumerated() {
      let kind = Kind(scalar, at: place, in: scalars)
      if kind == .word || kind == .number, kind == last {
        tokens[tokens.count - 1].unicodeScalars.append(scalar)
      } else if kind != .mark {
        tokens.append(String(scalar))
      }
      last = kind
    }
    return tokens
  }

  private enum Kind {
    case word, number, single, mark

    init(_ scalar: Unicode.Scalar, at place: Int, in scalars: [Unicode.Scalar]) {
      let isBetweenDigits =
        place > 0 && place + 1 < scalars.count && scalars[place - 1].isDigit
        && scalars[place + 1].isDigit
      switch scalar {
      case ".", ":": self = isBetweenDigits ? .number : .mark
      case ",", "!", "?", " ", "'", "\n": self = .mark
      default: self = scalar.isDigit ? .number : scalar.isSpacedLetter ? .word : .single
      }
    }
  }
}
