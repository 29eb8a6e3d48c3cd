import Foundation
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Tenants from presets", .tenantDatabase([StorefrontModule.module]))
struct CreateTenantTests {
  private func slug() -> String { "p-\(UUID().uuidString.prefix(8).lowercased())" }

  private func snapshot(_ slug: String) async throws -> TenantSnapshot? {
    let database = try #require(TestDatabase.current?.database)
    return try await database.registeredTenants().first { $0.document.tenant == slug }.map {
      try TenantSnapshot(
        id: $0.id,
        revision: $0.revision,
        document: $0.document,
        modules: [StorefrontModule.module]
      )
    }
  }

  @Test(arguments: TenantPreset.allCases)
  func `one command makes a tenant that is ready to sell, and twice is once`(
    _ preset: TenantPreset
  ) async throws {
    let tool = try await Tool.onSuiteDatabase()
    let slug = slug()
    let command = [
      "tenants", "create", slug, "--preset", preset.rawValue, "--name", "宝贝 \"#1\" 店: {x}",
      "--phone", "0571-5550-0142", "--json",
    ]
    let first = await tool.run(command)
    #expect(first.status == .success, "\(first.screen.messages)\(first.screen.result)")
    let made = try JSONValue(json: first.screen.result)
    #expect(made["isNew"] == true)
    let tenant = try #require(try await snapshot(slug))
    #expect(tenant.name.text(in: [.zh]) == "宝贝 \"#1\" 店: {x}")

    let database = try #require(TestDatabase.current?.database)
    let scope = database.reading(tenant.id)
    let view = ShopView(tenant)
    let categories = try await scope.categories(in: view)
    let demands = try #require(try tenant.storefront.demands)
    #expect(!categories.isEmpty && !demands.isEmpty)
    let slugs = Set(categories.flatMap { [$0.slug] + $0.children.map(\.slug) })
    #expect(demands.keys.allSatisfy(slugs.contains))
    let promotions = try await scope.promotions()
    #expect(promotions.count > 1 && promotions.allSatisfy { $0.state == .draft })
    // What the law wants known is wanted before a sample is published.
    let shop = Shop()
    let wanting = preset == .motherBabyCN ? "sample-formula-1" : "sample-skin-milk"
    await #expect(throws: StorefrontRefusal.self) {
      try await database.transaction(for: tenant.id) { transaction in
        try await shop.publishProduct(wanting, for: tenant, by: .system, in: transaction)
      }
    }

    // What the merchant changed since stays as it is.
    try await database.transaction(for: tenant.id) { transaction in
      try await shop.setStock(
        of: preset == .motherBabyCN ? "SAMPLE-TY-1" : "SAMPLE-CB-1",
        at: preset == .motherBabyCN ? "warehouse" : "bonded",
        to: 7,
        actor: .system,
        in: transaction
      )
    }
    let again = await tool.run(command)
    #expect(again.status == .success)
    #expect(try JSONValue(json: again.screen.result)["isNew"] == false)
    #expect(try await snapshot(slug)?.revision == tenant.revision)
  }

  @Test func `its folder stays when one is named, and a plan of it shows no changes`() async throws
  {
    let tool = try await Tool.onSuiteDatabase()
    let slug = slug()
    let folder = FileManager.default.temporaryDirectory.appending(path: "preset-\(slug)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let command = [
      "tenants", "create", slug, "--preset", "mother-baby-cn", "--name", "示例", "--phone", "1",
      "--folder", folder,
    ]
    let made = await tool.run(command)
    #expect(made.status == .success, "\(made.screen.messages)")
    let plan = await tool.run("plan", folder, "--detailed-exit-code")
    #expect(plan.status == .success, "\(plan.screen.result)\(plan.screen.messages)")
    let taken = await tool.run(
      "tenants",
      "create",
      self.slug(),
      "--preset",
      "cross-border",
      "--name",
      "x",
      "--phone",
      "1",
      "--folder",
      folder
    )
    #expect(taken.status == .usage && taken.screen.messages.contains("is there already"))
  }

  @Test(arguments: [
    ["--preset", "unknown", "--name", "x", "--phone", "1"],
    ["--preset", "cross-border", "--phone", "1"],
  ])
  func `a preset that is none, or half a command, is exit code 64`(_ options: [String])
    async throws
  {
    let tool = try await Tool.onSuiteDatabase()
    #expect(await tool.run(["tenants", "create", "x"] + options).status == .usage)
  }

  @Test func `a host of another tenant is refused and nothing is made`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let (first, second) = (slug(), slug())
    for (slug, status) in [(first, CommandStatus.success), (second, .badData)] {
      let made = await tool.run(
        "tenants",
        "create",
        slug,
        "--preset",
        "cross-border",
        "--name",
        "x",
        "--phone",
        "1",
        "--host",
        "\(first).localhost"
      )
      #expect(made.status == status, "\(made.screen.messages)")
    }
    #expect(try await snapshot(second) == nil)
  }
}
