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
      for language in ["zh", "en"] {
        let text = rule.action(language: language, country: country)
        let isChinese = text.contains("120") || text.contains("12356")
        #expect(!isChinese && !text.contains("{"), "\(rule.id)")
      }
    }
  }

  @Test func `shows the numbers of the reader's country`() {
    let result = Triage.assess(conversation: ["孩子没有呼吸了"])
    #expect(result.action(language: "zh", country: "CN")?.contains("120") == true)
    #expect(result.action(language: "en", country: "US")?.contains("911") == true)
    #expect(result.action(language: "zh", country: nil)?.contains("当地急救电话") == true)
  }
}
