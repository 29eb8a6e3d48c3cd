import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

/// The knowledge of the sample shop, as its folder brings it.
@Suite("Knowledge of the sample shop", .tenantDatabase([SmartServiceModule.module]))
struct SampleKnowledgeTests {
  private static let folder = TenantFolder(
    url: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "tenants-sample/nuanya")
  )

  private static func reconcile(_ mode: FolderMode, _ tenant: TestTenant) async throws
    -> [FolderChange]
  {
    try await tenant.transaction { transaction in
      try await FolderPart.knowledge.reconcile(folder, tenant.snapshot, mode, transaction)
    }
  }

  @Test func `is taken over once, names its sources and no dose, and answers parents`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let created = try await Self.reconcile(.apply(.admin("ada")), pair.mine)
    #expect(created.allSatisfy { $0.action == .create })
    #expect(try await Self.reconcile(.plan, pair.mine) == [])
    #expect(try await pair.other.scope.publishedKnowledge().isEmpty)

    let entries = try await pair.mine.scope.publishedKnowledge()
    #expect(entries.count == created.count)
    #expect(entries.count { $0.draft.language == "zh" } >= 60)
    #expect(entries.count { $0.draft.language == "en" } >= 40)
    let dose = /[0-9]\s*(mg|μg|mcg|IU|ml|毫克|微克|毫升|国际单位)/
    for entry in entries {
      #expect(!entry.draft.source.isEmpty && !entry.reviewer.isEmpty)
      #expect(!entry.draft.answer.contains(dose), "\(entry.draft.slug)")
    }

    let desk = ServiceDesk(ports: .rules)
    for (text, age, slug) in Self.questions {
      let answer = try await desk.answer(
        ServiceQuestion(turns: [text], childAgeDays: age),
        from: pair.mine.scope
      )
      #expect(answer.ranked.first == slug, "\(text): \(answer.ranked)")
    }
  }

  private static let questions: [(String, Int?, String)] = [
    ("5个月能吃米粉吗", nil, "solids-when"), ("宝宝可以吃蜂蜜吗", 200, "honey-before-one"),
    ("可以给她喝点蜂蜜水吗", 500, "honey-after-one"), ("夜里睡觉能趴着睡吗", 60, "safe-sleep"),
    ("打完预防针发烧怎么办", 100, "vaccine-fever"), ("奶粉开罐了还能退吗", nil, "return-formula"),
    ("18个月还不会走路", nil, "walking"), ("When can my baby start solid food?", 150, "solids-when-en"),
    ("can my baby have honey", 200, "honey-before-one-en"),
    ("Can I return opened formula?", nil, "return-formula-en"),
  ]

  @Test func `what an expert took back or writes anew is not undone by the same file`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["service": .object([:])]).mine
    _ = try await Self.reconcile(.apply(.admin("ada")), mine)
    let desk = ServiceDesk()
    try await mine.transaction { transaction in
      try await desk.withdrawKnowledge("honey-before-one", by: .admin("lin"), in: transaction)
      let solids = try #require(
        try await transaction.publishedKnowledge().first { $0.draft.slug == "solids-when" }
      )
      var draft = solids.draft
      draft.answer += "（修订中）"
      try await desk.writeKnowledge(draft, by: .admin("lin"), in: transaction)
    }
    #expect(try await Self.reconcile(.plan, mine) == [])
    #expect(try await Self.reconcile(.apply(.admin("ada")), mine) == [])
    let served = try await mine.scope.publishedKnowledge()
    #expect(!served.contains { $0.draft.slug == "honey-before-one" })
    #expect(served.contains { $0.draft.slug == "solids-when" && $0.version == 1 })
    #expect(try await mine.scope.knowledge(in: .draft).map(\.draft.slug) == ["solids-when"])
  }

  @Test func `what is written out is what was read`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    _ = try await Self.reconcile(.apply(.admin("ada")), pair.mine)
    let files = try await pair.mine.transaction {
      try await FolderPart.knowledge.export(pair.mine.snapshot, $0)
    }
    let written = try #require(files.first)
    #expect(files.count == 1 && written.path == "knowledge.csv")
    let read = try KnowledgeFile.drafts(csv: written.bytes)
    let served = try await pair.mine.scope.publishedKnowledge().map(\.draft)
    #expect(Set(read) == Set(served) && read.count == served.count)
  }
}
