internal import Foundation

/// Cuts texts into the terms by which products are found.
///
/// Letters and digits make words, in small letters after NFKC, without accents and without the
/// plural's s. Chinese and Japanese have no spaces: each run gives its pairs of characters. A number
/// keeps its unit: `900g`, `900 g` and `900克` are one term, and so is `3段`. Words joined by hyphens
/// stand together and apart. Single characters are looked up among the pairs (`SearchKeyRule`).
public enum SearchTermRule {
  /// The most terms that one search uses; further ones are left out.
  public static let termLimit = 16
  /// The longest term in code points; longer words are cut.
  static let lengthLimit = 64

  /// The terms under which a text is found.
  public static func indexTerms(_ text: String) -> Set<String> {
    var terms: Set<String> = []
    for piece in pieces(text) {
      switch piece {
      case .word(let word): terms.insert(word)
      case .code(let whole, let parts): terms.formUnion([whole] + parts)
      case .run(let characters): terms.formUnion(pairs(characters))
      case .measure(let measure, let number, let unit, let rest):
        terms.formUnion([measure, number])
        terms.formUnion(pairs(unit + rest))
        // A search names the measure and what follows it, so the rest is a run of its own as well.
        if !rest.isEmpty { terms.formUnion(pairs(rest)) }
      }
    }
    return terms
  }

  /// The terms that all must be found, without repetition, in the order of the text.
  public static func queryTerms(_ text: String) -> [String] {
    var terms: [String] = []
    for piece in pieces(text) {
      switch piece {
      case .word(let word): terms.append(word)
      case .code(_, let parts): terms += parts
      case .run(let characters): terms += pairs(characters)
      case .measure(let measure, _, _, let rest):
        terms.append(measure)
        if !rest.isEmpty { terms += pairs(rest) }
      }
    }
    var seen: Set<String> = []
    return Array(terms.filter { seen.insert($0).inserted }.prefix(termLimit))
  }

  /// A part of a text that is looked for in one way.
  enum Piece: Equatable {
    /// Letters and digits.
    case word(String)
    /// Words joined by hyphens: together without them, and each.
    case code(String, parts: [String])
    /// Chinese or Japanese characters.
    case run([Unicode.Scalar])
    /// A number with its unit; the unit and the rest of its run when they are Chinese characters.
    case measure(String, number: String, unit: [Unicode.Scalar], rest: [Unicode.Scalar])
  }

  /// The neighbouring characters in pairs; a single one stands for itself.
  static func pairs(_ characters: [Unicode.Scalar]) -> [String] {
    guard characters.count > 1 else { return characters.map { String($0) } }
    return zip(characters, characters.dropFirst()).map { left, right in
      var pair = String.UnicodeScalarView()
      pair.append(left)
      pair.append(right)
      return String(pair)
    }
  }

  /// Units in letters, which may stand apart from their number.
  private static let letterUnits: Set<String> = [
    "g", "kg", "mg", "ml", "l", "cm", "mm", "m", "oz", "pcs", "pc", "gr",
  ]

  /// Units in characters, and what they are in letters.
  private static let characterUnits: [(characters: [Unicode.Scalar], letters: String)] = [
    ("公斤", "kg"), ("千克", "kg"), ("毫升", "ml"), ("厘米", "cm"), ("毫米", "mm"), ("克", "g"),
    ("升", "l"), ("斤", "斤"),
  ].map { (Array($0.0.unicodeScalars), $0.1) }

  /// Cuts a text.
  static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = tokens(text)[...]
    while let token = rest.popFirst() {
      switch token.kind {
      case .ideographs: pieces.append(.run(token.scalars))
      case .word where token.isNumber:
        if let next = rest.first, next.kind == .ideographs,
          next.gap == .none || next.gap == .blank && unit(next.scalars) != nil
        {
          rest.removeFirst()
          pieces.append(measure(token.text, next.scalars))
        } else if let next = rest.first, next.gap <= .blank, letterUnits.contains(next.text) {
          rest.removeFirst()
          pieces.append(.measure(token.text + next.text, number: token.text, unit: [], rest: []))
        } else {
          pieces.append(code(token, &rest))
        }
      case .word: pieces.append(code(token, &rest))
      }
    }
    return pieces
  }

  private static func unit(_ run: [Unicode.Scalar]) -> (
    characters: [Unicode.Scalar], letters: String
  )? {
    characterUnits.first { run.starts(with: $0.characters) }
  }

  private static func measure(_ number: String, _ run: [Unicode.Scalar]) -> Piece {
    let known = unit(run)
    let unit = known?.characters ?? [run[0]]
    let name = known?.letters ?? String(run[0])
    return .measure(
      number + name,
      number: number,
      unit: unit,
      rest: Array(run.dropFirst(unit.count))
    )
  }

  private static func code(_ first: Token, _ rest: inout ArraySlice<Token>) -> Piece {
    var parts = [first.text]
    while let next = rest.first, next.gap == .hyphen, next.kind == .word {
      rest.removeFirst()
      parts.append(next.text)
    }
    guard parts.count > 1 else { return .word(stem(parts[0])) }
    return .code(cut(parts.joined()), parts: parts.map(stem))
  }

  /// An English plural without its s; other words as they are.
  private static func stem(_ word: String) -> String {
    let letters = Array(word.utf8.suffix(2))
    guard
      word.utf8.count >= 4, letters.last == UInt8(ascii: "s"),
      !"sui".utf8.contains(letters[0]), (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letters[0])
    else { return cut(word) }
    return cut(String(word.dropLast()))
  }

  private static func cut(_ word: String) -> String {
    word.utf8.count <= lengthLimit
      ? word : String(String.UnicodeScalarView(word.unicodeScalars.prefix(lengthLimit)))
  }
}

extension SearchTermRule {
  /// What stands between two tokens.
  private enum Gap: Int, Comparable {
    case none
    case blank
    case hyphen
    case other

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private enum Kind {
    case word
    case ideographs
  }

  private struct Token {
    let kind: Kind
    var scalars: [Unicode.Scalar]
    /// What stands before it.
    let gap: Gap

    var text: String { String(String.UnicodeScalarView(scalars)) }
    var isNumber: Bool { scalars.allSatisfy { ("0"..."9").contains($0) || $0 == "." } }
  }

  private static func tokens(_ text: String) -> [Token] {
    var tokens: [Token] = []
    var gap = Gap.other
    let scalars = Array(folded(text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let kind: Kind
      if isIdeograph(scalar) {
        kind = .ideographs
      } else if isWord(scalar) || isPoint(scalars, index) {
        kind = .word
      } else {
        gap = gap == .none ? (scalar == " " ? .blank : scalar == "-" ? .hyphen : .other) : .other
        continue
      }
      if gap == .none, let last = tokens.indices.last, tokens[last].kind == kind {
        tokens[last].scalars.append(scalar)
      } else {
        tokens.append(Token(kind: kind, scalars: [scalar], gap: tokens.isEmpty ? .other : gap))
      }
      gap = .none
    }
    return tokens
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 128 {
      return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    return CharacterSet.alphanumerics.contains(scalar)
  }

  /// The point of a decimal number.
  private static func isPoint(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard scalars[index] == ".", index > 0, index + 1 < scalars.count else { return false }
    return ("0"..."9").contains(scalars[index - 1]) && ("0"..."9").contains(scalars[index + 1])
  }

  static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005, 0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x2_0000...0x3_FFFF:
      true
    default: false
    }
  }

  /// Small letters after NFKC, Latin letters without accents, katakana as hiragana.
  static func folded(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.value < 128 || (0x4E00...0x9FFF).contains($0.value)
    }
    let source = isPlain ? text : text.precomposedStringWithCompatibilityMapping.lowercased()
    for scalar in source.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      case 0xC0...0x24F, 0x1E00...0x1EFF:
        let plain = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first
        folded.append(plain ?? scalar)
      case 0x30A1...0x30F6: folded.append(Unicode.Scalar(scalar.value - 0x60) ?? scalar)
      default: folded.append(scalar)
      }
    }
    return String(folded).trimmingCharacters(in: .whitespaces)
  }
}
