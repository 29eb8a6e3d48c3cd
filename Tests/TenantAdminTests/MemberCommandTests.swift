import Foundation
import Membership
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Member commands", .tenantDatabase([StorefrontModule.module, MembershipModule.module]))
struct MemberCommandTests {
  private func tool() async throws -> Tool {
    var tool = try await Tool.onSuiteDatabase()
    tool.modules = [StorefrontModule.module, MembershipModule.module]
    return tool
  }

  /// Makes a member with a phone.
  private func member(_ phone: String, of tenant: TestTenant) async throws -> MemberID {
    try await tenant.transaction { try await Families().enter(.phone, phone, in: $0).member }
  }

  @Test func `members are listed, shown, exported, merged, taken apart and deleted`() async throws {
    let tool = try await tool()
    let tenant = try await TenantPair.fresh(settings: ["membership": [:]]).mine
    let slug = tenant.snapshot.slug
    let (ada, lin) = (
      try await member("+8613800138000", of: tenant), try await member("+8613900139000", of: tenant)
    )
    let lines = [
      ["list"], ["show", "\(ada)"], ["export", "\(ada)"], ["merge", "\(lin)", "--into", "\(ada)"],
      ["list", "--json"], ["unmerge", "\(lin)"], ["delete", "\(lin)"], ["list"],
    ]
    var results: [String] = []
    for line in lines {
      let done = await tool.run(["members"] + line + ["--tenant", slug])
      #expect(done.status == .success, "\(line): \(done.screen.messages)")
      results.append(done.screen.result)
    }
    #expect(results[0].contains("2 in all."))
    #expect(results[1].contains("138****8000") && !results[1].contains("13800138000"))
    #expect(results[2].contains("\"+8613800138000\""))
    #expect(results[4].contains("\"total\" : 1") && results[4].contains("\(lin)"))
    #expect(results[7].contains("1 in all.") && !results[7].contains("\(lin)"))
    #expect(
      await tool.run("members", "show", "mem_1", "--tenant", slug).status == .usage
    )
    let unknown = MemberID.make(in: tenant.database.environment)
    #expect(
      await tool.run("members", "export", "\(unknown)", "--tenant", slug).status == .notFound
    )
  }

  @Test func `a shop without membership is told so`() async throws {
    let tool = try await tool()
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    let done = await tool.run("members", "list", "--tenant", slug)
    #expect(done.status == .notFound && done.screen.messages.contains("enable membership"))
  }
}
