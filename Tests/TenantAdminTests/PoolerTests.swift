import Foundation
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite(
  "Commands behind a transaction pooler",
  .tenantDatabase([StorefrontModule.module]),
  .enabled(if: TransactionPooler.isAvailable, "apt-get install pgbouncer")
)
struct PoolerTests {
  @Test(.timeLimit(.minutes(10)))
  func `a folder is applied, goods go out and in, and a plan finds nothing to do`() async throws {
    let database = try #require(TestDatabase.current)
    let pooler = try await TransactionPooler(before: database, serverConnections: 2)
    let tool = Tool(
      environment: [
        "CRADLE_DATABASE": try await database.connectionString(role: DatabaseRoles.admin),
        "CRADLE_DATABASE_POOLER": pooler.connectionString,
      ]
    )
    let folder = try SampleFolder()
    let file = folder.path + "/out.csv"
    let tenant = "--tenant=\(folder.slug)"

    let apply = await tool.run("apply", folder.path)
    let out = await tool.run("products", "export", file, tenant)
    let back = await tool.run("products", "import", file, tenant, "--json")
    let status = await tool.run("db", "status")
    let plan = await tool.run("plan", folder.path)

    #expect(apply.status == .success, "\(apply.screen.messages)")
    #expect(out.status == .success, "\(out.screen.messages)")
    #expect(back.status == .success, "\(back.screen.messages)")
    #expect(try JSONValue(json: back.screen.result)["updated"] == 0)
    #expect(status.status == .success, "\(status.screen.messages)")
    #expect(plan.screen.result == "\(folder.slug): no changes")
    withExtendedLifetime(pooler) {}
  }
}
