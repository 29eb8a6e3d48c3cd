import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// The folder of the development set, which is not part of the project.
private let folder: URL? = {
  let root = ProcessInfo.processInfo.environment["CRADLE_DATA"] ?? "../shared/data"
  let folder = URL(filePath: root).appending(path: "service")
  let isThere = FileManager.default.fileExists(atPath: folder.appending(path: "kb.jsonl").path)
  return isThere ? folder : nil
}()

@Suite(
  "Figures on the development set",
  .enabled(if: folder != nil, "There is no development set at ../shared/data or CRADLE_DATA."),
  .tenantDatabase([SmartServiceModule.module])
)
struct DevelopmentSetTests {
  @Test func `words and rules alone do not fall behind what they reached`() async throws {
    let folder = try #require(folder)
    func read<Line: Decodable>(_ name: String, _ type: Line.Type) throws -> [Line] {
      try JSONLines.read(Data(contentsOf: folder.appending(path: name)), as: type)
    }
    let entries = try read("kb.jsonl", EvaluationEntry.self)
    let queries = try read("queries.jsonl", EvaluationQuery.self)
    let outside = try read("oos.jsonl", EvaluationQuery.self)
    let tenant = try await TenantPair.fresh(settings: ["service": .object([:])]).mine
    let desk = ServiceDesk()
    try await tenant.transaction { transaction in
      for entry in entries {
        try await desk.writeKnowledge(entry.draft, by: .system, in: transaction)
        try await desk.submitKnowledge(entry.id, by: .system, in: transaction)
        try await desk.publishKnowledge(entry.id, reviewer: "test", by: .system, in: transaction)
      }
    }
    let asked = queries + outside
    let answers = try await desk.answers(to: asked.map(\.question), from: tenant.scope)
    let pairs = zip(asked, answers).map { (query: $0, answer: $1) }
    let report = EvaluationReport(pairs, entries: entries)
    let stages = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0.draft) })
    let wrongStage = pairs.filter { pair in
      guard let age = pair.query.childAgeDays, let entry = pair.answer.entry else { return false }
      let draft = stages[entry]
      return age < (draft?.minAgeDays ?? 0) || age > (draft?.maxAgeDays ?? .max)
    }

    #expect(report.accuracy(atCoverage: 0.9).share.value >= 0.87)
    #expect(pairs.suffix(outside.count).count { $0.answer.action == .refuse } >= 56)
    #expect(wrongStage.isEmpty)
  }
}
