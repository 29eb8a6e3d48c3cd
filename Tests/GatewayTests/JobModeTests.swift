import DatabaseBootstrap
import Foundation
import Gateway
import Storefront
import StorefrontWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Jobs in the gateway", .tenantDatabase(GatewayModule.all.map(\.tenant)), .serialized)
struct JobModeTests {
  /// Runs a gateway whose storefront knows one kind of job, until a closure returns.
  private func running(_ mode: JobMode, _ kind: JobKind, _ body: (Int, String) async throws -> Void)
    async throws
  {
    let database = try #require(TestDatabase.current)
    var configuration = GatewayConfiguration(
      location: .server(
        owner: try await database.connectionString(role: DatabaseRoles.admin),
        application: try await database.connectionString(role: DatabaseRoles.application),
        system: try await database.connectionString(role: DatabaseRoles.system)
      )
    )
    configuration.port = 0
    configuration.jobs = mode
    let module = TenantModule(
      name: StorefrontModule.module.name,
      settings: StorefrontSettings.self,
      migrations: StorefrontModule.module.migrations,
      jobs: [kind]
    )
    let said = Mutex("")
    let process = GatewayProcess(
      configuration,
      modules: [GatewayModule(module, StorefrontWebModule.module(shop: Shop()))],
      logger: .quiet,
      announce: { line in said.withLock { $0 += line } }
    )
    let (ready, continuation) = AsyncThrowingStream<Int, any Error>.makeStream()
    let task = Task {
      do {
        try await process.run(endingOn: [], onReady: { continuation.yield($0) })
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    var ports = ready.makeAsyncIterator()
    let port = try #require(try await ports.next())
    try await body(port, said.withLock { $0 })
    task.cancel()
    await task.value
  }

  @Test(arguments: [JobMode.on, .only])
  func `a gateway does the jobs that are asked for elsewhere`(mode: JobMode) async throws {
    let pair = try await TenantPair.fresh()
    let (done, continuation) = AsyncStream.makeStream(of: JobID.self)
    let kind = JobKind(name: "storefront.probe") { continuation.yield($0.id) }
    let id = try await pair.mine.database.enqueue(
      JobRequest(kind, runAt: Date(timeIntervalSince1970: 0)),
      for: pair.mine.id
    )

    try await running(mode, kind) { port, said in
      #expect((port == 0) == (mode == .only))
      #expect(said.contains("serves no pages") == (mode == .only))
      #expect(await done.first { $0 == id } == id)
    }
    #expect(try await pair.mine.database.job(id)?.state == .done)
  }

  @Test func `a gateway without jobs leaves them to others`() async throws {
    let pair = try await TenantPair.fresh()
    let kind = JobKind(name: "storefront.probe") { _ in }
    let id = try await pair.mine.database.enqueue(
      JobRequest(kind, runAt: Date(timeIntervalSince1970: 0)),
      for: pair.mine.id
    )
    try await running(.off, kind) { port, _ in #expect(port != 0) }
    #expect(try await pair.mine.database.job(id)?.attempts == 0)
  }
}
