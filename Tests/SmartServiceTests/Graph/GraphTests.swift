import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

private let conceptFile = """
  concept,kind,name.zh,name.en,aliases,min_age_days,max_age_days,entries,categories
  stage-6-12,stage,6—12个月,6–12 months,,183,364,,
  honey,food,蜂蜜,Honey,蜜水|阿巴果,,,honey-before,
  cup,product,学饮杯,Cup,,,,,cups
  drinking,care,学喝水,Learning to drink,,,,drink,
  botulism,symptom,肉毒中毒,Botulism,,,,,
  """
private let relationFile = """
  from,relation,to,source
  honey,unsuited,stage-6-12,CDC
  honey,causes,botulism,CDC
  drinking,needs,cup,AAP
  cup,suits,stage-6-12,AAP
  """

@Suite("The knowledge graph")
struct GraphTests {
  private func graph() throws -> KnowledgeGraph {
    let concepts = try GraphFile.concepts(csv: Array(conceptFile.utf8))
    return KnowledgeGraph(
      concepts,
      try GraphFile.relations(csv: Array(relationFile.utf8), of: concepts)
    )
  }

  @Test func `files are read and written as they were`() throws {
    let concepts = try GraphFile.concepts(csv: Array(conceptFile.utf8))
    let relations = try GraphFile.relations(csv: Array(relationFile.utf8), of: concepts)
    #expect(concepts.count == 5 && relations.count == 4)
    let again = try GraphFile.concepts(csv: Array(GraphFile.csv(concepts).utf8))
    #expect(again == concepts)
    let edges = try GraphFile.relations(csv: Array(GraphFile.csv(relations).utf8), of: again)
    #expect(edges == relations)
  }

  @Test(arguments: [
    ("Honey,food,x", 2, "small letters"), ("honey,thing,x", 2, "kind is one of"),
    ("honey,food,", 2, "a name is missing"), ("a,food,x\na,food,y", 3, "twice"),
  ])
  func `a mistake in the concepts is told with its line`(_ rows: String, line: Int, words: String) {
    let error = #expect(throws: KnowledgeFileError.self) {
      try GraphFile.concepts(csv: Array("concept,kind,name.zh\n\(rows)\n".utf8))
    }
    #expect(error?.line == line && error?.problem.contains(words) == true, "\(error as Any)")
  }

  @Test(arguments: [
    ("honey,likes,cup,S", "relation is one of"), ("milk,suits,stage-6-12,S", "is not in concepts"),
    ("honey,suits,cup,S", "does not join"), ("cup,eases,botulism,S", "does not join"),
    ("honey,unsuited,stage-6-12,", "source"),
    ("cup,suits,stage-6-12,S\ncup,suits,stage-6-12,T", "twice"),
  ])
  func `an edge that says nothing is told with its line`(_ rows: String, words: String) throws {
    let concepts = try GraphFile.concepts(csv: Array(conceptFile.utf8))
    let error = #expect(throws: KnowledgeFileError.self) {
      try GraphFile.relations(csv: Array("from,relation,to,source\n\(rows)\n".utf8), of: concepts)
    }
    #expect(error?.problem.contains(words) == true, "\(error as Any)")
  }

  @Test func `goods are never right by one edge and wrong by another`() throws {
    let graph = try graph()
    #expect(graph.suited(to: 200).map(\.concept.code) == ["cup"])
    #expect(graph.suited(to: 400).isEmpty && graph.suited(to: -20).isEmpty)
    #expect(Set(graph.neighbours(of: ["honey"]).map(\.code)) == ["stage-6-12", "botulism"])
    #expect(graph.concepts(explainedBy: "drink").map(\.code) == ["drinking"])
  }

  @Test func `which kinds a link joins is one table`() {
    var count = 0
    for link in ConceptLink.allCases {
      for (from, to) in GraphKind.allCases.flatMap({ a in GraphKind.allCases.map { (a, $0) } })
      where link.joins(from, to) {
        count += 1
        // Nobody may say of goods that they heal (Advertising Law, article 17).
        #expect(!(link == .eases && from == .product))
      }
    }
    #expect(count == 3 + 3 + 4 + 2 + 2 + 3 + 12)
  }
}

@Suite("The knowledge graph of a merchant", .tenantDatabase([SmartServiceModule.module]))
struct TenantGraphTests {
  private let desk = ServiceDesk()

  private func publish(_ drafts: [KnowledgeDraft], for tenant: TestTenant) async throws {
    try await tenant.transaction { transaction in
      for draft in drafts {
        try await desk.writeKnowledge(draft, by: .system, in: transaction)
        try await desk.submitKnowledge(draft.slug, by: .system, in: transaction)
        try await desk.publishKnowledge(draft.slug, reviewer: "R", by: .system, in: transaction)
      }
    }
  }

  private func folder(_ files: [String: String]) throws -> TenantFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "graph-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
    return TenantFolder(url: url)
  }

  @Test func `the folder says all of it, twice without a change, and only to its merchant`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let (mine, part) = (pair.mine, FolderPart.knowledgeGraph)
    func apply(_ folder: TenantFolder) async throws -> [FolderChange] {
      defer { try? FileManager.default.removeItem(at: folder.url) }
      return try await mine.transaction {
        try await part.reconcile(folder, mine.snapshot, .apply(.system), $0)
      }
    }
    let files = ["concepts.csv": conceptFile, "relations.csv": relationFile]
    #expect(try await apply(folder(files)).count == 9)
    #expect(try await apply(folder(files)).isEmpty)
    #expect(try await apply(folder([:])).isEmpty)
    #expect(try await mine.scope.concepts().count == 5)
    #expect(try await pair.other.scope.concepts().isEmpty)
    let exported = try await mine.transaction { try await part.export(mine.snapshot, $0) }
    let written = exported.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }
    let again = Dictionary(uniqueKeysWithValues: written)
    #expect(try await apply(folder(again)).isEmpty)

    let less = conceptFile.split(separator: "\n").dropLast().joined(separator: "\n")
    let fewer = relationFile.split(separator: "\n").filter { !$0.contains("botulism") }
      .joined(separator: "\n")
    let changes = try await apply(folder(["concepts.csv": less, "relations.csv": fewer]))
    #expect(changes.map(\.action) == [.archive, .archive])
    #expect(try await mine.scope.conceptRelations().count == 3)
  }

  @Test func `a question that names a thing is asked back with what stands around it`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let drink = KnowledgeDraft(slug: "drink", question: "几个月学喝水？", answer: "6个月。", source: "S")
    let honey = KnowledgeDraft(
      slug: "honey-before",
      question: "1岁以内能吃蜂蜜吗？",
      answer: "不能。",
      minAgeDays: 0,
      maxAgeDays: 364,
      source: "S"
    )
    try await publish([drink, honey], for: pair.mine)
    try await publish([drink, honey], for: pair.other)
    let odd = ServiceQuestion(turns: ["阿巴果是怎么回事"])
    #expect(try await desk.answer(odd, from: pair.mine.scope).action == .refuse)
    let url = try folder(["concepts.csv": conceptFile, "relations.csv": relationFile])
    defer { try? FileManager.default.removeItem(at: url.url) }
    try await pair.mine.transaction { transaction in
      _ = try await FolderPart.knowledgeGraph.reconcile(
        url,
        pair.mine.snapshot,
        .apply(.system),
        transaction
      )
    }
    let widened = try await desk.answer(odd, from: pair.mine.scope)
    #expect(widened.action == .clarify && widened.buttons == ["1岁以内能吃蜂蜜吗？"])
    #expect(widened.citations.isEmpty && widened.text.isEmpty)
    // Not for an age for which the entry is wrong, and not for another merchant.
    var older = odd
    older.childAgeDays = 500
    #expect(try await desk.answer(older, from: pair.mine.scope).action == .refuse)
    #expect(try await desk.answer(odd, from: pair.other.scope).action == .refuse)

    let related = try await desk.related(to: "drink", from: pair.mine.scope)
    #expect(related.goods.map(\.category) == ["cups"])
    #expect(related.goods.first?.reason.source == "AAP")
    let around = try await desk.related(to: "honey-before", from: pair.mine.scope)
    #expect(around.facts.count == 2 && around.goods.isEmpty)
    #expect(try await desk.goods(suitedTo: 200, from: pair.mine.scope).map(\.category) == ["cups"])
    #expect(try await desk.related(to: "drink", from: pair.other.scope).facts.isEmpty)

    // An answer says for which age it is, and what stands around it is for that age too.
    let asked = ServiceQuestion(turns: ["宝宝6个月，几个月学喝水？"])
    let told = ChatPayload(ChatPayload(try await desk.answer(asked, from: pair.mine.scope)).json)
    let age = try #require(told?.ageDays)
    #expect(age.contains(183) && !age.contains(60) && !age.contains(400))
    func goods(_ age: ClosedRange<Int>) async throws -> [String] {
      try await desk.related(to: "drink", age: age, from: pair.mine.scope).goods.map(\.category)
    }
    #expect(try await goods(age) == ["cups"])
    let unknown = try await desk.answer(ServiceQuestion(turns: ["学喝水"]), from: pair.mine.scope)
    #expect(ChatPayload(ChatPayload(unknown).json)?.ageDays == nil)
  }

  @Test func `what was bought opens what tells how it is used, for the child's age`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": .object([:])])
    let entries = [(0, 182, "young"), (183, 364, "older")].map { low, high, slug in
      KnowledgeDraft(
        slug: slug,
        question: "怎么冲\(slug)？",
        answer: "70℃。",
        minAgeDays: low,
        maxAgeDays: high,
        source: "S"
      )
    }
    try await publish(entries, for: pair.mine)
    let files = [
      "concepts.csv":
        "concept,kind,name.zh,entries,categories\nformula,product,奶粉,young|older|gone,formula-1\n"
    ]
    let url = try folder(files)
    defer { try? FileManager.default.removeItem(at: url.url) }
    try await pair.mine.transaction { transaction in
      _ = try await FolderPart.knowledgeGraph.reconcile(
        url,
        pair.mine.snapshot,
        .apply(.system),
        transaction
      )
    }
    let bought = [
      BoughtGoods(name: "一段", categories: ["formula-1", "formula"]),
      BoughtGoods(name: "书", categories: ["books"]),
    ]
    func guides(_ age: Int?, _ tenant: TestTenant) async throws -> [String] {
      try await desk.guides(for: bought, age: age, in: ["zh"], from: tenant.scope)
        .map(\.entry.draft.slug)
    }
    #expect(try await guides(60, pair.mine) == ["young"])
    #expect(try await guides(200, pair.mine) == ["older"])
    #expect(try await guides(nil, pair.mine) == ["young", "older"])
    #expect(try await guides(60, pair.other).isEmpty)
  }

  @Test func `the only child's age is used, of several none`() {
    #expect(ChildAges(months: []).onlyDays == nil && ChildAges(months: [2, 30]).onlyDays == nil)
    #expect(ChildAges(months: [6]).onlyDays == 183 && ChildAges(months: [0]).onlyDays == 0)
  }
}
