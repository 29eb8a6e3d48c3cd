import Flows
import Foundation
import Membership
import Recommend
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What was in the way in the shop", .serialized, .tenantDatabase(learningModules))
struct ShopFrictionTests {
  private func signals(_ shop: MemberShop) async throws -> [FrictionSignal] {
    let now = shop.tenant.clock.now
    return try await ShopFriction.signals(
      from: now - 20 * 86_400,
      until: now,
      in: shop.tenant.scope
    )
  }

  private func search(_ phrase: String, _ person: PersonID, _ shop: MemberShop) async throws {
    let signal = Signal(
      id: SignalID.make(in: .live),
      person: person,
      action: .search(phrase: phrase),
      occurredAt: shop.tenant.clock.now
    )
    _ = try await shop.tenant.transaction { try await $0.take([signal]) }
  }

  @Test func `carts that are left, orders that are not paid and goods that go back are signs`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let other = try await MemberShop.learning(["recommend": [:]])
    _ = try await shop.quote(SessionID.make(in: .live))
    let unpaid = try await shop.order(SessionID.make(in: .live))
    let kept = try await shop.buy(SessionID.make(in: .live))
    #expect(try await signals(shop).isEmpty, "a cart of today may still be ordered")
    shop.tenant.clock.advance(by: 9 * 86_400)
    try await shop.tenant.transaction {
      _ = try await shop.shop.expireOrder(unpaid.number, in: $0)
    }
    let found = try await signals(shop)
    #expect(
      Set(found.map(\.sign)) == [
        .init(kind: .abandonedCart, subject: "SOAP-1"),
        .init(kind: .unpaidOrder, subject: "bankTransfer"),
      ]
    )
    #expect(found.allSatisfy { $0.count == 1 && $0.people == 1 })
    #expect(kept.number != unpaid.number)
    #expect(try await signals(other).isEmpty)
  }

  @Test func `a search of two people after which nothing was looked at is a sign`() async throws {
    let shop = try await MemberShop.learning(["recommend": [:]])
    let people = (0..<3).map { _ in PersonID(uuid: UUID()) }
    for person in people { try await shop.wish(true, person) }
    for person in people.prefix(2) { try await search("防胀气奶嘴", person, shop) }
    try await search("只有我搜", people[0], shop)
    // Who looks at something has found it.
    try await search("香皂", people[1], shop)
    try await search("香皂", people[2], shop)
    let view = Signal(
      id: SignalID.make(in: .live),
      person: people[2],
      action: .view(item: "soap"),
      occurredAt: shop.tenant.clock.now
    )
    _ = try await shop.tenant.transaction { try await $0.take([view]) }
    shop.tenant.clock.advance(by: 3_600)
    let found = try await signals(shop)
    #expect(
      found == [
        FrictionSignal(kind: .fruitlessSearch, subject: "防胀气奶嘴", count: 2, people: 2)
      ]
    )
  }
}
