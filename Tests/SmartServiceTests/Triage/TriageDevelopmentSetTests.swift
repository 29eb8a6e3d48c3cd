import Foundation
import SmartService
import Testing

/// The development set beside the checkout, or where `CRADLE_DATA` says; skipped where there is none.
@Suite("The development set of red flags")
struct TriageDevelopmentSetTests {
  static let data =
    ProcessInfo.processInfo.environment["CRADLE_DATA"].map { URL(fileURLWithPath: $0) }
    ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    .appending(path: "../shared/data")

  static var file: URL { data.appending(path: "service/redflags.jsonl") }
  static var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }

  private struct Vignette: Decodable {
    let id: String
    let turns: [String]
    let childAgeDays: Int?
    let level: String
    let `class`: String
    let lang: String
  }

  @Test(.enabled(if: isThere, "no development set beside the checkout"))
  func `keeps its goals, and no emergency is missed`() throws {
    let lines = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n")
    let decoder = JSONDecoder()
    var (raised, quiet, named): ([Bool], [Bool], [Bool]) = ([], [], [])
    for line in lines {
      let vignette = try decoder.decode(Vignette.self, from: Data(line.utf8))
      let result = Triage.assess(
        conversation: vignette.turns,
        childAgeDays: vignette.childAgeDays
      )
      switch vignette.level {
      case "amber": continue
      case "none": quiet.append(result.level < .urgent)
      default:
        raised.append(result.level >= .urgent)
        named.append(result.ruleID == vignette.class)
        if vignette.level == "emergency" {
          #expect(result.level == .emergency, "\(vignette.id): \(vignette.turns)")
        }
      }
    }
    let shares = [raised, quiet, named].map { hits in
      MeasuredShare(count: hits.count { $0 }, total: hits.count)
    }
    print("red flags: sensitivity \(shares[0]), specificity \(shares[1]), right rule \(shares[2])")
    #expect(shares[0].value >= 0.99)
    #expect(shares[1].value >= 0.95)
    #expect(shares[2].value >= 0.9)
  }
}
