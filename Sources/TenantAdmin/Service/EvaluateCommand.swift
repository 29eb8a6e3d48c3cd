internal import ArgumentParser
internal import Foundation
internal import SmartService
internal import TenantStore

struct ServiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "Measures what customer service answers, reads and lets pass.",
    subcommands: [
      EvaluateServiceCommand.self, ReadPicturesCommand.self, JudgeTextsCommand.self,
    ]
  )
}

/// What an evaluation found, as a script reads it.
private struct ShownEvaluation: Encodable {
  let entries: Int
  let queries: Int
  let models: Bool
  let lines: [String]
}

struct EvaluateServiceCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Answers a file of questions from a file of knowledge, in a scratch database.",
    discussion: """
      Files hold a JSON object a line. Knowledge: id, topic, question, similar, answer, minAgeDays, \
      maxAgeDays, source. Questions: id, text or turns, childAgeDays; and, for the figures, kb (the \
      right entry), level (of triage), lang. A private server is started for it and removed.
      """
  )

  @Option(help: ArgumentHelp("What may be answered with.", valueName: "kb.jsonl"))
  var knowledge: String
  @Option(
    help: ArgumentHelp("What is asked; may be given several times.", valueName: "queries.jsonl")
  )
  var queries: [String]
  @Option(help: ArgumentHelp("Where a line per question is written.", valueName: "results.jsonl"))
  var out: String
  @Flag(help: "Use words and rules only, even where a model of sentences is installed.")
  var withoutModels = false
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let entries = try Self.read(knowledge, as: EvaluationEntry.self)
    let asked = try queries.flatMap { try Self.read($0, as: EvaluationQuery.self) }
    let ports = try AnswerPorts.builtIn(
      models: withoutModels ? nil : session.modelStore(options)
    )
    let desk = ServiceDesk(ports: ports)
    let (answers, refused) = try await session.withScratchTenant { database, tenant in
      let refused = try await database.transaction(for: tenant) { transaction in
        var refused: [String] = []
        for entry in entries {
          do {
            try await desk.writeKnowledge(entry.draft, by: .system, in: transaction)
          } catch let refusal as ServiceRefusal where refusal.code == .knowledgeInvalid {
            // Nothing was written of it; the others can be answered with.
            refused.append("\(entry.id): \(refusal.details["fields"]?.canonicalText ?? "")")
            continue
          }
          try await desk.submitKnowledge(entry.id, by: .system, in: transaction)
          try await desk.publishKnowledge(
            entry.id,
            reviewer: "evaluation",
            by: .system,
            in: transaction
          )
        }
        return refused
      }
      let reading = database.reading(tenant)
      return (try await desk.answers(to: asked.map(\.question), from: reading), refused)
    }
    let pairs = Array(zip(asked, answers))
    try ResultFile.write(pairs.map { EvaluationResult($0, $1) }, to: out)
    let notes = [
      refused.isEmpty
        ? "" : "Left out, because fields are wrong: \(refused.joined(separator: "; "))",
      ports.embed == nil ? "No model of sentences: words and rules only." : "With a model.",
    ]
    let report = EvaluationReport(pairs.map { (query: $0.0, answer: $0.1) }, entries: entries)
    let lines = notes.filter { !$0.isEmpty } + report.lines
    return try Report(
      ShownEvaluation(
        entries: entries.count,
        queries: asked.count,
        models: ports.embed != nil,
        lines: lines
      ),
      text: lines.joined(separator: "\n")
    )
  }

  private static func read<Line: Decodable>(_ path: String, as type: Line.Type) throws -> [Line] {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw AdminError(.notFound, "\(path) is no file that can be read")
    }
    do {
      return try JSONLines.read(data, as: type)
    } catch let error as EvaluationFileError {
      throw AdminError(.badData, "\(path), \(error)")
    }
  }
}
