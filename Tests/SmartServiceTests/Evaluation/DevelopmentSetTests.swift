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
  private struct Stage {
    let desk = ServiceDesk()
    let tenant: TestTenant
    let entries: [EvaluationEntry]
    let queries: [EvaluationQuery]

    func answers(to asked: [ServiceQuestion]) async throws -> [ServiceAnswer] {
      try await desk.answers(to: asked, from: tenant.scope)
    }
  }

  private func read<Line: Decodable>(_ name: String, _ type: Line.Type) throws -> [Line] {
    let folder = try #require(folder)
    return try JSONLines.read(Data(contentsOf: folder.appending(path: name)), as: type)
  }

  /// A merchant who answers with the entries of the set.
  private func stage() async throws -> Stage {
    let stage = Stage(
      tenant: try await TenantPair.fresh(settings: ["service": .object([:])]).mine,
      entries: try read("kb.jsonl", EvaluationEntry.self),
      queries: try read("queries.jsonl", EvaluationQuery.self)
    )
    let desk = stage.desk
    try await stage.tenant.transaction { transaction in
      for entry in stage.entries {
        try await desk.writeKnowledge(entry.draft, by: .system, in: transaction)
        try await desk.submitKnowledge(entry.id, by: .system, in: transaction)
        try await desk.publishKnowledge(entry.id, reviewer: "test", by: .system, in: transaction)
      }
    }
    return stage
  }

  @Test func `words and rules alone do not fall behind what they reached`() async throws {
    let stage = try await stage()
    let outside = try read("oos.jsonl", EvaluationQuery.self)
    let asked = stage.queries + outside
    let answers = try await stage.answers(to: asked.map(\.question))
    let pairs = zip(asked, answers).map { (query: $0, answer: $1) }
    let report = EvaluationReport(pairs, entries: stage.entries)
    let stages = Dictionary(uniqueKeysWithValues: stage.entries.map { ($0.id, $0.draft) })
    let wrongStage = pairs.filter { pair in
      guard let age = pair.query.childAgeDays, let entry = pair.answer.entry else { return false }
      let draft = stages[entry]
      return age < (draft?.minAgeDays ?? 0) || age > (draft?.maxAgeDays ?? .max)
    }

    #expect(report.accuracy(atCoverage: 0.9).share.value >= 0.87)
    #expect(pairs.suffix(outside.count).count { $0.answer.action == .refuse } >= 56)
    #expect(wrongStage.isEmpty)
  }

  @Test func `the age is asked for wherever the answer depends on it, and hardly elsewhere`()
    async throws
  {
    let stage = try await stage()
    let matters = Dictionary(grouping: stage.queries) { $0.text ?? "" }
      .filter { Set($0.value.compactMap(\.kb)).count > 1 }.keys.sorted()
    #expect(matters.count == 17)
    let answers = try await stage.answers(to: matters.map { ServiceQuestion(turns: [$0]) })
    for (text, answer) in zip(matters, answers) {
      #expect(answer.asksAge, "\(text): \(answer.action), \(answer.ranked)")
    }

    let others = stage.queries.filter { $0.childAgeDays == nil && !matters.contains($0.text ?? "") }
    let needless = zip(others, try await stage.answers(to: others.map(\.question)))
      .filter(\.1.asksAge).map { $0.0.text ?? "" }
    print("asked for the age without need: \(needless.count) of \(others.count)")
    #expect(needless.count * 100 <= others.count * 4, "\(needless)")
  }
}
