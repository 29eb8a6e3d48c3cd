import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Tenant registry", .tenantDatabase())
struct TenantRegistryTests {
  private func document(_ name: String, hosts: [String]) -> TenantDocument {
    TenantDocumentTests.document {
      $0.tenant = name
      $0.hosts = hosts
    }
  }

  private func database() throws -> TenantDatabase {
    try #require(TestDatabase.current).database
  }

  @Test func `registering an equal document changes nothing`() async throws {
    let database = try database()
    let first = try await database.register(document("same", hosts: ["same.localhost"]))
    let second = try await database.register(document("same", hosts: ["same.localhost"]))
    #expect(first == second)
    #expect(first.revision == 1)
  }

  @Test func `a changed document gets the next revision and its hosts`() async throws {
    let database = try database()
    let first = try await database.register(document("moved", hosts: ["old.localhost"]))
    let second = try await database.register(document("moved", hosts: ["new.localhost"]))
    let heir = try await database.register(document("heir", hosts: ["old.localhost"]))
    #expect(second.id == first.id)
    #expect(second.revision == 2)
    #expect(heir.revision == 1)
  }

  @Test func `two tenants cannot claim one host`() async throws {
    let database = try database()
    _ = try await database.register(document("owner", hosts: ["owned.localhost"]))
    await #expect(throws: RegistryError.hostTaken(host: "owned.localhost", by: "owner")) {
      try await database.register(document("thief", hosts: ["owned.localhost"]))
    }
    let names = try await database.registeredTenants().map(\.document.tenant)
    #expect(!names.contains("thief"))
  }

  @Test func `the directory serves a change, and keeps the old settings when it is unreadable`()
    async throws
  {
    let database = try database()
    let directory = TenantDirectory(database: database, modules: [], logger: .quiet)
    let tenant = try await database.register(document("served", hosts: ["served.localhost"]))
    try await directory.refresh()
    #expect(directory.tenant(host: "SERVED.localhost")?.id == tenant.id)
    #expect(directory.tenant(host: "unknown.localhost") == nil)

    var unreadable = document("served", hosts: ["served.localhost"])
    unreadable.modules = ["unknown": [:]]
    _ = try await database.register(unreadable)
    try await directory.refresh()
    #expect(directory.tenant(slug: "served")?.revision == 1)

    _ = try await database.register(document("served", hosts: ["renamed.localhost"]))
    try await directory.refresh()
    #expect(directory.tenant(host: "renamed.localhost")?.revision == 3)
    #expect(directory.tenant(host: "served.localhost") == nil)
  }

  @Test func `a running directory hears of a change without asking`() async throws {
    let database = try database()
    let directory = TenantDirectory(database: database, modules: [], logger: .quiet)
    let running = Task { await directory.run(pollingEach: .seconds(3_600)) }
    for revision in 1...5 {
      _ = try await database.register(document("heard", hosts: ["heard\(revision).localhost"]))
      #expect(
        await eventually { directory.tenant(slug: "heard")?.revision == Int64(revision) }
      )
    }
    running.cancel()
    await running.value
  }

  @Test func `a running directory asks each time when it hears nothing`() async throws {
    let database = try database()
    let directory = TenantDirectory(database: database, modules: [], logger: .quiet)
    let running = Task { await directory.run(pollingEach: .milliseconds(20)) }
    _ = try await database.register(document("polled", hosts: ["polled.localhost"]))
    #expect(await eventually { directory.tenant(slug: "polled")?.revision == 1 })
    // What a listener misses: a change that nobody is told of.
    _ = try await database.system("test").run([
      "UPDATE tenancy.tenant SET revision = 7 WHERE slug = 'polled'"
    ])
    #expect(await eventually { directory.tenant(slug: "polled")?.revision == 7 })
    running.cancel()
    await running.value
  }

  /// Waits until a condition holds; false when it never does.
  private func eventually(_ condition: () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < deadline {
      if condition() { return true }
      try? await Task.sleep(for: .milliseconds(2))
    }
    return false
  }
}
