import Foundation
import Recommend
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Recommendation commands", .tenantDatabase([RecommendModule.module]))
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

  @Test func `a shop without recommendations is told so`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [RecommendModule.module]
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    let done = await tool.run("recommend", "train", "--tenant", slug)
    #expect(done.status == .notFound && done.screen.messages.contains("enable recommend"))
  }
}
