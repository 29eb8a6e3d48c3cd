/// The triage table that is compiled in, `Texts/triage/rules.tsv`.
package struct TriageRuleTable: Sendable {
  let rules: [TriageRule]
  /// What is wrong with the table, each with its line; empty in a sound one.
  package let problems: [String]

  package static let columns = [
    "id", "level", "minAgeDays", "maxAgeDays", "unknownAge", "when", "threshold", "source",
    "signedOffBy", "actionZh", "actionEn",
  ]

  package init(lines: [String]) {
    var rules: [TriageRule] = []
    var problems: [String] = []
    if lines.first != Self.columns.joined(separator: "\t") {
      problems.append(
        "rules.tsv, line 1: expected the columns \(Self.columns.joined(separator: ", "))"
      )
    }
    for (number, line) in lines.enumerated().dropFirst() {
      do throws(Fault) {
        rules.append(try Self.rule(line))
      } catch {
        problems.append("rules.tsv, line \(number + 1), \(error.column): \(error.message)")
      }
    }
    self.rules = rules
    self.problems = problems
  }

  private struct Fault: Error {
    let column: String
    let message: String
  }

  private static func rule(_ line: String) throws(Fault) -> TriageRule {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == columns.count else {
      throw Fault(column: "id", message: "expected \(columns.count) cells, found \(cells.count)")
    }
    guard let level = TriageLevel(rawValue: cells[1]) else {
      throw Fault(column: "level", message: "`\(cells[1])` is no level")
    }
    guard ["", "fire", "hold"].contains(cells[4]) else {
      throw Fault(column: "unknownAge", message: "expected fire or hold, found `\(cells[4])`")
    }
    let condition: TriageCondition
    do throws(TriageCondition.Fault) {
      condition = try TriageCondition(cells[5])
    } catch {
      throw Fault(column: "when", message: error.description)
    }
    return TriageRule(
      id: cells[0],
      level: level,
      ageDays: try ages(cells[2], cells[3]),
      threshold: cells[6],
      source: cells[7],
      signedOffBy: cells[8].isEmpty ? nil : cells[8],
      actionZh: cells[9],
      actionEn: cells[10],
      wording: (cells[..<8] + cells[9...]).joined(separator: "\t"),
      firesAtUnknownAge: cells[4] == "fire",
      condition: condition
    )
  }

  private static func ages(
    _ least: String,
    _ most: String
  ) throws(Fault) -> ClosedRange<Int>? {
    if least.isEmpty, most.isEmpty { return nil }
    guard let lower = least.isEmpty ? 0 : Int(least),
      let upper = most.isEmpty ? 100_000 : Int(most),
      lower <= upper
    else { throw Fault(column: "minAgeDays", message: "`\(least)` to `\(most)` is no range") }
    return lower...upper
  }
}
