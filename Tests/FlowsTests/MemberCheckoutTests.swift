import Flows
import Foundation
import Membership
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: statements are counted.
@Suite("What a member's checkout asks of the database", .serialized, .tenantDatabase(joinedModules))
struct MemberCheckoutTests {
  /// A member with a level, a coupon and points that are chosen for the next order.
  private func equipped(_ shop: MemberShop) async throws -> (MemberID, SessionID) {
    let (member, session) = try await shop.member("13800138901")
    let values = try ValueProgram(shop.tenant.snapshot)
    try await shop.tenant.transaction { transaction in
      var terms = CouponTerms(
        code: "twenty",
        name: LocalizedText([.zh: "减二十", .en: "Twenty off"]),
        effect: .amount(2_000)
      )
      terms.validDays = 30
      try await values.coupons.define(terms, by: .admin("ada"), in: transaction)
      try await values.tiers?.grow(300, of: member, key: "gift", in: transaction)
      try await values.points?.grant(5_000, to: member, key: "gift", in: transaction)
      let coupon = try await values.coupons
        .give("twenty", to: member, key: "gift", in: transaction)
      try await CheckoutProgram(shop.tenant.snapshot)
        .choose(CheckoutChoice(coupon: coupon, points: 3_000), on: session, in: transaction)
    }
    return (member, session)
  }

  @Test func `a member's quote takes three round trips more than a guest's, whatever is held`()
    async throws
  {
    let pair = try await MemberShop.pair()
    let shop = pair.joined
    try await shop.levelPrice("silver:150.00")
    let (_, session) = try await equipped(shop)
    let guest = SessionID.make(in: .live)
    var trips: [Int] = []
    for (session, total) in [(guest, 20_800), (session, 15_000 - 2_000 - 3_000)] {
      let cart = try await shop.quote(session).1
      let counted = CountedScope(shop.tenant.scope)
      let quote = try await shop.shop.quote(
        of: cart,
        session: session,
        isProved: session != guest,
        for: shop.tenant.snapshot,
        in: counted
      )
      #expect(quote.total == shop.money(Int64(total)))
      trips.append(counted.trips)
    }
    // Who it is, the prices of the level, and what is held.
    #expect(trips[1] - trips[0] == 3)
  }

  @Test func `an order asks membership for as little as it writes`() async throws {
    let pair = try await MemberShop.pair()
    let shop = pair.joined
    let recorder = try #require(TestDatabase.current).recorder
    let (member, session) = try await equipped(shop)
    let (quote, cart) = try await shop.quote(session)
    let before = recorder.entries.count
    let order = try await shop.place(quote, cart, session)
    let asked = recorder.entries.dropFirst(before)
      .filter { $0.file.hasPrefix("Membership/") }.map { String($0.function.prefix { $0 != "(" }) }
    let hold = Array(repeating: "lockPoints", count: 4) + Array(repeating: "savePoints", count: 4)
    #expect(
      asked == ["shopperSignedIn", "checkoutHoldings", "checkoutHoldings", "choiceSignedIn"]
        + ["notePlacedOrderLater", "holdCoupon", "holdStaying"] + hold
        + ["insertPointsHold", "clearCheckoutChoice"]
    )
    #expect(order.total == shop.money(20_000 - 2_000 - 3_000))
    #expect(try await shop.coupons(of: member) == [.held])
    #expect(try await shop.points(of: member).held == 3_000)
    #expect(try await shop.tenant.scope.checkoutChoice(on: session) == CheckoutChoice())
    #expect(try await shop.tenant.scope.member(ofPlacedOrder: order.id.uuid) == member)
    // The neighbour's shop, where the same session is nobody's.
    let theirs = try await pair.alone.order(session)
    #expect(theirs.total == pair.alone.money(20_800))
    #expect(try await pair.alone.tenant.scope.member(ofPlacedOrder: theirs.id.uuid) == nil)
  }

  @Test func `what is known of a family at the checkout is what is known of it elsewhere`()
    async throws
  {
    let pair = try await MemberShop.pair()
    let tenant = pair.joined.tenant
    let (member, session) = try await equipped(pair.joined)
    let families = Families()
    let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
    func known() async throws -> KnownShopper? {
      try await CheckoutProgram(tenant.snapshot).shopper(on: session, day: today, in: tenant.scope)
    }
    func agrees() async throws {
      let known = try #require(try await known())
      let family = try await tenant.scope.familyFacts(of: member, on: today)
      let benefits = try await CheckoutProgram(tenant.snapshot)
        .benefits(of: member, in: tenant.scope)
      #expect(known.member == member && known.family == family && known.benefits == benefits)
    }
    try await agrees()
    let version = MembershipSettings.firstTextVersion
    try await tenant.transaction { transaction in
      for days in [-40, -400] {
        let birth = CivilDay(today).adding(days: days).date
        _ = try await families.addChild(
          ChildForm(birth: birth, consentVersion: version),
          of: member,
          for: tenant.snapshot,
          in: transaction
        )
      }
    }
    try await agrees()
    #expect(try await known()?.family.childMonths == [], "nobody agreed to be known by it")
    try await tenant.transaction { transaction in
      try await families.giveConsent(
        to: .personalisation,
        version: version,
        by: member,
        for: tenant.snapshot,
        in: transaction
      )
      try await families.tag(member, with: "vip", by: .system, in: transaction)
    }
    try await agrees()
    #expect(try await known()?.family.childMonths.sorted() == [1, 13])
    #expect(try await known()?.family.tags == ["vip"])
    #expect(try await known()?.family.hasOrdered == false)
    _ = try await pair.joined.order(session)
    try await agrees()
    #expect(try await known()?.family.hasOrdered == true)
    #expect(try await known()?.benefits.freeShipping == true)
    let elsewhere = try await CheckoutProgram(tenant.snapshot)
      .shopper(on: session, day: today, in: pair.alone.tenant.scope)
    #expect(elsewhere == nil)
  }
}

/// Counts the round trips that go through it.
private final class CountedScope: TenantQuerying {
  private let scope: TenantScope
  private let count = Mutex(0)

  init(_ scope: TenantScope) { self.scope = scope }

  var trips: Int { count.withLock { $0 } }
  var tenant: TenantID { scope.tenant }
  var environment: StoreEnvironment { scope.environment }

  func run(_ queries: [TenantQuery], function: String, file: String) async throws -> [QueryResult] {
    count.withLock { $0 += 1 }
    return try await scope.run(queries, function: function, file: file)
  }
}
