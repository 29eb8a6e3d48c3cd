import Foundation
import Recommend

/// The package `implicit` of Python, on the same pairs, judged in the same way.
struct ImplicitPeer: Sendable {
  static let name = "implicit 0.7 ALS, best of 6 settings"

  /// What it said of itself.
  struct Answer: Sendable, Decodable {
    let recall: Double
    let gain: Double
    /// The fit of the settings that were best.
    let seconds: Double
    /// The most memory of its process.
    let bytes: Double
  }

  private let python: String
  private let script: String

  /// Finds the package.
  ///
  /// - Throws: ``TrainingFolder/Absent`` where no interpreter has it.
  init() async throws {
    let given = ProcessInfo.processInfo.environment["CRADLE_PYTHON"] ?? ""
    let missing = TrainingFolder.Absent(
      path: "the package implicit",
      remedy: "CRADLE_PYTHON names a Python that has it"
    )
    guard !given.isEmpty,
      (try? await Program.output(given, ["-c", "import implicit"])) != nil
    else { throw missing }
    guard
      let script = Bundle.module.path(
        forResource: "implicit_peer",
        ofType: "py",
        inDirectory: "PeerScripts"
      )
    else { throw Program.Failure(description: "implicit_peer.py is not beside the command") }
    python = given
    self.script = script
  }

  /// Fits it to a split.
  func answer(to split: AmazonBaby) async throws -> Answer {
    let run = try EvaluationRun()
    defer { run.clear() }
    func file(_ name: String, _ part: Interactions) throws -> String {
      try run.file(
        name,
        "user,item",
        (0..<part.userCount).lazy.flatMap { user in
          part.byUser[user].map { "\(user),\($0)" }
        }
      )
    }
    let output = try await Program.output(
      python,
      [
        "-W", "ignore", script, try file("train.csv", split.train),
        try file("validation.csv", split.validation),
      ]
    )
    // What libraries warn of stands before it.
    guard let line = output.split(separator: "\n").last else {
      throw Program.Failure(description: "implicit said nothing")
    }
    return try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
  }
}
