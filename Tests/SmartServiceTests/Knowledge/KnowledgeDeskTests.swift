import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Knowledge as the desk lists it", .tenantDatabase([SmartServiceModule.module]))
struct KnowledgeDeskTests {
  private let desk = ServiceDesk()

  private func draft(_ slug: String, _ question: String) -> KnowledgeDraft {
    KnowledgeDraft(slug: slug, question: question, similar: ["米糊"], answer: "A", source: "S")
  }

  private func publish(_ draft: KnowledgeDraft, due: Date? = nil, for tenant: TestTenant)
    async throws
  {
    try await tenant.transaction { transaction in
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge(draft.slug, by: .system, in: transaction)
      try await desk.publishKnowledge(
        draft.slug,
        reviewer: "Dr Lin",
        due: due,
        by: .system,
        in: transaction
      )
    }
  }

  private func slugs(_ tenant: TestTenant, _ filter: KnowledgeQuery.Filter?, _ text: String = "")
    async throws -> [String]
  {
    var query = KnowledgeQuery()
    query.filter = filter
    query.text = text
    return try await tenant.scope.knowledge(query).map(\.slug)
  }

  @Test func `what is answered with stands first, with what is on its way beside it`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let mine = pair.mine
    let soon = mine.clock.now.addingTimeInterval(10 * 86_400)
    try await publish(draft("a-served", "几个月吃米粉"), for: mine)
    try await publish(draft("b-due", "米粉怎么选"), due: soon, for: mine)
    try await publish(draft("c-gone", "旧的"), for: mine)
    try await mine.transaction { transaction in
      try await desk.withdrawKnowledge("c-gone", by: .system, in: transaction)
      try await desk.writeKnowledge(draft("a-served", "新的问法"), by: .system, in: transaction)
      try await desk.writeKnowledge(draft("d-new", "写到一半"), by: .system, in: transaction)
      try await desk.writeKnowledge(draft("e-waits", "等专家"), by: .system, in: transaction)
      try await desk.submitKnowledge("e-waits", by: .system, in: transaction)
    }

    let all = try await mine.scope.knowledge(KnowledgeQuery())
    #expect(all.map(\.slug) == ["a-served", "b-due", "c-gone", "d-new", "e-waits"])
    let served = try #require(all.first)
    #expect(served.question == "几个月吃米粉" && served.servedVersion == 1)
    #expect(served.hasNewer && served.latestVersion == 2 && served.latestState == .draft)
    #expect(try await slugs(mine, .served) == ["a-served", "b-due"])
    #expect(try await slugs(mine, .due) == ["b-due"])
    #expect(try await slugs(mine, .draft) == ["a-served", "d-new"])
    #expect(try await slugs(mine, .review) == ["e-waits"])
    #expect(try await slugs(mine, .withdrawn) == ["c-gone"])
    #expect(try await slugs(mine, nil, "怎么选") == ["b-due"])
    #expect(try await slugs(mine, .served, "米糊") == ["a-served", "b-due"])
    #expect(try await slugs(mine, nil, "%").isEmpty)
    let work = try await mine.scope.knowledgeWork()
    #expect(work.waiting == 1 && work.due == 1)
    #expect(try await mine.scope.knowledgeVersions(of: "a-served").map(\.version) == [2, 1])

    mine.clock.advance(by: 11 * 86_400)
    #expect(try await slugs(mine, .served) == ["a-served"])
    #expect(try await slugs(mine, .due) == ["b-due"])
    #expect(try await slugs(pair.other, nil).isEmpty)
    #expect(try await pair.other.scope.knowledgeWork().waiting == 0)
  }

  @Test func `pages follow each other without a gap`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    try await pair.mine.transaction { transaction in
      for number in 1...7 {
        try await desk.writeKnowledge(draft("k\(number)", "Q"), by: .system, in: transaction)
      }
    }
    var (query, seen) = (KnowledgeQuery(), [] as [String])
    query.limit = 3
    while true {
      let page = try await pair.mine.scope.knowledge(query).map(\.slug)
      seen += page
      guard page.count == 3, let last = page.last else { break }
      query.after = last
    }
    #expect(seen == (1...7).map { "k\($0)" })
  }

  @Test func `a clinician's signature holds for the wording that was signed`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let rule = Triage.rules[0]
    func sign(_ id: String, _ clinician: String) async throws {
      try await pair.mine.transaction { transaction in
        try await desk.signTriageRule(
          id,
          clinician: clinician,
          licence: "110-7",
          by: "mei",
          in: transaction
        )
      }
    }
    #expect(rule.signOff(in: try await pair.mine.scope.triageSignOffs()) == nil)
    try await sign(rule.id, "Dr Lin")
    try await sign(rule.id, "Dr Mo")
    let signed = try await pair.mine.scope.triageSignOffs()
    #expect(rule.signOff(in: signed)?.clinician == "Dr Mo" && signed.count == 1)
    #expect(Triage.rules[1].signOff(in: signed) == nil)
    #expect(Set(Triage.rules.map(\.digest)).count == Triage.rules.count)
    #expect(try await pair.other.scope.triageSignOffs().isEmpty)
    await #expect(throws: ServiceRefusal.self) { try await sign("no.such.rule", "Dr Lin") }
    await #expect(throws: ServiceRefusal.self) { try await sign(rule.id, "") }
  }
}
