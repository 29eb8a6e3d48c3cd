import DatabaseBootstrap
import Gateway
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite(
  "A gateway behind a transaction pooler",
  .tenantDatabase(GatewayModule.all.map(\.tenant)),
  .enabled(if: TransactionPooler.isAvailable, "apt-get install pgbouncer")
)
struct PoolerTests {
  @Test(.timeLimit(.minutes(10)))
  func `a crowd is served over few connections, and so is a shop that opens meanwhile`()
    async throws
  {
    let database = try #require(TestDatabase.current)
    _ = try await database.database.register(
      .shop("ada", modules: ["storefront": TenantDocument.storefront])
    )
    let pooler = try await TransactionPooler(before: database, serverConnections: 2)
    let location = try DatabaseLocation(
      environment: [
        "CRADLE_DATABASE": try await database.connectionString(role: DatabaseRoles.admin),
        "CRADLE_DATABASE_POOLER": pooler.connectionString,
      ]
    )

    try await RunningGateway.serving(location) { gateway in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<60 {
          group.addTask { try await gateway.get("/api/v1/products", host: "ada.localhost").status }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      _ = try await database.database.register(
        .shop("lin", modules: ["storefront": TenantDocument.storefront])
      )
      var opened = 0
      let deadline = ContinuousClock.now + .seconds(20)
      while opened != 200, ContinuousClock.now < deadline {
        opened = try await gateway.get("/api/v1/products", host: "lin.localhost").status
      }

      #expect(statuses == [200])
      #expect(opened == 200)
    }
    withExtendedLifetime(pooler) {}
  }
}
