import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("While the database is away", .tenantDatabase([Probe.module]))
struct OutageTests {
  @Test func `the process is healthy, not ready, and asks visitors to come back`() async throws {
    let server = try await ProbeServer()
    #expect(try await server.ask(.get, "/ready").status == 200)
    await server.mine.database.close()
    #expect(try await server.ask(.get, "/health").status == 200)
    #expect(try await server.ask(.get, "/ready").status == 503)
    let read = try await server.ask(.get, "/")
    #expect(read.status == 503)
    #expect(read.headers[.retryAfter] == "1")
    #expect(try await server.submit("/notes", "text=a").code == "tenancy.database_unavailable")
  }
}
