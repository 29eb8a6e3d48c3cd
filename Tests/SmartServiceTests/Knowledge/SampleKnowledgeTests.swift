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
    #expect(entries.count { $0.draft.language == "zh" } >= 250)
    #expect(entries.count { $0.draft.language == "en" } >= 40)
    let amount = /[0-9]\s*(mg|μg|mcg|IU|ml|毫克|微克|毫升|国际单位)/
    let drug = /(对乙酰氨基酚|布洛芬|paracetamol|ibuprofen|acetaminophen)[^。.]*[0-9]\s*(mg|ml|毫克|毫升)/
    let ofIllness: Set = ["fever", "illness", "medicines", "vaccines", "jaundice"]
    for entry in entries {
      let draft = entry.draft
      #expect(!draft.source.isEmpty && !entry.reviewer.isEmpty)
      #expect(!draft.answer.contains(drug), "\(draft.slug)")
      if ofIllness.contains(draft.topic) {
        #expect(!draft.answer.contains(amount), "\(draft.slug)")
      }
    }

    let desk = ServiceDesk()
    for (text, age, slug) in Self.questions {
      let answer = try await desk.answer(
        ServiceQuestion(turns: [text], childAgeDays: age),
        from: pair.mine.scope
      )
      #expect(answer.ranked.first == slug, "\(text): \(answer.ranked)")
    }
  }

  /// What is dangerous too early, asked in the last days of each month with the age in words alone.
  @Test func `nothing that begins at a later age is said of an age in words`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    _ = try await Self.reconcile(.apply(.admin("ada")), pair.mine)
    let begins = Dictionary(
      uniqueKeysWithValues: try await pair.mine.scope.publishedKnowledge()
        .map { ($0.draft.slug, $0.draft.minAgeDays ?? 0) }
    )
    let desk = ServiceDesk()
    var found = 0
    for months in 1...23 {
      for matter in ["要喂水吗", "能喝蜂蜜水吗", "能吃布洛芬吗", "能吃盐吗", "能喝鲜奶吗", "能吃坚果吗"] {
        let answer = try await desk.answer(
          ServiceQuestion(turns: ["\(months)个月\(matter)"]),
          from: pair.mine.scope
        )
        let day = Int((Double(months) * 30.4375).rounded())
        let early = answer.ranked.filter { (begins[$0] ?? 0) > day }
        #expect(early.isEmpty, "\(months)个月\(matter): \(early)")
        found += answer.ranked.count
      }
    }
    #expect(found > 100)
  }

  /// Matters of which the sample shop says different things at different ages, as somebody asks who says
  /// no age.
  private static let matters = [
    "可以给宝宝吃蜂蜜吗", "宝宝要不要喂水", "宝宝能喝鲜牛奶吗", "能给孩子喝果汁吗", "孩子吃的里面能放盐吗", "宝宝能吃布洛芬吗",
    "宝宝发烧了怎么办", "对乙酰氨基酚能给宝宝吃吗", "孩子咳嗽怎么办", "宝宝要涂防晒霜吗", "怎么给宝宝防蚊", "噎住了怎么急救",
    "孩子便秘怎么办", "宝宝鼻塞感冒怎么护理", "包皮翻不开要紧吗", "宝宝要补钙吗", "推车选什么样的",
    "宝宝一天喝多少奶", "孩子吐了怎么办", "咳嗽能吃止咳药吗",
  ]

  @Test func `of what depends on the age nothing is said before the age is`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    _ = try await Self.reconcile(.apply(.admin("ada")), pair.mine)
    let desk = ServiceDesk()
    for text in Self.matters {
      let answer = try await desk.answer(ServiceQuestion(turns: [text]), from: pair.mine.scope)
      #expect(answer.asksAge, "\(text): \(answer.action), \(answer.ranked), \(answer.confidence)")
      #expect(answer.text.isEmpty && answer.citations.isEmpty)
    }
  }

  /// "Under one year" may be a child of two months: its age is asked for, and none of the profile that is
  /// older is taken in its place.
  @Test func `an upper end is no age`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    _ = try await Self.reconcile(.apply(.admin("ada")), pair.mine)
    let desk = ServiceDesk()
    func answer(_ turns: [String], profile: Int? = nil) async throws -> ServiceAnswer {
      try await desk.answer(
        ServiceQuestion(turns: turns, childAgeDays: profile),
        from: pair.mine.scope
      )
    }
    for end in ["一岁以内", "不到一岁", "两岁以内", "未满两岁"] {
      for profile in [nil, 1_500] {
        let open = try await answer(["\(end)的宝宝能喝蜂蜜水吗"], profile: profile)
        #expect(open.ageDays == nil && open.action != .answer, "\(end): \(open.ranked)")
      }
      let known = try await answer(["\(end)的宝宝能喝蜂蜜水吗"], profile: 60)
      #expect(known.ageDays == 60...60)
      let earlier = try await answer(["我家5个月了", "\(end)的宝宝能喝蜂蜜水吗"])
      #expect(earlier.ageDays.map { $0.upperBound < 183 } == true)
    }
    let nearly = try await answer(["快六个月了要喂水吗"])
    #expect(nearly.ageDays != nil)
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
    let url = FileManager.default.temporaryDirectory.appending(path: "knowledge-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    let rows = ["honey", "solids"].map { slug in
      "\(slug),\(slug)是什么？,回答。,WHO 2023,feeding,zh,,0,364,林医生"
    }
    let head =
      "slug,question,answer,source,topic,language,similar,min_age_days,max_age_days,reviewer"
    try ([head] + rows).joined(separator: "\n")
      .write(to: url.appending(path: "knowledge.csv"), atomically: true, encoding: .utf8)
    func reconcile(_ mode: FolderMode) async throws -> [FolderChange] {
      try await mine.transaction {
        try await FolderPart.knowledge.reconcile(TenantFolder(url: url), mine.snapshot, mode, $0)
      }
    }
    #expect(try await reconcile(.apply(.admin("ada"))).count == 2)
    let desk = ServiceDesk()
    try await mine.transaction { transaction in
      try await desk.withdrawKnowledge("honey", by: .admin("lin"), in: transaction)
      var draft = try #require(
        try await transaction.publishedKnowledge().first { $0.draft.slug == "solids" }
      ).draft
      draft.answer = "修订中。"
      try await desk.writeKnowledge(draft, by: .admin("lin"), in: transaction)
    }
    #expect(try await reconcile(.plan) == [])
    #expect(try await reconcile(.apply(.admin("ada"))) == [])
    let served = try await mine.scope.publishedKnowledge()
    #expect(served.map(\.draft.slug) == ["solids"] && served.first?.version == 1)
    #expect(try await mine.scope.knowledge(in: .draft).map(\.draft.slug) == ["solids"])
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
