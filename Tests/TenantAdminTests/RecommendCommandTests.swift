import Foundation
import Recommend
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite(
  "Recommendation commands",
  .tenantDatabase([StorefrontModule.module, RecommendModule.module])
)
struct RecommendCommandTests {
  @Test func `models are listed, trained and taken back`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [RecommendModule.module]
    let tenant = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let slug = tenant.snapshot.slug
    let empty = await tool.run("recommend", "models", "--tenant", slug)
    #expect(empty.screen.result.contains("No models yet."))
    #expect(
      await tool.run("recommend", "rollback", "ranking", "--tenant", slug).status == .notFound
    )
    try await tenant.transaction { transaction in
      for number in 1...2 {
        let version = try await ModelShelf.keep(
          [UInt8(number)],
          kind: "ranking",
          format: 1,
          metrics: ["recall20": .number(0.25)],
          in: transaction
        )
        try await ModelShelf.serve(version, of: "ranking", by: .system, in: transaction)
      }
    }
    let list = await tool.run("recommend", "models", "--tenant", slug, "--json")
    #expect(list.screen.result.contains("\"recall20\" : 0.25"))
    let back = await tool.run("recommend", "rollback", "ranking", "--tenant", slug)
    #expect(back.screen.result.contains("Version 1 of ranking is served."))
    #expect(try await tenant.scope.servedVersion(of: "ranking") == 1)
    let asked = await tool.run("recommend", "train", "--tenant", slug)
    let again = await tool.run("recommend", "train", "--tenant", slug)
    #expect(asked.status == .success && asked.screen.result.contains("job_"))
    #expect(again.screen.result == asked.screen.result, "one that waits is enough")
  }

  @Test func `a brand's question is asked, refused where people are too few, and logged`()
    async throws
  {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [StorefrontModule.module, RecommendModule.module]
    let settings = try await TenantPair.fresh(settings: ["recommend": [:]])
    let slug = settings.mine.snapshot.slug
    let month = BirthMonth.number(of: Date(), in: settings.mine.snapshot.timeZone)
    let (from, to) = (InsightMonths.text(month - 3), InsightMonths.text(month - 1))
    func ask(_ more: String...) async -> (status: CommandStatus, screen: Tool.Screen) {
      await tool.run(["recommend", "insight", "--tenant", slug, "--brand", "Pigeon"] + more)
    }
    let few = await ask("cohorts", "--from", from, "--to", to)
    #expect(few.status == .failure && few.screen.messages.contains("too few people"))
    let again = await ask("cohorts", "--from", from, "--to", to)
    #expect(again.status == .failure)
    let dear = await ask("trends", "--from", from, "--to", to, "--epsilon", "4")
    #expect(dear.screen.messages.contains("used up"))
    let wrong = await ask("cohorts", "--from", "2026-13", "--to", to)
    #expect(wrong.status == .usage)
    let uses = await tool.run("recommend", "insight", "uses", "--tenant", slug)
    #expect(uses.screen.result.contains("Pigeon"))
    #expect(uses.screen.result.contains("too few people"))
  }

  @Test func `made-up families fill a shop once, and what follows from them can be asked for`()
    async throws
  {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [RecommendModule.module]
    let tenant = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let slug = tenant.snapshot.slug
    for command in [["rehearse"], ["evaluate"], ["explain"], ["backtest"], ["replenish"]] {
      let done = await tool.run(["recommend"] + command + ["--tenant", slug])
      #expect(
        done.status == .notFound && done.screen.messages.contains("has no shop"),
        "\(command)"
      )
    }
    let asked = await tool.run("recommend", "forecast", "--tenant", slug)
    #expect(asked.status == .success && asked.screen.result.contains("job_"))
    for arguments in [
      ["explain", "--scenario", "moon"], ["explain", "--age", "999"], ["rehearse", "--days", "3"],
    ] {
      let done = await tool.run(["recommend"] + arguments + ["--tenant", slug])
      #expect(done.status == .usage, "\(arguments)")
    }
  }

  @Test func `past sales are taken in from a file, each day once`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [RecommendModule.module]
    let tenant = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    func take(_ text: String) async throws -> (status: CommandStatus, screen: Tool.Screen) {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return await tool.run(
        "recommend",
        "import-sales",
        file.path,
        "--tenant",
        tenant.snapshot.slug
      )
    }
    let table = "sku,location,day,units\nRICE,shop,2026-03-02,4\nRICE,shop,2026-03-02,3\n"
    for _ in 0..<2 { #expect(try await take(table).status == .success) }
    let units: Int? = try await tenant.scope.value(
      "SELECT sum(units)::bigint FROM recommend.past_sale WHERE tenant_id = \(tenant.id)"
    )
    #expect(units == 7)
    for wrong in ["RICE,shop,2026-13-02,4", "RICE,shop,2026-03-02,none", "RICE,shop,2026-03-02,0"] {
      let done = try await take("sku,location,day,units\n\(wrong)\n")
      #expect(done.status == .badData && done.screen.messages.contains(":2:"), "\(wrong)")
    }
    #expect(try await take("sku,day\n").status == .badData)
    let none = await tool.run("recommend", "import-sales", "/none", "--tenant", "x")
    #expect(none.status == .notFound)
  }

  @Test func `goods are labelled from a file, all or none`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [StorefrontModule.module, RecommendModule.module]
    let tenant = try await TenantPair.fresh(settings: [
      "storefront": [
        "tagline": ["zh": "陪你长大", "en": "With you"],
        "contact": ["phone": "0571-5550-0142"],
        "accent": "#c2410c",
        "freight": ["flat": "8.00", "freeOver": "99.00"],
        "stages": [
          ["code": "newborn", "from": 0, "to": 3, "name": ["zh": "新生儿", "en": "Newborn"]]
        ],
        "payments": [
          [
            "provider": "bankTransfer", "name": ["zh": "银行转账", "en": "Bank transfer"],
            "account": ["holder": "暖芽", "bank": "示范银行", "number": "9900"],
          ]
        ],
      ], "recommend": [:],
    ]).mine
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    func label(_ text: String) async throws -> (status: CommandStatus, screen: Tool.Screen) {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return await tool.run("recommend", "label", file.path, "--tenant", tenant.snapshot.slug)
    }
    let head = "product,scenarios,markets,languages\n"
    for (line, words) in [
      ("none,home,,", "no product"), ("none,moon,,", "home, travel or work"),
      ("none,home,china,", "two letters"), ("none,home,,zh-CN", "two letters"),
    ] {
      let done = try await label(head + line + "\n")
      #expect(done.status == .badData && done.screen.messages.contains(words), "\(line)")
    }
    #expect(try await label("product\n").status == .badData)
    #expect(try await label(head).status == .success)
    #expect(try await tenant.scope.labelledItems() == [])
  }

  @Test func `a shop without recommendations is told so`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [RecommendModule.module]
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    let done = await tool.run("recommend", "train", "--tenant", slug)
    #expect(done.status == .notFound && done.screen.messages.contains("enable recommend"))
  }
}
