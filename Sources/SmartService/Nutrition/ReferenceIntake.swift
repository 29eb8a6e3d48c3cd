public import TenantStore

/// What is usual of one thing in a day of one third of pregnancy, by a document; no advice for one person.
public struct ReferenceIntake: Codable, Hashable, Sendable {
  /// The thing's short name: small letters, digits and hyphens.
  public var item: String
  /// The unit of amounts: `g`, `mg`, `µg`.
  public var unit: String
  /// `early`, `middle` or `late`.
  public var third: String
  /// How much a day, above 0.
  public var amount: Double
  /// Where it is written.
  public var source: String
  /// Which nutritionist or clinician looked it up there; nobody where it is absent, and the page says so.
  public var signedBy: String?
  /// What people read.
  public var name: LocalizedText

  /// The project's own, by `Texts/nutrition/references.tsv`; nobody has signed them.
  public static let standard: [Self] = TextTable.lines("Texts/nutrition/references.tsv").map {
    line in
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == 10, let amount = Double(cells[3]) else {
      preconditionFailure("a line of references.tsv has ten cells: \(line)")
    }
    return Self(
      item: cells[0],
      unit: cells[1],
      third: cells[2],
      amount: amount,
      source: cells[4],
      signedBy: cells[5].isEmpty ? nil : cells[5],
      name: LocalizedText.table(Array(cells[6...]))
    )
  }

  /// Everything that is wrong with it, with paths below its own settings.
  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func check(_ isRight: Bool, _ field: String, _ message: String) {
      if !isRight { problems.append(SettingsProblem(path: [field], message: message)) }
    }
    check(
      item.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil,
      "item",
      "must be small letters, digits and hyphens"
    )
    check(["g", "mg", "µg"].contains(unit), "unit", "must be g, mg or µg")
    check(PregnancyThird(rawValue: third) != nil, "third", "must be early, middle or late")
    check(amount > 0 && amount < 100_000, "amount", "must be above 0 and below 100000")
    check(
      (1...200).contains(source.unicodeScalars.count),
      "source",
      "must have 1 to 200 characters"
    )
    check(
      signedBy.map { (1...120).contains($0.unicodeScalars.count) } ?? true,
      "signedBy",
      "must have 1 to 120 characters"
    )
    let lengths = name.texts.values.map(\.unicodeScalars.count)
    check(
      !lengths.isEmpty && lengths.allSatisfy((1...60).contains),
      "name",
      "must have 1 to 60 characters in each language"
    )
    return problems
  }
}

/// Food that a guideline speaks against in pregnancy.
public struct UnsafeFood: Hashable, Sendable {
  /// The short name.
  public let code: String
  /// Why, and what to do instead.
  public let reason: LocalizedText
  /// Where it is written.
  public let source: String
  private let words: [String]

  /// The project's own, by `Texts/nutrition/unsafe.tsv`; nobody has signed them.
  public static let all: [Self] = TextTable.lines("Texts/nutrition/unsafe.tsv").map { line in
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    precondition(cells.count == 7, "a line of unsafe.tsv has seven cells: \(line)")
    return Self(
      code: cells[0],
      reason: LocalizedText.table(Array(cells[3...])),
      source: cells[2],
      words: TextTable.cells(cells[1]).map { FoldedText($0).string }
    )
  }

  /// What is named in a text, in the order of the table; a word that is denied right before is left out.
  ///
  /// It finds words, and errs on the side of telling once too often.
  public static func named(in text: String) -> [Self] {
    let said = FoldedText(text).string
    return all.filter { food in
      food.words.contains { word in
        said.ranges(of: word).contains { range in
          isWord(range, of: word, in: said) && !isDenied(said[..<range.lowerBound])
        }
      }
    }
  }

  /// Latin words stand by themselves: no bir in birthday.
  private static func isWord(_ range: Range<String.Index>, of word: String, in said: String) -> Bool
  {
    guard word.unicodeScalars.allSatisfy({ $0.value < 0x250 }) else { return true }
    func isLetter(_ character: Character?) -> Bool { character?.isLetter == true }
    let before = said[..<range.lowerBound].last
    let after = said[range.upperBound...].first
    return !isLetter(before) && !isLetter(after)
  }

  private static func isDenied(_ before: Substring) -> Bool {
    let clause = before.split(whereSeparator: { ",.!?".contains($0) }).last.map(String.init) ?? ""
    let near = clause.suffix(8)
    return ["没", "不", "戒", "no ", "not ", "without ", "tidak ", "tanpa "]
      .contains { near.contains($0) } && before.last != "," && before.last != "."
  }
}

extension LocalizedText {
  /// Four cells of a table: Chinese, English, Japanese, Indonesian.
  static func table(_ cells: [String]) -> Self {
    Self(
      Dictionary(
        uniqueKeysWithValues: zip(["zh", "en", "ja", "id"], cells).compactMap { tag, text in
          LanguageTag(rawValue: tag).map { ($0, text) }
        }
      )
    )
  }
}
