internal import ArgumentParser
internal import Foundation
internal import SmartService

/// A line of a file of texts.
private struct JudgedText: Decodable {
  let id: String
  let text: String
}

/// What speaks against a text, as a script reads it.
private struct Judgement: Encodable {
  let id: String
  let problems: [String]
}

struct JudgeTextsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Looks in texts for claims that the law forbids, and writes a line for each.",
    discussion: "The file holds a JSON object a line: id, text. The rule is that of drafts."
  )

  @Option(help: ArgumentHelp("What is judged.", valueName: "texts.jsonl")) var texts: String
  @Option(help: ArgumentHelp("Where a line per text is written.", valueName: "results.jsonl"))
  var out: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let data = try? Data(contentsOf: URL(filePath: texts)) else {
      throw AdminError(.notFound, "\(texts) is no file that can be read")
    }
    let judged: [Judgement]
    do {
      // A text is its own fact: its numbers are not looked at here.
      judged = try JSONLines.read(data, as: JudgedText.self).map { line in
        Judgement(
          id: line.id,
          problems: SmartService.ClaimRule.problems(of: line.text, from: line.text)
            .map(\.rawValue)
        )
      }
    } catch let error as EvaluationFileError {
      throw AdminError(.badData, "\(texts), \(error)")
    }
    try ResultFile.write(judged, to: out)
    let count = judged.count { !$0.problems.isEmpty }
    return try Report(
      ["texts": judged.count, "held": count],
      text: "Held \(count) of \(judged.count) texts."
    )
  }
}
