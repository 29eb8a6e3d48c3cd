/// What triage says in the languages that are told apart, beside the words that stand with the rules.
///
/// Chinese and English stand in the table of rules. For every other language each level has words
/// (`Texts/triage/actions.tsv`), and so has each rule where it matters what is done until help comes.
/// Nobody has signed these words.
package enum TriageWords {
  /// The language in which a reader is told: theirs where there are words in it, else English.
  package static func language(of tag: String) -> String {
    let language = String(tag.lowercased().prefix { $0 != "-" && $0 != "_" })
    return LanguageIdentifier.languages.contains(language) ? language : "en"
  }

  /// The words of a rule, else those of its level; nothing for a language that stands with the rules.
  static func action(of rule: TriageRule, in language: String) -> String? {
    actions[language]?[rule.id] ?? actions[language]?[rule.level.rawValue]
  }

  /// What stands in the place of a number that a country's table does not have.
  package static func words(for purpose: EmergencyNumbers.Purpose, in language: String) -> String {
    numbers[language]?[purpose.rawValue] ?? purpose.rawValue
  }

  private static let actions = table("Texts/triage/actions.tsv")
  private static let numbers = table("Texts/triage/number-words.tsv")

  /// Texts by language and name.
  private static func table(_ path: String) -> [String: [String: String]] {
    TextTable.lines(path).dropFirst().reduce(into: [:]) { table, line in
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 3 else { return }
      table[cells[0], default: [:]][cells[1]] = cells[2]
    }
  }
}
