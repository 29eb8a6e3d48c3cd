import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// Does everything that knowledge can do once, so that every table has rows and every query has run.
private func exercise(_ tenant: TestTenant) async throws {
  let desk = ServiceDesk()
  let draft = KnowledgeDraft(slug: "probe", question: "Q", answer: "A", source: "S")
  try await tenant.transaction { transaction in
    for _ in 1...2 {
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge("probe", by: .system, in: transaction)
      try await desk.publishKnowledge("probe", reviewer: "R", by: .system, in: transaction)
    }
  }
  _ = try await desk.answer(ServiceQuestion(turns: ["Q"]), from: tenant.scope)
  _ = try await tenant.scope.knowledge(in: .published)
  for filter in KnowledgeQuery.Filter.allCases {
    var query = KnowledgeQuery()
    query.filter = filter
    query.text = "q"
    _ = try await tenant.scope.knowledge(query)
  }
  _ = try await tenant.scope.knowledgeVersions(of: "probe")
  _ = try await tenant.scope.knowledgeWork()
  try await tenant.transaction { transaction in
    try await desk.signTriageRule(
      Triage.rules[0].id,
      clinician: "Dr Lin",
      licence: "1",
      by: "mei",
      in: transaction
    )
  }
  _ = try await tenant.scope.triageSignOffs()
  try await drawGraph(tenant)
  try await tenant.transaction { transaction in
    try await desk.withdrawKnowledge("probe", by: .system, in: transaction)
    try await desk.writeKnowledge(draft, by: .system, in: transaction)
    try await desk.submitKnowledge("probe", by: .system, in: transaction)
    try await desk.publishKnowledge("probe", reviewer: "R", by: .system, in: transaction)
  }
}

/// Writes, changes and takes out parts of a graph by its files.
private func drawGraph(_ tenant: TestTenant) async throws {
  let url = FileManager.default.temporaryDirectory.appending(path: "graph-\(UUID())")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: url) }
  let edges = [
    "milk,suits,young,S", "milk,suits,young,T\nmilk,unsuited,young,S", "milk,suits,young,T",
  ]
  for (round, rows) in edges.enumerated() {
    let more = round == 0 ? "gone,food,x\n" : ""
    let concepts = "concept,kind,name.zh\nmilk,food,奶\nyoung,stage,小\n\(more)"
    try Data(concepts.utf8).write(to: url.appending(path: "concepts.csv"))
    try Data("from,relation,to,source\n\(rows)\n".utf8).write(
      to: url.appending(path: "relations.csv")
    )
    try await tenant.transaction { transaction in
      _ = try await FolderPart.knowledgeGraph.reconcile(
        TenantFolder(url: url),
        tenant.snapshot,
        .apply(.system),
        transaction
      )
    }
  }
  _ = try await tenant.scope.knowledgeGraph()
}

@Suite("Isolation of customer service", .tenantDatabase([SmartServiceModule.module]))
struct KnowledgeIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)
    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)
    #expect(findings.filter { $0.subject.hasPrefix("service.") && !isOfConversations($0) } == [])
  }

  @Test func `no query reaches another tenant under a role that no policy binds`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)
    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)
    #expect(findings.isEmpty, "\(findings)")
    let ran = suite.functions.filter { $0.hasPrefix("SmartService/") }
    #expect(ran.count >= 14, "\(ran.sorted())")
  }

  @Test func `the schema keeps the rules of the house`() async throws {
    let database = try #require(TestDatabase.current)
    try await database.database.check(modules: [SmartServiceModule.module])
  }
}
