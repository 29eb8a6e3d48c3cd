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
    var raised = Share()
    var quiet = Share()
    var named = Share()
    for line in lines {
      let vignette = try decoder.decode(Vignette.self, from: Data(line.utf8))
      let result = Triage.assess(
        conversation: vignette.turns,
        childAgeDays: vignette.childAgeDays
      )
      switch vignette.level {
      case "amber": continue
      case "none": quiet.count(result.level < .urgent)
      default:
        raised.count(result.level >= .urgent)
        named.count(result.ruleID == vignette.class)
        if vignette.level == "emergency" {
          #expect(result.level == .emergency, "\(vignette.id): \(vignette.turns)")
        }
      }
    }
    print("red flags: sensitivity \(raised), specificity \(quiet), right rule \(named)")
    #expect(raised.share >= 0.99)
    #expect(quiet.share >= 0.95)
    #expect(named.share >= 0.9)
  }
}

/// A share with its Wilson interval of 95 %.
struct Share: CustomStringConvertible {
  private var hits = 0
  private var total = 0

  mutating func count(_ isHit: Bool) {
    total += 1
    if isHit { hits += 1 }
  }

  var share: Double { total == 0 ? 0 : Double(hits) / Double(total) }

  /// centre ± half width, with z = 1.96.
  var interval: ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    let (n, z) = (Double(total), 1.96)
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    return max(0, centre - half)...min(1, centre + half)
  }

  var description: String {
    let digits = { (value: Double) in String((value * 1_000).rounded() / 1_000) }
    return "\(hits)/\(total) (\(digits(interval.lowerBound)) to \(digits(interval.upperBound)))"
  }
}
