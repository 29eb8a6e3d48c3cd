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

  @Test func `a table of members is checked whole, tried, taken over once, and tagged`()
    async throws
  {
    let tool = try await tool()
    let pair = try await TenantPair.fresh(settings: ["membership": [:]])
    let slug = pair.mine.snapshot.slug
    let folder = FileManager.default.temporaryDirectory.appending(path: "members-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.appending(path: name)
      try Data(text.utf8).write(to: url)
      return url.path()
    }
    let known = try await member("+8613800138000", of: pair.mine)
    let good = try file(
      "good.csv",
      "phone,email,name,tags\n138-0013-8000,,林,老客|双胞胎\n,Mei@example.com,,\n+8613900139000,,晓,\n"
    )
    let bad = try file(
      "bad.csv",
      "phone,name,tags\n12,林,\n13800138000,林,\n13800138000,晓,\n13900139001,\(String(repeating: "长", count: 41)),\n"
    )
    let wrong = await tool.run("members", "import", bad, "--tenant", slug)
    #expect(wrong.status != .success)
    for line in ["line 2 ", "line 4 ", "line 5 "] {
      #expect(wrong.screen.messages.contains(line), "\(wrong.screen.messages)")
    }
    let tried = await tool.run("members", "import", good, "--tenant", slug, "--dry-run")
    #expect(tried.screen.result.contains("2 would be added, 1 known before."))
    #expect(try await pair.mine.scope.memberCount(MemberListQuery()) == 1)
    for text in ["2 added, 1 known before.", "0 added, 3 known before."] {
      let done = await tool.run("members", "import", good, "--tenant", slug)
      #expect(
        done.status == .success && done.screen.result.contains(text),
        "\(done.screen.messages)"
      )
    }
    let member = try #require(await pair.mine.scope.member(known))
    #expect(member.displayName == "林")
    #expect(Set(try await pair.mine.scope.tags(of: member)) == ["双胞胎", "老客"])
    let off = await tool.run("members", "tag", "\(known)", "老客", "--remove", "--tenant", slug)
    #expect(off.status == .success)
    #expect(try await pair.mine.scope.tags(of: member) == ["双胞胎"])
    #expect(try await pair.mine.scope.consentEntries(of: member).isEmpty)
    #expect(try await pair.other.scope.memberCount(MemberListQuery()) == 0)
  }

  @Test func `a shop without membership is told so`() async throws {
    let tool = try await tool()
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    let done = await tool.run("members", "list", "--tenant", slug)
    #expect(done.status == .notFound && done.screen.messages.contains("enable membership"))
  }
}
