import Foundation
import SmartService
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

/// Files of one test, removed with the value.
private final class Papers: Sendable {
  let folder = FileManager.default.temporaryDirectory.appending(path: "papers-\(UUID())")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes a file and says where.
  func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  /// The lines of a file of results.
  func lines(_ name: String) throws -> [JSONValue] {
    try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n")
      .map { try JSONValue(json: String($0)) }
  }
}

@Suite("Commands of knowledge", .tenantDatabase([SmartServiceModule.module]))
struct KnowledgeCommandTests {
  private let papers: Papers
  private let tool: Tool

  init() async throws {
    papers = try Papers()
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [SmartServiceModule.module]
    self.tool = tool
  }

  private let markdown = """
    ---
    topic: feeding
    ages: 183..
    source: WHO 2023
    ---
    # 加辅食后喝多少水？
    - 六个月怎么喂水

    少量喂白开水。
    """
  private let table = """
    slug,question,answer,source,similar,min_age_days,max_age_days
    honey,能吃蜂蜜吗？,"1岁以内不能吃，
    加热过的也不行。",CDC 2024,蜂蜜水行吗|喝蜂蜜,0,364

    """

  @Test func `entries are brought in, published and written out as they came`() async throws {
    let pair = try await TenantPair.fresh(settings: ["service": [:]])
    let tenant = "--tenant=\(pair.mine.snapshot.slug)"
    let files = [try papers.write("water.md", markdown), try papers.write("more.csv", table)]
    let taken = await tool.run(["knowledge", "import"] + files + [tenant])
    #expect(taken.status == .success, "\(taken.screen.messages)")
    #expect(taken.screen.result == "2 entries wait for review.")
    #expect(try await pair.mine.scope.publishedKnowledge().isEmpty)
    let waiting = await tool.run("knowledge", "list", "--state", "review", tenant)
    #expect(waiting.screen.result.contains("honey") && waiting.screen.result.contains("water"))

    let published = await tool.run("knowledge", "publish", "--reviewer", "Dr Lin", tenant, "--json")
    #expect(
      try JSONValue(json: published.screen.result)["published"]
        == .array([.string("honey"), .string("water")]),
      "\(published.screen.messages)"
    )
    let served = try await pair.mine.scope.publishedKnowledge()
    #expect(served.map(\.draft.slug).sorted() == ["honey", "water"])
    #expect(served.allSatisfy { $0.reviewer == "Dr Lin" })
    #expect(try await pair.other.scope.publishedKnowledge().isEmpty)

    let exported = await tool.run("knowledge", "export", tenant)
    let drafts = try KnowledgeFile.drafts(csv: Array(exported.screen.result.utf8))
    #expect(Set(drafts) == Set(served.map(\.draft)))
    let again = try papers.write("again.csv", exported.screen.result)
    #expect(await tool.run("knowledge", "import", again, tenant).status == .success)
    #expect(Set(try await pair.mine.scope.knowledge(in: .review).map(\.draft)) == Set(drafts))
  }

  @Test func `a date of review can be given, and one entry may be chosen`() async throws {
    let mine = try await TenantPair.fresh(settings: ["service": [:]]).mine
    let tenant = "--tenant=\(mine.snapshot.slug)"
    _ = await tool.run("knowledge", "import", try papers.write("more.csv", table), tenant)
    _ = await tool.run("knowledge", "import", try papers.write("water.md", markdown), tenant)
    let one = await tool.run(
      ["knowledge", "publish", "water", "--reviewer", "Dr Lin", tenant]
        + ["--due", "2100-01-01T00:00:00Z"]
    )
    #expect(one.screen.result == "1 entries are published.", "\(one.screen.messages)")
    let served = try await mine.scope.publishedKnowledge()
    #expect(served.map(\.draft.slug) == ["water"])
    #expect(served.first?.dueAt == Date(timeIntervalSince1970: 4_102_444_800))
    let unknown = await tool.run("knowledge", "publish", "nothing", "--reviewer", "R", tenant)
    #expect(unknown.status != .success)
    #expect(unknown.screen.messages.contains("service.knowledge"))
  }

  @Test func `of files of which one is wrong nothing is taken, and the place is told`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["service": [:]]).mine
    let tenant = "--tenant=\(mine.snapshot.slug)"
    let good = try papers.write("more.csv", table)
    let wrong: [(name: String, text: String, words: String)] = [
      ("ages.md", markdown.replacing("183..", with: "soon"), "line 3"),
      ("head.md", "# Q\n\nA", "line 1"), ("columns.csv", "a,b\n1,2\n", "columns.csv"),
      ("days.csv", table.replacing("0,364", with: "zero,364"), "min_age_days"),
      ("text.txt", markdown, "must end in .md or .csv"),
    ]
    for (name, text, words) in wrong {
      let done = await tool.run(
        "knowledge",
        "import",
        good,
        try papers.write(name, text),
        tenant
      )
      #expect(done.status == (name == "text.txt" ? .usage : .badData), "\(name)")
      #expect(done.screen.messages.contains(words), "\(name): \(done.screen.messages)")
    }
    let missing = await tool.run("knowledge", "import", good, "/nowhere/a.md", tenant)
    #expect(missing.status == .notFound)
    #expect(try await mine.scope.knowledge().isEmpty)
    let list = await tool.run("knowledge", "list", tenant)
    #expect(list.screen.result.contains("No such entries."))
  }
}

@Suite("Commands that measure customer service")
struct ServiceCommandTests {
  private let papers: Papers
  private let tool = Tool(environment: ProcessInfo.processInfo.environment)

  init() throws { papers = try Papers() }

  private let knowledge = """
    {"id": "before", "topic": "feeding", "question": "1岁以内能吃蜂蜜吗？", "similar": ["小宝宝喝蜂蜜水"], \
    "answer": "不能。", "minAgeDays": 0, "maxAgeDays": 364, "source": "CDC"}
    {"id": "after", "topic": "feeding", "question": "满1岁可以吃蜂蜜吗？", "similar": ["大宝宝喝蜂蜜水"], \
    "answer": "可以少量吃。", "minAgeDays": 365, "maxAgeDays": null, "source": "CDC"}

    {"id": "Wrong Name", "question": "?", "answer": "", "minAgeDays": null, "maxAgeDays": null}

    """
  private let queries = """
    {"id": "q1", "text": "宝宝能喝蜂蜜水吗", "kb": "before", "childAgeDays": 200}
    {"id": "q2", "turns": ["两岁了", "能喝蜂蜜水吗"], "kb": "after", "childAgeDays": null}
    {"id": 3, "text": "宝宝能喝蜂蜜水吗", "childAgeDays": 800, "kb": "after", "lang": "zh"}

    """
  private let flags = """
    {"id": "r1", "turns": ["两个月", "宝宝叫不醒，嘴唇发紫"], "level": "emergency"}
    {"id": "r2", "text": "奶瓶怎么消毒", "level": "none"}

    """

  @Test func `an evaluation writes a line per question and says what follows from them`()
    async throws
  {
    let done = await tool.run(
      ["service", "evaluate", "--knowledge", try papers.write("kb.jsonl", knowledge)]
        + ["--queries", try papers.write("queries.jsonl", queries)]
        + ["--queries", try papers.write("flags.jsonl", flags)]
        + ["--out", papers.path("results.jsonl"), "--without-models"]
    )
    #expect(done.status == .success, "\(done.screen.messages)")
    let lines = try papers.lines("results.jsonl")
    #expect(lines.map { $0["id"] } == ["q1", "q2", "3", "r1", "r2"])
    #expect(lines.map { $0["entryId"] }.prefix(3) == ["before", "after", "after"])
    let fields: Set = ["id", "action", "entryId", "ranked", "confidence", "citations", "redFlag"]
    for line in lines {
      guard case .object(let object) = line else {
        Issue.record("no object: \(line)")
        continue
      }
      #expect(Set(object.keys) == fields)
    }
    #expect(lines[3]["action"] == "handOff" && lines[3]["redFlag"]?["level"] == "emergency")
    #expect(lines[3]["redFlag"]?["ruleId"] != .null)
    #expect(lines[4]["redFlag"] == ["level": "none", "ruleId": .null])
    for words in [
      "Left out, because fields are wrong: Wrong Name", "words and rules only",
      "Accuracy by coverage", "sensitivity: 1.000", "specificity: 1.000", "By language",
      "By stage", "Answers for another stage than the profile's: 0",
    ] {
      #expect(done.screen.result.contains(words), "\(words): \(done.screen.result)")
    }
  }

  @Test func `what cannot be read or written is told with its line, before anything is measured`()
    async throws
  {
    let kb = try papers.write("kb.jsonl", knowledge)
    let asked = try papers.write("queries.jsonl", queries)
    func evaluate(_ kb: String, _ asked: String) async -> (CommandStatus, String) {
      let done = await tool.run(
        ["service", "evaluate", "--knowledge", kb, "--queries", asked]
          + ["--out", papers.path("results.jsonl"), "--without-models"]
      )
      return (done.status, done.screen.messages)
    }
    let missing = await evaluate("/nowhere/kb.jsonl", asked)
    #expect(missing.0 == .notFound && missing.1.contains("/nowhere/kb.jsonl"))
    let broken = await evaluate(kb, try papers.write("broken.jsonl", queries + "{\n"))
    #expect(broken.0 == .badData && broken.1.contains("line 4"))
    let lacking = await evaluate(try papers.write("lacking.jsonl", "{\"id\": \"a\"}\n"), asked)
    #expect(lacking.0 == .badData && lacking.1.contains("question is missing"))
    #expect(!FileManager.default.fileExists(atPath: papers.path("results.jsonl")))
    let nowhere = await tool.run("service", "evaluate", "--queries", asked)
    #expect(nowhere.status == .usage)
  }

  @Test func `texts are judged by the rule of drafts`() async throws {
    let texts = """
      {"id": "claim", "text": "本品可以根治湿疹，第一品牌。"}
      {"id": "plain", "text": "纯棉面料，可以机洗。"}

      """
    let path = try papers.write("texts.jsonl", texts)
    let done = await tool.run(
      "service",
      "judge",
      "--texts",
      path,
      "--out",
      papers.path("out.jsonl")
    )
    #expect(done.screen.result == "Held 1 of 2 texts.", "\(done.screen.messages)")
    let lines = try papers.lines("out.jsonl")
    #expect(lines.map { $0["id"] } == ["claim", "plain"])
    #expect(lines[1]["problems"] == [] && lines[0]["problems"] != [])
    let unwritable = await tool.run("service", "judge", "--texts", path, "--out", "/nowhere/out")
    #expect(unwritable.status == .cannotWrite)
    let none = await tool.run("service", "judge", "--texts", "/nowhere", "--out", "/nowhere/out")
    #expect(none.status == .notFound)
  }

  @Test func `pictures need a reader, and the tool says how to get one`() async throws {
    var alone = tool
    alone.environment["PATH"] = "/nowhere"
    let done = await alone.run("service", "read", "a.png", "--out", papers.path("out.jsonl"))
    #expect(done.status == .notFound)
    #expect(done.screen.messages.contains("apt-get install tesseract-ocr"))
  }
}
