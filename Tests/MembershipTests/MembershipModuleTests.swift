import Membership
import TenantStore
import Testing

@Suite("The module of membership")
struct MembershipModuleTests {
  @Test func `its migrations are numbered in order`() {
    let versions = MembershipModule.module.migrations.map(\.version)
    #expect(versions == versions.sorted())
  }
}
