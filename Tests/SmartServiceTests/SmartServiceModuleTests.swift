import SmartService
import TenantStore
import Testing

@Suite("The module of customer service")
struct SmartServiceModuleTests {
  @Test func `its migrations are numbered in order`() {
    let versions = SmartServiceModule.module.migrations.map(\.version)
    #expect(versions == versions.sorted())
  }
}
