import Foundation
import Storefront
import Synchronization
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Applying tenants' folders", .tenantDatabase([StorefrontModule.module]))
struct ReconciliationTests {
  private func reconciliation(_ modules: [TenantModule] = [StorefrontModule.module]) throws
    -> TenantReconciliation
  {
    let database = try #require(TestDatabase.current).database
    return TenantReconciliation(database: database, modules: modules)
  }

  private func registered(_ slug: String) async throws -> RegisteredTenant? {
    let database = try #require(TestDatabase.current).database
    return try await database.registeredTenants().first { $0.document.tenant == slug }
  }

  @Test func `a plan changes nothing, applying does, applying again does not`() async throws {
    let folder = try SampleFolder()
    let reconciliation = try reconciliation()

    let planned = try await reconciliation.plan(folder.sources())
    #expect(try await registered(folder.slug) == nil)
    let applied = try await reconciliation.apply(folder.sources(), by: .admin("ada"))
    let again = try await reconciliation.apply(folder.sources(), by: .admin("ada"))

    #expect(planned == applied)
    #expect(applied.first?.changes.contains { $0.kind == "product" } == true)
    #expect(again.map(\.changes) == [[]])
    #expect(try await registered(folder.slug)?.document.hosts == ["\(folder.slug).localhost"])
  }

  @Test func `a changed setting and a changed price are the only differences`() async throws {
    let folder = try SampleFolder()
    let reconciliation = try reconciliation()
    _ = try await reconciliation.apply(folder.sources(), by: .admin("ada"))

    try folder.edit("tenant.yaml") { $0.replacing("market: ID", with: "market: SG") }
    let changes = try await reconciliation.plan(folder.sources())

    #expect(
      changes.flatMap(\.changes)
        == [FolderChange(.update, kind: "tenant", name: folder.slug, fields: ["market"])]
    )
  }

  @Test func `an exported folder shows no differences, also when it is exported again`()
    async throws
  {
    let folder = try SampleFolder(of: "nuanya")
    let reconciliation = try reconciliation()
    _ = try await reconciliation.apply(folder.sources(), by: .admin("ada"))
    let target = folder.url.path + "-export"
    defer { try? FileManager.default.removeItem(atPath: target) }

    let export = try await TenantExport(
      of: folder.slug,
      from: reconciliation.database,
      modules: reconciliation.modules
    )
    try export.write(to: target, replacing: false)
    let changes = try await reconciliation.plan(TenantSource.found(at: [target]))
    try export.write(to: target, replacing: true)

    #expect(changes.map(\.changes) == [[]])
    #expect(changes.map(\.tenant) == [folder.slug])
    #expect(try await reconciliation.plan(TenantSource.found(at: [target])) == changes)
  }

  @Test func `an export does not overwrite what is no tenant's folder`() async throws {
    let folder = try SampleFolder()
    let reconciliation = try reconciliation()
    _ = try await reconciliation.apply(folder.sources(), by: .admin("ada"))
    let export = try await TenantExport(
      of: folder.slug,
      from: reconciliation.database,
      modules: reconciliation.modules
    )

    #expect(throws: AdminError.self) { try export.write(to: folder.path, replacing: false) }
    try FileManager.default.removeItem(at: folder.url.appending(path: "tenant.yaml"))
    #expect(throws: AdminError.self) { try export.write(to: folder.path, replacing: true) }
    #expect(FileManager.default.fileExists(atPath: folder.path + "/catalogue.csv"))
  }

  @Test func `one bad row of one folder keeps all folders from being written`() async throws {
    let (good, bad) = (try SampleFolder(), try SampleFolder())
    try bad.edit("stock.csv") { $0 + "NO-SUCH-SKU,nowhere,1\n" }
    let reconciliation = try reconciliation()

    let error = await #expect(throws: DocumentProblems.self) {
      try await reconciliation.apply(good.sources() + bad.sources(), by: .admin("ada"))
    }

    #expect(error?.problems.allSatisfy { $0.file == bad.path + "/stock.csv" } == true)
    #expect(error?.problems.first?.line != nil)
    #expect(try await registered(good.slug) == nil)
    #expect(try await registered(bad.slug) == nil)
  }

  @Test func `a host that another tenant has is refused in the plan`() async throws {
    let (first, second) = (try SampleFolder(), try SampleFolder())
    let reconciliation = try reconciliation()
    _ = try await reconciliation.apply(first.sources(), by: .admin("ada"))
    try second.edit("tenant.yaml") {
      $0.replacing("\(second.slug).localhost", with: "\(first.slug).localhost")
    }

    let error = await #expect(throws: DocumentProblems.self) {
      try await reconciliation.plan(second.sources())
    }
    let both = await #expect(throws: DocumentProblems.self) {
      try await reconciliation.plan(first.sources() + second.sources())
    }

    let place = try #require(error?.problems.first)
    #expect(place.key == "hosts.0" && place.line != nil && place.column != nil)
    #expect(place.message.contains(first.slug))
    #expect(both?.problems.first?.message.contains("\(first.path)/tenant.yaml") == true)
  }

  @Test func `two tenants may swap their hosts in one apply`() async throws {
    let (first, second) = (try SampleFolder(), try SampleFolder())
    let reconciliation = try reconciliation()
    let sources = try first.sources() + second.sources()
    _ = try await reconciliation.apply(sources, by: .admin("ada"))

    try first.edit("tenant.yaml") {
      $0.replacing("\(first.slug).localhost", with: "\(second.slug).localhost")
    }
    try second.edit("tenant.yaml") {
      $0.replacing("\(second.slug).localhost", with: "\(first.slug).localhost")
    }
    _ = try await reconciliation.apply(sources, by: .admin("ada"))

    #expect(try await registered(first.slug)?.document.hosts == ["\(second.slug).localhost"])
    #expect(try await registered(second.slug)?.document.hosts == ["\(first.slug).localhost"])
    #expect(try await reconciliation.plan(sources).allSatisfy(\.changes.isEmpty))
  }

  @Test func `two applies at once make the tenant once`() async throws {
    let folder = try SampleFolder()
    let reconciliation = try reconciliation()

    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          _ = try await reconciliation.apply(folder.sources(), by: .admin("ada"))
        }
      }
      try await group.waitForAll()
    }

    #expect(try await reconciliation.plan(folder.sources()).map(\.changes) == [[]])
  }
}

@Suite("Applying that fails half-way", .tenantDatabase([]))
struct InterruptedApplyTests {
  private struct NoSettings: ModuleSettings {
    func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
  }

  private struct Broken: Error {}

  /// A module whose folder part fails when it is applied, as long as the switch is on.
  private static func module(isBroken: FailureSwitch) -> TenantModule {
    let part = FolderPart(
      name: "goods",
      reconcile: { _, _, mode, _ in
        if case .apply = mode, isBroken.isOn { throw Broken() }
        return []
      },
      export: { _, _ in [] }
    )
    return TenantModule(
      name: "storefront",
      settings: NoSettings.self,
      migrations: [],
      folderParts: [part]
    )
  }

  final class FailureSwitch: Sendable {
    private let state = Mutex(true)
    var isOn: Bool { state.withLock { $0 } }
    func turnOff() { state.withLock { $0 = false } }
  }

  @Test func `a new shop answers nowhere until its goods are in place, and a second run helps`()
    async throws
  {
    let database = try #require(TestDatabase.current).database
    let failure = FailureSwitch()
    let folder = try SampleFolder()
    try folder.edit("tenant.yaml") { text in
      let end = text.range(of: "  storefront:")?.lowerBound ?? text.endIndex
      return text[..<end] + "  storefront: {}\n"
    }
    let reconciliation = TenantReconciliation(
      database: database,
      modules: [Self.module(isBroken: failure)]
    )
    func hosts() async throws -> [String]? {
      try await database.registeredTenants().first { $0.document.tenant == folder.slug }?
        .document.hosts
    }

    await #expect(throws: Broken.self) {
      try await reconciliation.apply(folder.sources(), by: .admin("ada"))
    }
    let hidden = try await hosts()
    failure.turnOff()
    _ = try await reconciliation.apply(folder.sources(), by: .admin("ada"))

    #expect(hidden == [])
    #expect(try await hosts() == ["\(folder.slug).localhost"])
  }
}
