internal import ArgumentParser
internal import Foundation
internal import SmartService
internal import TenantStore

/// What was read in a picture, as a script reads it.
private struct ReadPicture: Encodable {
  let file: String
  let outcome: String
  let text: String
}

struct ReadPicturesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Reads the words in pictures as the chat does, and writes a line for each.",
    discussion: """
      An outcome is words, unreadable (a better picture is asked for), busy, or refused, which a file is \
      that is no picture or too large. Nothing is kept.
      """
  )

  @Argument(help: "PNG, JPEG or WebP files.") var pictures: [String]
  @Option(help: ArgumentHelp("Where a line per picture is written.", valueName: "results.jsonl"))
  var out: String
  @Option(help: "Languages that may stand in them, as BCP 47 tags.") var languages: [String] = [
    "zh"
  ]
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let program = TesseractProgram(variables: session.environment) else {
      throw AdminError(
        .notFound,
        "tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-chi-sim"
      )
    }
    let reader = program.reader
    var found: [ReadPicture] = []
    for path in pictures {
      guard let data = try? Data(contentsOf: URL(filePath: path)) else {
        throw AdminError(.notFound, "\(path) is no file that can be read")
      }
      let file = URL(filePath: path).lastPathComponent
      guard let picture = try? Picture(Array(data)) else {
        found.append(ReadPicture(file: file, outcome: "refused", text: ""))
        continue
      }
      let (outcome, text) =
        switch await reader.words(of: picture, in: languages) {
        case .words(let text): ("words", text)
        case .unreadable: ("unreadable", "")
        case .busy: ("busy", "")
        }
      found.append(ReadPicture(file: file, outcome: outcome, text: text))
    }
    try ResultFile.write(found, to: out)
    let counts = Dictionary(grouping: found, by: \.outcome).mapValues(\.count)
    return try Report(
      counts,
      text: counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        .joined(separator: "\n")
    )
  }
}
