import DatabaseBootstrap
import Foundation
import Gateway
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("A database that goes away", .serialized)
struct DatabaseOutageTests {
  @Test(.timeLimit(.minutes(10)))
  func `requests are refused as unavailable and served again when it is back`() async throws {
    let root = FileManager.default.temporaryDirectory
      .appending(path: "cradle-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: root) }
    let home = try await DatabaseHome.open(.embedded(dataRoot: root), logger: .quiet)
    try await home.migrate(modules: GatewayModule.all.map(\.tenant), logger: .quiet)
    let database = TenantDatabase(home.configuration, logger: .quiet)
    _ = try await database.register(
      .shop("ada", modules: ["storefront": TenantDocument.storefront])
    )
    await database.close()
    let location = DatabaseLocation.server(
      owner: home.owner,
      application: home.configuration.application,
      system: home.configuration.system
    )

    try await RunningGateway.serving(location) { gateway in
      func products() async throws -> RunningGateway.Answer {
        try await gateway.get("/api/v1/products", host: "ada.localhost")
      }
      let before = try await products()
      await home.close()
      let during = try await products()
      let alive = try await gateway.get("/health")
      let again = try await DatabaseHome.open(.embedded(dataRoot: root), logger: .quiet)
      // Each answer tells whether the pool has reconnected, so asking is the waiting.
      var after = try await products()
      let deadline = ContinuousClock.now + .seconds(60)
      while after.status == 503, ContinuousClock.now < deadline { after = try await products() }

      #expect(before.status == 200)
      #expect(during.status == 503)
      #expect(during.json?["code"] == "tenancy.database_unavailable")
      #expect(alive.status == 200)
      #expect(after.status == 200)
      await again.close()
    }
  }
}
