import SmartService
import Testing

/// How parents and grandparents tell it, in ten languages.
///
/// Lines of `level | rule | days | text`, where `||` separates messages; none stands in the development
/// set.
@Suite("Vignettes of triage")
struct TriageVignetteTests {
  @Test func `every red flag is raised, and emergencies as such`() {
    for vignette in Vignette.all where vignette.level > .none {
      let level = vignette.assess().level
      #expect(
        vignette.level == .emergency ? level == .emergency : level >= .urgent,
        "\(vignette)"
      )
    }
  }

  @Test func `hardly a question without one is`() {
    let harmless = Vignette.all.filter { $0.level == .none }
    let raised = harmless.filter { $0.assess().level >= .urgent }
    #expect(raised.isEmpty, "\(raised)")
  }
}

/// One line of the tables.
struct Vignette: CustomStringConvertible {
  let level: TriageLevel
  let days: Int?
  let turns: [String]

  static let all: [Vignette] = [
    chineseEmergencies, chineseAccidents, chineseUrgencies, otherLanguages, harmless,
    foundByReaders,
  ].flatMap { table in table.split(separator: "\n").compactMap(Vignette.init) }

  init?(_ line: Substring) {
    let cells = line.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
      .map { $0.trimmed }
    guard cells.count == 4, let level = TriageLevel(rawValue: cells[0]) else { return nil }
    self.level = level
    days = Int(cells[2])
    turns = cells[3].split(separator: "||").map { $0.trimmed }
  }

  func assess() -> TriageResult {
    Triage.assess(conversation: turns, childAgeDays: days)
  }

  var description: String { turns.joined(separator: " || ") }
}

extension Substring {
  /// Without spaces at both ends.
  fileprivate var trimmed: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
