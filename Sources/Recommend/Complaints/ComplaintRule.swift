/// What a text complains of.
public enum ComplaintRule {
  /// How many characters or words before a complaint may deny it.
  private static let reach = 3
  private static let chineseDenials: Set<Character> = ["不", "没", "沒", "未", "无", "無", "别"]
  private static let englishDenials: Set<Substring> = [
    "no", "not", "never", "without", "cannot", "nor", "isn't", "doesn't", "didn't", "don't",
    "hasn't", "won't", "wasn't", "zero",
  ]

  /// The attributes that a text complains of; what it denies, as in `一点不漏` or `never leaks`, is none.
  public static func attributes(in text: String) -> Set<ComplaintAttribute> {
    let characters = Array(text)
    let words = Self.words(of: text)
    return Set(
      ComplaintAttribute.allCases.filter { attribute in
        (ComplaintLexicon.chinese[attribute] ?? []).contains { complains(characters, Array($0)) }
          || (ComplaintLexicon.english[attribute] ?? []).contains { complains(words, $0) }
      }
    )
  }

  private static func complains(_ text: [Character], _ phrase: [Character]) -> Bool {
    guard text.count >= phrase.count else { return false }
    return (0...(text.count - phrase.count)).contains { start in
      guard text[start..<start + phrase.count].elementsEqual(phrase) else { return false }
      let before = text[max(0, start - reach)..<start]
      // What stands before a mark belongs to another clause.
      let clause = before.reversed().prefix { $0.isLetter }
      return !clause.contains { chineseDenials.contains($0) }
    }
  }

  private static func complains(_ words: [Substring], _ phrase: String) -> Bool {
    let parts = phrase.split(separator: " ")
    guard words.count >= parts.count else { return false }
    return (0...(words.count - parts.count)).contains { start in
      let isFound = zip(words[start...], parts).allSatisfy { word, part in
        part.hasSuffix("*") ? word.hasPrefix(part.dropLast()) : word == part
      }
      let before = words[max(0, start - reach)..<start].reversed().prefix { $0 != "." }
      return isFound && !before.contains { englishDenials.contains($0) }
    }
  }

  /// Words in small letters; a full stop stands for what parts clauses.
  private static func words(of text: String) -> [Substring] {
    var plain = ""
    for character in text.lowercased() {
      switch character {
      case "’": plain.append("'")
      case "'": plain.append(character)
      case ".", ",", ";", "!", "?", ":", "\n", "，", "。": plain += " . "
      default: plain.append(character.isLetter || character.isNumber ? character : " ")
      }
    }
    return plain.split(separator: " ")
  }

  private static let quoteLimit = 80
  private static let longestNumber = 4

  /// A text as it may be quoted: short, and without numbers by which somebody could be called.
  public static func quote(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    var shown = ""
    var digits = ""
    func flush() {
      shown += digits.count > longestNumber ? "…" : digits
      digits = ""
    }
    for character in line {
      if character.isNumber {
        digits.append(character)
      } else {
        flush()
        shown.append(character)
      }
    }
    flush()
    return shown.count > quoteLimit ? shown.prefix(quoteLimit - 1) + "…" : shown
  }
}
