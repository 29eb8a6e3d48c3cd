import Flows
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("What guests keep for later", .serialized, .tenantDatabase(joinedModules))
struct SavedLineJobTests {
  @Test func `what a guest put aside is on every device of the member who signs in`() async throws {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    let view = ShopView(tenant.snapshot)
    let (member, _) = try await shop.member("13800138077")
    func device(isProved: Bool) async throws -> Session {
      try await tenant.scope.startSession(
        .make(in: tenant.database.environment),
        isProved: isProved
      )
    }
    let product = try #require(await tenant.scope.product(slug: "soap", in: view))
    let sku = try #require(product.skus.first?.id)
    let guest = try await device(isProved: false)
    try await tenant.transaction {
      try await shop.shop.addToCart(sku, quantity: 2, session: guest.id, in: $0)
      try await shop.shop.saveForLater(sku, session: guest, for: tenant.snapshot, in: $0)
    }
    try await tenant.transaction { try await Families().signIn(member, on: guest.id, in: $0) }
    // Events come at least once.
    for _ in 0..<2 { try await shop.listen() }

    let other = try await device(isProved: true)
    try await tenant.transaction { try await Families().signIn(member, on: other.id, in: $0) }
    let lines = try await shop.shop.savedLines(
      of: other,
      for: tenant.snapshot,
      in: view,
      tenant.scope
    )
    #expect(lines.map(\.line.quantity) == [2])
    // The session itself, were its owner somebody else by now, keeps nothing.
    let rest = try await shop.shop.savedLines(
      of: guest,
      for: tenant.snapshot,
      in: view,
      tenant.scope
    )
    #expect(rest.isEmpty)
  }
}
