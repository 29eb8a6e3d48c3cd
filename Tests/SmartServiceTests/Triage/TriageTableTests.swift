import SmartService
import Testing

@Suite("The table of triage")
struct TriageTableTests {
  @Test func `is sound, and so are the wordings`() {
    #expect(Triage.problems == [])
  }

  @Test func `names a source, a threshold and an action in both languages for every rule`() {
    for rule in Triage.rules {
      #expect(!rule.source.isEmpty && !rule.threshold.isEmpty, "\(rule.id)")
      #expect(!rule.actionZh.isEmpty && !rule.actionEn.isEmpty, "\(rule.id)")
    }
  }

  @Test func `shows that no clinician has signed yet`() {
    #expect(Triage.rules.allSatisfy { $0.signedOffBy == nil })
  }

  @Test func `says the line and the column of a fault`() {
    let head = TriageRuleTable.columns.joined(separator: "\t")
    let row = "a\tsoon\t\t\t\tfever\tt\ts\t\tzh\ten"
    let table = TriageRuleTable(lines: [head, row, "b\turgent\t5\t2\t\tfever\tt\ts\t\tzh\ten"])
    #expect(
      table.problems == [
        "rules.tsv, line 2, level: `soon` is no level",
        "rules.tsv, line 3, minAgeDays: `5` to `2` is no range",
      ]
    )
  }

  @Test(arguments: ["fever &", "(fever", "temp>=", "fever fever"])
  func `says where a condition cannot be read`(_ text: String) {
    let head = TriageRuleTable.columns.joined(separator: "\t")
    let table = TriageRuleTable(lines: [head, "a\turgent\t\t\t\t\(text)\tt\ts\t\tzh\ten"])
    #expect(table.problems.count == 1 && table.problems[0].hasPrefix("rules.tsv, line 2, when: "))
  }

  @Test(arguments: ["JP", "US", "FR", nil])
  func `never shows a number of China to people of another country`(_ country: String?) {
    for rule in Triage.rules {
      for language in LanguageIdentifier.languages {
        let text = rule.action(language: language, country: country)
        let isChinese = text.contains("120") || text.contains("12356")
        #expect(!isChinese && !text.contains("{"), "\(rule.id)")
      }
    }
  }

  @Test(arguments: LanguageIdentifier.languages)
  func `tells of every rule in a language that is told apart, and in no other`(_ language: String) {
    let levels = Set(Triage.rules.map(\.level))
    #expect(levels == Set(TriageLevel.allCases).subtracting([.none]))
    for rule in Triage.rules {
      for country in ["CN", "JP", nil] {
        let text = rule.action(language: language, country: country)
        #expect(!text.isEmpty && !text.contains("{"), "\(rule.id)")
        // A few English words are too short to be told from Spanish.
        let told = LanguageIdentifier.language(of: text)
        #expect(told == language || language == "en" && told == "es", "\(rule.id): \(text)")
      }
    }
  }

  @Test(arguments: [
    ("ja", "JP", "119"), ("ko", "KR", "119"), ("th", "TH", "1669"), ("vi", "VN", "115"),
    ("id", "ID", "119"), ("es", "ES", "112"), ("fr", "FR", "15"), ("ru", "RU", "103"),
    ("en", "GB", "999"), ("zh", "CN", "120"), ("ja", "CN", "120"),
  ])
  func `names the ambulance of the country in the reader's language`(
    _ language: String,
    _ country: String,
    _ number: String
  ) {
    let result = Triage.assess(conversation: ["孩子没有呼吸了"])
    let text = result.action(language: language, country: country)
    #expect(text?.contains(number) == true)
    #expect(text.flatMap { LanguageIdentifier.language(of: $0) } == language)
  }

  @Test func `says what each number is for where a country has none, in the reader's language`() {
    let texts = LanguageIdentifier.languages.map { language in
      EmergencyNumbers.Purpose.allCases.map {
        TriageWords.words(for: $0, in: language)
      }
    }
    #expect(Set(texts.joined()).count == 4 * LanguageIdentifier.languages.count)
    #expect(TriageWords.language(of: "pt-BR") == "en" && TriageWords.language(of: "zh_TW") == "zh")
  }

  @Test func `shows the numbers of the reader's country`() {
    let result = Triage.assess(conversation: ["孩子没有呼吸了"])
    #expect(result.action(language: "zh", country: "CN")?.contains("120") == true)
    #expect(result.action(language: "en", country: "US")?.contains("911") == true)
    #expect(result.action(language: "zh", country: nil)?.contains("当地急救电话") == true)
  }
}
