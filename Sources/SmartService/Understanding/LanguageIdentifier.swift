internal import Foundation

/// Tells in which of ten languages a message is written: by its script, and among the languages of the
/// Latin script by letters that only one has and by the trigrams of sample texts.
public enum LanguageIdentifier {
  /// The languages that are told apart, as BCP 47 tags.
  public static let languages = ["zh", "en", "ja", "ko", "th", "vi", "id", "es", "fr", "ru"]

  /// The likeliest language of a message, or nil where it has no letters.
  ///
  /// Reads the first 2,000 characters. Mixed scripts go to the one with the most letters, where a kana
  /// makes Han Japanese and a Han character counts as two Latin letters.
  public static func language(of message: String) -> String? {
    let scalars = Array(
      message.prefix(2_000).lowercased().precomposedStringWithCanonicalMapping.unicodeScalars
        .prefix(2_000)
    )
    var letters: [String: Int] = [:]
    for scalar in scalars {
      if scalar.isHan {
        letters["zh", default: 0] += 2
      } else if scalar.isKana {
        letters["ja", default: 0] += 2
      } else if scalar.isHangul {
        letters["ko", default: 0] += 2
      } else if scalar.isThai {
        letters["th", default: 0] += 1
      } else if (0x400...0x52F).contains(scalar.value) {
        letters["ru", default: 0] += 1
      } else if scalar.isSpacedLetter, !scalar.isDigit {
        letters["latin", default: 0] += 1
      }
    }
    if let kana = letters["ja"], kana * 8 >= letters["zh", default: 0] {
      letters["ja"] = kana + letters["zh", default: 0]
      letters["zh"] = nil
    }
    let best = letters.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    guard best == "latin" else { return best }
    return isPinyin(scalars) ? "zh" : latin(scalars)
  }

  /// Whether what is written in Latin letters is Chinese: 宝宝fashao了.
  private static func isPinyin(_ scalars: [Unicode.Scalar]) -> Bool {
    guard Pinyin.hasOnlySyllables(scalars) else { return false }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return TextFolding.fold(String(text)).contains { $0.isHan }
  }

  /// Among the languages that are written in Latin letters.
  private static func latin(_ scalars: [Unicode.Scalar]) -> String {
    let grams = trigrams(of: scalars)
    return models.max { left, right in
      (left.score(grams) + left.score(marks: scalars), right.language)
        < (right.score(grams) + right.score(marks: scalars), left.language)
    }?.language ?? "en"
  }

  // MARK: Trigrams

  private struct Model: Sendable {
    let language: String
    private let logarithms: [UInt64: Double]
    private let unseen: Double
    private let marks: Set<Unicode.Scalar>

    init(language: String, sample: String, marks: String) {
      self.language = language
      self.marks = Set(marks.unicodeScalars)
      var counts: [UInt64: Int] = [:]
      let grams = trigrams(
        of: Array(sample.lowercased().precomposedStringWithCanonicalMapping.unicodeScalars)
      )
      for gram in grams { counts[gram, default: 0] += 1 }
      let total = Double(grams.count + 4_000)
      logarithms = counts.mapValues { log((Double($0) + 0.2) / total) }
      unseen = log(0.2 / total)
    }

    func score(_ grams: [UInt64]) -> Double {
      grams.reduce(0) { $0 + (logarithms[$1] ?? unseen) }
    }

    /// Letters that this language has and its neighbours have not weigh like some trigrams.
    func score(marks scalars: [Unicode.Scalar]) -> Double {
      scalars.reduce(0) { $0 + (marks.contains($1) ? 6 : 0) }
    }
  }

  private static func trigrams(of scalars: [Unicode.Scalar]) -> [UInt64] {
    var window: (UInt64, UInt64) = (32, 32)
    var grams: [UInt64] = []
    grams.reserveCapacity(scalars.count)
    for scalar in scalars {
      let isLetter = scalar.isSpacedLetter && !scalar.isDigit
      let value = isLetter ? UInt64(scalar.value) : 32
      if value == 32, window.1 == 32 { continue }
      grams.append(window.0 << 42 | window.1 << 21 | value)
      window = (window.1, value)
    }
    return grams
  }

  private static let models: [Model] = {
    let marks = [
      "vi": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơưă", "es": "ñ¿¡", "fr": "çèêœùà",
    ]
    return TextTable.lines("Texts/understanding/languages.txt").compactMap { line in
      let sides = TextTable.cells(line, by: "<")
      guard sides.count == 2 else { return nil }
      return Model(language: sides[0], sample: sides[1], marks: marks[sides[0]] ?? "")
    }
  }()
}
