import Foundation
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

private struct HookSettings: ModuleSettings {
  var webhookSecret: SecretReference
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

@Suite("Secret commands", .tenantDatabase([StorefrontModule.module]))
struct SecretCommandTests {
  private func tool(typing secret: String) async throws -> Tool {
    var tool = try await Tool.onSuiteDatabase()
    tool.environment["CRADLE_SECRET_KEY"] =
      "k1:" + Data(repeating: 9, count: 32).base64EncodedString()
    tool.input = Array(secret.utf8)
    return tool
  }

  @Test func `a secret is stored, listed, sealed anew and removed, and never shown`() async throws {
    let tool = try await tool(typing: "hunter2\n")
    let slug = try await TenantPair.fresh().mine.snapshot.slug

    let lines = [
      ["set", "sms"], ["list"], ["list", "--json"], ["rotate"], ["remove", "sms"], ["list"],
    ]
    var results: [String] = []
    for line in lines {
      let done = await tool.run(["secrets"] + line + ["--tenant", slug])
      #expect(done.status == .success, "\(line): \(done.screen.messages)")
      #expect(!(done.screen.result + done.screen.messages).contains("hunter2"))
      results.append(done.screen.result)
    }

    #expect(results[0].contains("store:sms"))
    #expect(results[1].contains("k1"))
    #expect(results[3] == "Every secret has the first key already.")
    #expect(results[5] == "No stored secrets.")
    #expect(await tool.run("secrets", "remove", "sms", "--tenant", slug).status == .notFound)
  }

  @Test func `nothing to store, no key and a secret as the name are refused`() async throws {
    let slug = try await TenantPair.fresh().mine.snapshot.slug
    let empty = try await tool(typing: "\n")
    #expect(await empty.run("secrets", "set", "sms", "--tenant", slug).status == .badData)
    var keyless = try await tool(typing: "x")
    keyless.environment["CRADLE_SECRET_KEY"] = nil
    let refused = await keyless.run("secrets", "set", "sms", "--tenant", slug)
    #expect(refused.status == .failure)
    #expect(refused.screen.messages.contains("openssl rand -base64 32"))
    let mistaken = await empty.run("secrets", "set", "Hunter2!", "--tenant", slug)
    #expect(mistaken.status == .usage)
  }

  @Test func `a folder refers to a secret, never holds one, and its export holds the reference`()
    async throws
  {
    var tool = try await tool(typing: "hunter2")
    tool.modules.append(
      TenantModule(name: "hooks", settings: HookSettings.self, migrations: [])
    )
    let folder = try SampleFolder()
    #expect(await tool.run("apply", folder.path).status == .success)
    func refer(to secret: String) throws {
      try folder.edit("tenant.yaml") { text in
        text.split(separator: "\n").filter { !$0.contains("hook") }.joined(separator: "\n")
          .replacing("\nmodules:", with: "\nmodules:\n  hooks: {webhookSecret: \(secret)}") + "\n"
      }
    }

    try refer(to: "hunter2")
    let held = await tool.run("apply", folder.path)
    try refer(to: "store:push")
    let missing = await tool.run("apply", folder.path)
    _ = await tool.run("secrets", "set", "push", "--tenant", folder.slug)
    let applied = await tool.run("apply", folder.path)
    let export = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: export) }
    let exported = await tool.run("export", folder.slug, export.path())

    #expect(held.status == .badData)
    #expect(held.screen.messages.contains("never the secret itself"))
    #expect(!held.screen.messages.contains("hunter2"))
    #expect(missing.status == .badData)
    #expect(missing.screen.messages.contains("tenant-admin secrets set push"))
    #expect(applied.status == .success, "\(applied.screen.messages)")
    #expect(exported.status == .success, "\(exported.screen.messages)")
    let text = try String(contentsOf: export.appending(path: "tenant.yaml"), encoding: .utf8)
    #expect(text.contains("webhookSecret: store:push"))
    #expect(!text.contains("hunter2"))
  }
}
