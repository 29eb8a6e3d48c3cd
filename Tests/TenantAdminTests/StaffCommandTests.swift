import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Staff commands", .tenantDatabase([StorefrontModule.module]))
struct StaffCommandTests {
  @Test func `staff is added, listed, changed and disabled, and a typed password is never shown`()
    async throws
  {
    var tool = try await Tool.onSuiteDatabase()
    tool.input = Array("correct horse 7\n".utf8)
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    let lines = [
      ["add", "mei", "--role", "service"], ["role", "mei", "manager"], ["password", "mei"],
      ["disable", "mei"], ["list"], ["enable", "mei"], ["list", "--json"],
    ]
    var results: [String] = []
    for line in lines {
      let done = await tool.run(["staff"] + line + ["--tenant", slug])
      #expect(done.status == .success, "\(line): \(done.screen.messages)")
      #expect(!(done.screen.result + done.screen.messages).contains("correct horse"))
      results.append(done.screen.result)
    }
    #expect(results[4].contains("mei") && results[4].contains("manager"))
    #expect(results[6].contains("\"login\""))
    let made = await tool.run(
      "staff",
      "add",
      "li",
      "--role",
      "owner",
      "--generate",
      "--tenant",
      slug
    )
    #expect(made.screen.result.contains("shown only now"))
    #expect(
      await tool.run("staff", "disable", "nobody", "--tenant", slug).status == .notFound
    )
  }

  @Test func `no password, a weak one and an unknown role are refused`() async throws {
    var tool = try await Tool.onSuiteDatabase()
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    #expect(
      await tool.run("staff", "add", "mei", "--role", "owner", "--tenant", slug).status == .badData
    )
    tool.input = Array("short".utf8)
    let weak = await tool.run("staff", "add", "mei", "--role", "owner", "--tenant", slug)
    #expect(weak.status != .success && weak.screen.messages.contains("12 to 128"))
    #expect(
      await tool.run("staff", "add", "mei", "--role", "king", "--tenant", slug).status == .usage
    )
  }
}
