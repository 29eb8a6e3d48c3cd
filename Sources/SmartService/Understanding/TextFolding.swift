internal import Foundation

/// Folds away what does not change the meaning of a message.
///
/// 1. NFKC, small letters, accents of Latin letters, ё; directional marks, zero-width and variation
///    marks, pictograms.
/// 2. Traditional characters of the field to simplified ones (`Texts/understanding/traditional.txt`).
/// 3. Punctuation of all scripts to `, . ! ?`, decimal commas to points, spaces to single ones.
/// 4. Common slips of the pen and of the ear (`Texts/understanding/slips.txt`); its pinyin only where the
///    message is Chinese: "tunai" is spat milk there, and cash in Indonesian.
package enum TextFolding {
  /// The folded text.
  package static func folded(_ text: String) -> String { FoldedText(text).string }

  static func fold(_ text: String) -> [Unicode.Scalar] {
    var scalars = punctuation(letters(text))
    // A replaced slip may complete another one; four rounds are more than any table needs.
    for _ in 0..<4 {
      let mended = slips.replacing(in: scalars)
      let next = punctuation(Pinyin.isLikely(in: mended) ? pinyin.replacing(in: mended) : mended)
      if next == scalars { break }
      scalars = next
    }
    return scalars
  }

  /// The forms in which a word of a table may stand in a folded text: without accents, and with them
  /// as in a Vietnamese text.
  static func forms(of word: String) -> [[Unicode.Scalar]] {
    let plain = slips.replacing(in: punctuation(letters(word, keepingAccents: false)))
    let accented = slips.replacing(in: punctuation(letters(word, keepingAccents: true)))
    if plain == accented { return [plain] }
    // A short word that only its accents make Vietnamese is another word without them: đẻ, de.
    let isShort = plain.count < 4 && !plain.contains(" ")
    return isShort && accented.contains(where: isVietnamese) ? [accented] : [plain, accented]
  }

  // MARK: Letters

  private static func letters(_ text: String, keepingAccents: Bool? = nil) -> [Unicode.Scalar] {
    let composed = text.precomposedStringWithCompatibilityMapping.lowercased()
      .precomposedStringWithCompatibilityMapping
    let keepsAccents = keepingAccents ?? composed.unicodeScalars.contains(where: isVietnamese)
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(composed.unicodeScalars.count)
    for scalar in composed.unicodeScalars {
      switch scalar.value {
      case 0x20...0x7E: result.append(scalar)
      case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFE00...0xFE0F,
        0xE0000...0xE007F, 0x0300...0x036F:
        continue
      case 0xC0...0x24F, 0x1E00...0x1EFF:
        if keepsAccents {
          result.append(scalar)
        } else {
          result.append(contentsOf: withoutAccents(scalar))
        }
      case 0x451: result.append("е")
      case 0x1F000...0x1FAFF, 0x2190...0x21FF, 0x2300...0x27BF, 0x2900...0x2BFF: result.append(" ")
      default: result.append(simplified[scalar] ?? scalar)
      }
    }
    return result
  }

  /// A letter that only Vietnamese has: there an accent makes another word, so it is kept.
  private static func isVietnamese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x103, 0x111, 0x1A1, 0x1B0, 0x1EA0...0x1EF9: true
    default: false
    }
  }

  private static func withoutAccents(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar {
    case "đ", "ð": ["d"]
    case "ł": ["l"]
    case "ø": ["o"]
    case "ı": ["i"]
    case "æ": ["a", "e"]
    case "œ": ["o", "e"]
    case "ß": ["s", "s"]
    default:
      String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
        .filter { !(0x300...0x36F).contains($0.value) }
    }
  }

  // MARK: Punctuation

  private static func punctuation(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    for index in scalars.indices {
      guard let folded = foldedMark(at: index, in: scalars) else { continue }
      append(folded, to: &result)
    }
    while let last = result.last, last == " " || last == "," { result.removeLast() }
    return result
  }

  private static func foldedMark(at index: Int, in scalars: [Unicode.Scalar]) -> Unicode.Scalar? {
    let scalar = scalars[index]
    switch scalar {
    case "。", ".", ",", "·", "．":
      return isDecimal(at: index, in: scalars) ? "." : (scalar == "," ? "," : ".")
    case "，", "；", ";", "：", "…", "—", "–", "~", "～", "(", ")", "（", "）", "[", "]", "【", "】", "{",
      "}", "«", "»", "“", "”", "\"", "「", "」", "『", "』", "|", "\t", "、":
      return ","
    case ":":
      let between =
        index > 0 && index + 1 < scalars.count && scalars[index - 1].isDigit
        && scalars[index + 1].isDigit
      return between ? ":" : ","
    case "！", "¡": return "!"
    case "？": return "?"
    case "¿": return " "
    case "\r", "\n", "\u{2028}", "\u{2029}", "\u{85}": return "."
    case "’", "‘", "`", "´": return "'"
    case "\u{A0}", "\u{3000}", "\u{2009}", "\u{202F}": return " "
    default: return scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar
    }
  }

  /// Whether the mark stands inside a number: one or two digits behind it and no more.
  private static func isDecimal(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, index + 1 < scalars.count, scalars[index - 1].isDigit,
      scalars[index + 1].isDigit
    else { return false }
    return index + 3 >= scalars.count || !(scalars[index + 2].isDigit && scalars[index + 3].isDigit)
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout [Unicode.Scalar]) {
    guard let last = result.last else {
      if scalar != " ", scalar != "," { result.append(scalar) }
      return
    }
    let marks: Set<Unicode.Scalar> = [",", ".", "!", "?"]
    if scalar == " " {
      if last != " " && !marks.contains(last) { result.append(scalar) }
      return
    }
    if marks.contains(scalar) {
      if last == " " {
        result.removeLast()
        append(scalar, to: &result)
      } else if last == "," {
        result[result.count - 1] = scalar
      } else if !marks.contains(last) {
        result.append(scalar)
      } else if scalar == "?" {
        result[result.count - 1] = scalar
      }
      return
    }
    // A space between Han characters is where a writer in haste left out a comma.
    if last == " ", result.count > 1, scalar.isHan, result[result.count - 2].isHan {
      result[result.count - 1] = ","
    }
    result.append(scalar)
  }

  // MARK: Tables

  private static let simplified: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for pair in TextTable.lines("Texts/understanding/traditional.txt")
      .flatMap({ $0.split(separator: " ") })
    {
      let scalars = Array(pair.unicodeScalars)
      if scalars.count == 2 { table[scalars[0]] = scalars[1] }
    }
    return table
  }()

  private static let slips = SlipTable(
    lines: TextTable.lines("Texts/understanding/slips.txt"),
    where: { !Pinyin.isLatin($0) },
    fold: { punctuation(letters($0)) }
  )

  private static let pinyin = SlipTable(
    lines: TextTable.lines("Texts/understanding/slips.txt"),
    where: Pinyin.isLatin,
    fold: { punctuation(letters($0)) }
  )
}
