import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What a machine may draft")
struct ClaimRuleTests {
  private let facts = "满6个月（约180天）开始添加辅食。一次1勺，约10克。发热38℃以上请看医生。"

  @Test(
    arguments: [
      ("满6个月开始加辅食，约180天。发热38℃以上请看医生。", []),
      ("本品最佳，满6个月可用。", [.absolute]), ("吃了能治愈腹泻，不用看医生。", [.treatment]),
      ("这款奶粉媲美母乳。", [.substitute]), ("每天吃20克。", [.dose, .number]),
      ("每次喂三十毫升。", [.dose]), ("满4个月就可以加。", [.number]), ("", [.shape]),
      ("Guaranteed, as good as breast milk.", [.absolute, .substitute]),
      ("一次１勺，約１０克。", []),
    ] as [(String, [ClaimRule.Problem])]
  )
  func `says what the facts say and claims nothing`(_ text: String, _ found: [ClaimRule.Problem]) {
    #expect(Set(ClaimRule.problems(of: text, from: facts)) == Set(found), "\(text)")
  }

  @Test func `the facts themselves are always allowed`() {
    #expect(ClaimRule.problems(of: facts, from: facts) == [])
  }
}

@Suite("Drafts by a language model", .tenantDatabase([SmartServiceModule.module]))
struct MachineDraftTests {
  private let entry = KnowledgeDraft(
    slug: "solids",
    question: "几个月加辅食？",
    answer: "满6个月开始添加辅食。",
    source: "WHO 2023"
  )

  private func desk(saying text: String?) -> DraftingDesk {
    let http = OutboundHTTP { _ in
      guard let text else { return OutboundResponse(status: 500) }
      let body: JSONValue = [
        "choices": [["finish_reason": "stop", "message": ["content": .string(text)]]]
      ]
      return OutboundResponse(
        status: 200,
        headers: ["content-type": "application/json"],
        body: body.canonicalBytes
      )
    }
    return DraftingDesk(http: http, variables: [:])
  }

  private func draft(_ text: String?, at tenant: TestTenant) async throws -> DraftingDesk.Outcome {
    try await desk(saying: text)
      .draft(entry, by: .system, for: tenant.snapshot, in: tenant.database)
  }

  @Test func `are marked, wait for an expert, and answer nobody`() async throws {
    let settings: JSONValue = [
      "languageModel": ["url": "https://models.example/v1", "model": "small-7"]
    ]
    let pair = try await TenantPair.fresh(settings: ["service": settings])
    let mine = pair.mine
    #expect(try await draft("宝宝满6个月就可以开始添加辅食。", at: mine) == .written(1))
    #expect(try await draft("宝宝满6个月就可以开始添加辅食。", at: mine) == .written(1))
    let kept = try #require(try await mine.scope.knowledgeVersions(of: "solids").first)
    #expect(kept.state == .draft && kept.draftedBy == "small-7")
    #expect(try await mine.scope.publishedKnowledge().isEmpty)
    #expect(try await pair.other.scope.knowledgeVersions(of: "solids").isEmpty)

    // What an expert publishes unchanged keeps the mark; another answer is a person's.
    try await mine.transaction { transaction in
      try await ServiceDesk().writeKnowledge(kept.draft, by: .system, in: transaction)
      try await ServiceDesk().submitKnowledge("solids", by: .system, in: transaction)
      try await ServiceDesk().publishKnowledge(
        "solids",
        reviewer: "林医生",
        by: .system,
        in: transaction
      )
    }
    #expect(try await mine.scope.publishedKnowledge().first?.draftedBy == "small-7")
    try await mine.transaction {
      try await ServiceDesk().writeKnowledge(entry, by: .system, in: $0)
    }
    #expect(try await mine.scope.knowledgeVersions(of: "solids").first?.draftedBy == "")
  }

  @Test func `are dropped where they claim, invent, or do not come`() async throws {
    let settings: JSONValue = [
      "languageModel": ["url": "https://models.example/v1", "model": "small-7"]
    ]
    let mine = try await TenantPair.fresh(settings: ["service": settings]).mine
    #expect(try await draft("满4个月就加，每天20克。", at: mine) == .refused([.dose, .number]))
    #expect(try await draft("最佳辅食，治愈厌奶。", at: mine) == .refused([.absolute, .treatment]))
    #expect(try await draft(nil, at: mine) == .failed)
    #expect(try await mine.scope.knowledgeVersions(of: "solids").isEmpty)
    let plain = try await TenantPair.fresh(settings: ["service": [:]]).mine
    #expect(try await draft("满6个月。", at: plain) == .noModel)
  }
}
