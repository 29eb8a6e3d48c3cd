import Flows
import Foundation
import Membership
import Recommend
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("Orders as signals", .serialized, .tenantDatabase(learningModules))
struct OrderSignalTests {
  @Test func `a paid order is a purchase of its product, once however often it is heard`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:]])
    let session = SessionID.make(in: .live)
    try await shop.wish(true, PersonID(uuid: session.uuid))
    let order = try await shop.order(session)
    try await shop.hear()
    #expect(try await shop.purchases().isEmpty, "nothing was paid yet")
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    for _ in 0..<2 { try await shop.hear() }
    let bought = try #require(try await shop.purchases().first)
    #expect(bought.person == PersonID(uuid: session.uuid))
    #expect(bought.item == order.lines.first?.product.description)
    for _ in 0..<2 { try await shop.hearAgain(order) }
    #expect(try await shop.purchases() == [bought])
    _ = try await shop.buy(session)
    try await shop.hear()
    #expect(try await shop.purchases().map(\.count) == [2])
  }

  @Test func `a purchase counts in the region to which the order's language belongs`() async throws
  {
    let regions: JSONValue = [
      ["code": "cn", "locales": ["zh"]], ["code": "id", "locales": ["id"]],
    ]
    let shop = try await MemberShop.learning(["recommend": ["regions": regions]])
    let plain = try await MemberShop.learning(["recommend": [:]])
    for some in [shop, plain] { _ = try await some.buy(SessionID.make(in: .live)) }
    try await shop.hear()
    try await plain.hear()
    func region(_ shop: MemberShop) async throws -> String? {
      try await shop.tenant.scope.value(
        "SELECT coalesce(region, '') FROM recommend.signal WHERE tenant_id = \(shop.tenant.id)"
      )
    }
    #expect(try await region(shop) == "cn")
    #expect(try await region(plain) == "")
  }

  @Test func `of whoever was not asked the basket is kept, and no history`() async throws {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let (_, session) = try await shop.member("13800138101")
    let guest = SessionID.make(in: .live)
    var orders: [Order] = []
    for _ in 0..<2 {
      for buyer in [session, guest] { orders.append(try await shop.buy(buyer)) }
    }
    try await shop.hear()
    #expect(
      try await Set(shop.purchases().map(\.person))
        == Set(orders.map { PersonID(uuid: $0.id.uuid) })
    )
  }

  @Test func `a member's order is the member's once they agreed, and forgotten when they do not`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let (member, session) = try await shop.member("13800138102")
    let person = PersonID(uuid: member.uuid)
    try await shop.agree(member)
    _ = try await shop.buy(session)
    try await shop.hear()
    #expect(try await shop.purchases().map(\.person) == [person])
    let known = try await shop.known(session)
    #expect(known.person == person && known.isMember && known.standing == .on)

    try await shop.tenant.transaction {
      try await Families().withdrawConsent(to: .marketing, by: member, in: $0)
    }
    try await shop.hear()
    #expect(try await shop.purchases().count == 1, "that is another agreement")
    try await shop.tenant.transaction {
      try await Families().withdrawConsent(to: .personalisation, by: member, in: $0)
    }
    #expect(try await shop.known(session).visitor == Visitor(), "at once")
    for _ in 0..<2 { try await shop.hear() }
    #expect(try await shop.purchases().isEmpty)
  }

  @Test
  func `what a guest did becomes the member's at a sign-in, once they agreed, and not before`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let session = SessionID.make(in: .live)
    let guest = PersonID(uuid: session.uuid)
    try await shop.wish(true, guest)
    _ = try await shop.buy(session)
    try await shop.hear()
    let (member, _) = try await shop.member("13800138109")
    func signIn() async throws {
      try await shop.tenant.transaction {
        try await Families().signIn(member, on: session, in: $0)
      }
      for _ in 0..<2 { try await shop.hear() }
    }
    try await signIn()
    #expect(try await shop.purchases().map(\.person) == [guest], "the member did not agree")
    try await shop.agree(member)
    try await signIn()
    #expect(try await shop.purchases().map(\.person) == [PersonID(uuid: member.uuid)])
    try await shop.tenant.transaction {
      try await Families().withdrawConsent(to: .personalisation, by: member, in: $0)
    }
    try await shop.hear()
    #expect(try await shop.purchases().isEmpty, "what was joined is forgotten with the rest")
  }

  @Test func `a box that is an order is a purchase of its member's`() async throws {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let (member, _) = try await shop.member("13800138105")
    try await shop.agree(member)
    let order = try await shop.tenant.transaction { transaction in
      let order = try await Shop().placeOrder(
        AgreedOrder(
          agreement: "box 1",
          pieces: ["SOAP-1": 1],
          price: Money(minorUnits: 5_000, currency: shop.tenant.snapshot.currency),
          discountCode: "membership.box",
          contact: OrderContact(name: "Ada", phone: "13800138105", address: "河坊街 1 号")
        ),
        for: shop.tenant.snapshot,
        in: transaction
      )
      try await transaction.notePlacedOrder(order.id.uuid, of: member)
      return order
    }
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await shop.hear()
    #expect(try await shop.purchases().map(\.person) == [PersonID(uuid: member.uuid)])
  }

  @Test func `who takes the agreement back is forgotten under each account that was merged`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let (gone, session) = try await shop.member("13800138111")
    let (stays, _) = try await shop.member("13800138112")
    try await shop.agree(gone)
    _ = try await shop.buy(session)
    for _ in 0..<2 { try await shop.hear() }
    #expect(try await shop.purchases().map(\.person) == [PersonID(uuid: gone.uuid)])
    try await shop.tenant.transaction {
      try await Families().merge(gone, into: stays, by: .admin("ada"), in: $0)
    }
    try await shop.tenant.transaction {
      try await Families().withdrawConsent(to: .personalisation, by: stays, in: $0)
    }
    for _ in 0..<2 { try await shop.hear() }
    #expect(try await shop.purchases().isEmpty)
  }

  @Test func `a member who goes is forgotten`() async throws {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let (member, session) = try await shop.member("13800138103")
    try await shop.agree(member)
    _ = try await shop.buy(session)
    try await shop.hear()
    try await shop.tenant.transaction {
      try await Families().erase(member, by: .shopper, in: $0)
    }
    try await shop.hear()
    #expect(try await shop.purchases().isEmpty)
  }

  @Test func `whoever wants no recommendations leaves none, and an order called off is none`()
    async throws
  {
    let shop = try await MemberShop.learning(["recommend": [:], "membership": [:]])
    let (quiet, other) = (SessionID.make(in: .live), SessionID.make(in: .live))
    let (member, session) = try await shop.member("13800138104")
    try await shop.agree(member)
    for person in [quiet.uuid, member.uuid] { try await shop.wish(false, PersonID(uuid: person)) }
    for buyer in [quiet, session] { _ = try await shop.buy(buyer) }
    let off = try await shop.order(other)
    try await shop.change(off) { try await $0.cancelOrder($1, by: .system, in: $2) }
    try await shop.hear()
    try await shop.hearAgain(off)
    #expect(try await shop.purchases().isEmpty)
    #expect(try await shop.known(session).standing == .off)
  }

  @Test func `a guest's children grow, and are forgotten with the switch`() async throws {
    let shop = try await MemberShop.learning(["recommend": [:]])
    let session = SessionID.make(in: .live)
    let person = PersonID(uuid: session.uuid)
    #expect(try await shop.known(nil).standing == .unasked)
    #expect(try await shop.known(session).standing == .unasked)
    try await shop.tenant.transaction {
      try await $0.stateAges([30, 6, 6, 500, -20], of: person, in: shop.tenant.snapshot.timeZone)
    }
    #expect(try await shop.known(session).visitor == Visitor(person: person, ages: [6, 30]))
    shop.tenant.clock.advance(by: 61 * 86_400)
    #expect(try await shop.known(session).ages == [8, 32])
    try await shop.wish(false, person)
    #expect(try await shop.known(session).visitor == Visitor())
    try await shop.wish(true, person)
    #expect(try await shop.known(session).visitor == Visitor(person: person))
  }

  @Test func `a shop without recommendations tells nothing, and nobody hears another's orders`()
    async throws
  {
    let bare = try await MemberShop.learning([:])
    let other = try await MemberShop.learning(["recommend": [:]])
    let order = try await bare.buy(SessionID.make(in: .live))
    try await bare.hear()
    try await other.hear()
    try await other.hearAgain(order)
    #expect(try await bare.purchases().isEmpty)
    #expect(try await other.purchases().isEmpty)
  }
}
