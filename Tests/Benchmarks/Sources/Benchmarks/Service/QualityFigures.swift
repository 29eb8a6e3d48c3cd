import Foundation

/// How well questions are answered, by `.ci/service` on a development set that is no part of the
/// project, with words and rules alone and with both models of sentences.
enum QualityFigures {
  static let all: [Figure] = Mode.allCases.flatMap { mode in rows.map { figure($0, mode) } }

  /// By what entries are found.
  enum Mode: String, CaseIterable, Sendable {
    case words
    case meaning
  }

  /// A row that `.ci/service` prints.
  private struct Row {
    let name: String
    let printed: String
    let what: String
    let words: Bounds?
    let meaning: Bounds?

    init(_ name: String, _ printed: String, _ what: String, _ words: Bounds?, _ meaning: Bounds?) {
      self.name = name
      self.printed = printed
      self.what = what
      self.words = words
      self.meaning = meaning
    }
  }

  private static let noticed = Bounds.value(atLeast: 0.99, floor: 0.98)
  private static let calm = Bounds.value(atLeast: 0.95, floor: 0.9)
  private static let mean = Bounds.value(atLeast: 0.9, floor: 0.85)
  private static let worst = Bounds.value(atLeast: 0.82, floor: 0.75)
  private static let none = Bounds.value(exactly: 0)

  private static let rows: [Row] = [
    Row(
      "accuracy90",
      "accuracy at 90 % coverage",
      "right entries among the nine tenths of questions that are most certain",
      .value(atLeast: 0.82, floor: 0.75),
      .value(atLeast: 0.92, floor: 0.87)
    ),
    Row(
      "refusing.covered",
      "covered, refusing 95 % out of scope",
      "questions answered where 95 % of what is out of scope is refused",
      nil,
      .value(atLeast: 0.9, floor: 0.85)
    ),
    Row(
      "refusing.accuracy",
      "accuracy there",
      "right entries among those",
      nil,
      .value(atLeast: 0.92, floor: 0.87)
    ),
    Row(
      "languages.mean",
      "languages: mean",
      "right entry first, mean of ten languages",
      mean,
      mean
    ),
    Row(
      "languages.worst",
      "languages: worst",
      "right entry first, worst of ten languages",
      worst,
      worst
    ),
    Row(
      "redFlags.sensitivity",
      "red flags: sensitivity",
      "emergencies and urgencies noticed",
      noticed,
      noticed
    ),
    Row(
      "redFlags.specificity",
      "red flags: specificity",
      "harmless vignettes left alone",
      calm,
      calm
    ),
    Row(
      "redFlags.missed",
      "emergencies missed",
      "life-threatening vignettes that were not noticed",
      none,
      none
    ),
    Row(
      "wrongStage",
      "answers for another stage",
      "answers for a child of another age",
      none,
      none
    ),
  ]

  private static func figure(_ row: Row, _ mode: Mode) -> Figure {
    let means = mode == .words ? "words and rules" : "words, rules and both models"
    let printed = row.printed
    return Figure(
      name: "service.\(row.name).\(mode.rawValue)",
      what: "\(row.what), by \(means)",
      unit: "",
      bounds: mode == .words ? row.words : row.meaning
    ) { stage in
      guard let value = try await stage.serviceQuality(mode)[printed] else {
        throw Program.Failure(description: ".ci/service prints no row \(printed)")
      }
      return Outcome(values: [value], note: "development set; other sets come out lower")
    }
  }

  /// The rows of one run, by name.
  static func measured(_ mode: Mode) async throws -> [String: Double] {
    let data = try TrainingFolder.path("kb.jsonl", of: "service")
    let out = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: out) }
    let binaries = URL(filePath: try Program.beside("tenant-admin")).deletingLastPathComponent()
    let folder = URL(filePath: data).deletingLastPathComponent()
    var arguments = [try script(), binaries.path(), folder.path()]
    arguments += ["--draws", "100", "--json", out.path()]
    if mode == .meaning { arguments += ["--only-models", "--models", try models()] }
    _ = try await Program.output("/usr/bin/python3", arguments, within: 3_600)
    return try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: out))
  }

  private static func models() throws -> String {
    let folder = ProcessInfo.processInfo.environment["CRADLE_MODELS"] ?? "/var/lib/cradle/models"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count(where: { !$0.hasPrefix(".") }) >= 2 else {
      throw TrainingFolder.Absent(path: folder, remedy: "CRADLE_MODELS names installed models")
    }
    return folder
  }

  private static func script() throws -> String {
    var folder = URL(filePath: FileManager.default.currentDirectoryPath)
    while folder.path() != "/" {
      let script = folder.appending(path: ".ci/service")
      if FileManager.default.fileExists(atPath: script.path()) { return script.path() }
      folder.deleteLastPathComponent()
    }
    throw Program.Failure(description: ".ci/service is not here; run this in the project's folder")
  }
}
