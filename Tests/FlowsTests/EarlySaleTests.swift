import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Early sales", .tenantDatabase(joinedModules))
struct EarlySaleTests {
  /// The refusal of an order; nothing when it is placed.
  private func refusal(_ shop: MemberShop, _ session: SessionID) async throws
    -> StorefrontRefusal.Code?
  {
    do {
      _ = try await shop.order(session)
      return nil
    } catch let refusal as StorefrontRefusal {
      return refusal.code
    }
  }

  @Test func `what is not sold to everybody yet is sold to who has early access, by so many hours`()
    async throws
  {
    let shop = try await MemberShop.early()
    let tenant = shop.tenant
    let tiers = try #require(try ValueProgram(tenant.snapshot).tiers)
    let (silver, early) = try await shop.member("13800138901")
    let (_, basic) = try await shop.member("13800138902")
    let guest = SessionID.make(in: .live)
    try await tenant.transaction {
      try await tiers.grant(level: 1, to: silver, by: .system, in: $0)
    }
    for session in [early, basic, guest] {
      #expect(try await refusal(shop, session) == .saleNotOpen)
    }
    #expect(try await tenant.scope.orders(OrderListQuery()).items.isEmpty)
    tenant.clock.advance(by: 12 * 3_600)
    #expect(try await refusal(shop, early) == nil)
    #expect(try await refusal(shop, basic) == .saleNotOpen)
    #expect(try await refusal(shop, guest) == .saleNotOpen)
    tenant.clock.advance(by: 12 * 3_600)
    #expect(try await refusal(shop, basic) == nil)
    #expect(try await refusal(shop, guest) == nil)
  }
}
