import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Price proposals at the desk", .tenantDatabase([RecommendModule.module]))
struct PriceDeskTests {
  @Test func `a merchant without sales is told what is missing, and the warehouse sees nothing`()
    async throws
  {
    let server = try await RecommendServer()
    let (mei, box) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine)
    )
    try await mei.staff("mei", .manager, of: server.mine)
    try await box.staff("box", .warehouse, of: server.mine)
    let page = try await mei.open("/desk/price-proposals")
    #expect(page.status == 200 && page.text.contains("八周"))
    #expect(try await box.open("/desk/price-proposals").status == 403)
  }
}
